from django.urls import path

from rounds.web.safeguards import views

app_name = "safeguards"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("pairs/<uuid:mentorship_id>/", views.ask, name="ask"),
    path("pairs/<uuid:mentorship_id>/hold/", views.hold, name="hold"),
    path("<uuid:glass_id>/", views.detail, name="detail"),
    path("<uuid:glass_id>/decide/", views.decide, name="decide"),
    path("<uuid:opened_id>/open/", views.read, name="read"),
]
