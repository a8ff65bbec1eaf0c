"""Addresses of what is typed and not saved."""

from django.urls import path

from rounds.web.typed import views

app_name = "typed"
urlpatterns = [path("", views.keep, name="keep")]
