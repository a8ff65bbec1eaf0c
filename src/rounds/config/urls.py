"""All addresses. Pages of an institution are below its slug; a few reserved words come first."""

from django.urls import include, path

from rounds.web import components, site

urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("", site.start, name="start"),
    path("components/", components.show, name="components"),
    path("", include("rounds.web.account.urls")),
    path("", include("rounds.web.demo.urls")),
    path("<slug:institution>/", include("rounds.web.urls")),
]
