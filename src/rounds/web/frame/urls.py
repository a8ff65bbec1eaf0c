from django.urls import path

from rounds.web.frame import views

app_name = "frame"
urlpatterns = [
    path("find/", views.find, name="find"),
    path("help/", views.show_help, name="help"),
    path("help/routes/", views.show_routes, name="routes"),
    path("preferences/", views.preferences, name="preferences"),
]
