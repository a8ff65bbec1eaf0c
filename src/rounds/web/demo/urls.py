from django.urls import path

from rounds.web.demo import views

urlpatterns = [
    path("demo/", views.start, name="demo"),
    path("demo/sign-in/", views.sign_in, name="demo_sign_in"),
    path("mail/", views.mail, name="demo_mail"),
]
