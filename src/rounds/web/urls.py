"""The pages below an institution's slug; each area adds its list of addresses here, in one line."""

from django.urls import include, path

urlpatterns = [
    path("", include("rounds.web.frame.urls")),
]
