from django.urls import path

from rounds.web.coordinator.mail import views as mail_views

app_name = "sent"
urlpatterns = [
    path("sent/", mail_views.log, name="log"),
    path("sent/<uuid:mail_id>/", mail_views.detail, name="detail"),
    path("sent/<uuid:mail_id>/again/", mail_views.again, name="again"),
    path("sent/batches/<uuid:batch_id>/stop/", mail_views.stop, name="stop"),
]
