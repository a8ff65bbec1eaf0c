"""All addresses. Pages of an institution are below its slug; a few reserved words come first."""

from django.urls import include, path

from rounds.web import components, site
from rounds.web.machines import feed
from rounds.web.participant import reminders

urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("", site.start, name="start"),
    path("mail/stop/<str:token>/", reminders.stop_from_mail, name="stop_reminders"),
    path("feed/<slug:institution>/<str:feed_token>/calendar.ics", feed.calendar, name="feed"),
    path("components/", components.show, name="components"),
    path("", include("rounds.web.account.urls")),
    path("", include("rounds.web.demo.urls")),
    path("<slug:institution>/", include("rounds.web.urls")),
]
