"""The pages below an institution's slug; each area adds its list of addresses here, in one line."""

from django.urls import include, path

from rounds.web.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("mine/", home.mine, name="mine"),
    path("", include("rounds.web.frame.urls")),
    path("imports/", include("rounds.web.coordinator.imports.urls")),
    path("people/", include("rounds.web.coordinator.people.urls")),
    path("me/", include("rounds.web.participant.records.urls")),
    path("calendar/", include("rounds.web.participant.calendar_urls")),
    path("reminders/", include("rounds.web.participant.reminders_urls")),
    path("", include("rounds.web.account.changes.urls")),
    path("competencies/", include("rounds.web.coordinator.framework.urls")),
    path("", include("rounds.web.jobs.urls")),
    path("typed/", include("rounds.web.typed.urls")),
    path("", include("rounds.web.auditor.urls")),
    path("", include("rounds.web.coordinator.mail.urls")),
    path("programs/", include("rounds.web.coordinator.programs.urls")),
    path("intake/", include("rounds.web.participant.intake_urls")),
    path("matching/", include("rounds.web.coordinator.matching.urls")),
    path("rotations/", include("rounds.web.coordinator.rotations.urls")),
    path("year/", include("rounds.web.coordinator.year.urls")),
    path("surveys/questions/", include("rounds.web.coordinator.instruments.urls")),
    path("surveys/voices/", include("rounds.web.coordinator.voices.urls")),
    path("surveys/", include("rounds.web.coordinator.surveys.urls")),
    path("rounds/", include("rounds.web.coordinator.feedback360.urls")),
    path("emergencies/", include("rounds.web.safeguards.urls")),
    path("pairs/", include("rounds.web.participant.pairs_urls")),
    path("groups/", include("rounds.web.participant.groups.urls")),
    path("answer/", include("rounds.web.participant.surveys.urls")),
    path("feedback/", include("rounds.web.participant.feedback360.urls")),
    path("growth/", include("rounds.web.participant.growth.urls")),
    path("releases/", include("rounds.web.participant.training.releases_urls")),
    path("received/", include("rounds.web.director.received_urls")),
    path("evidence/", include("rounds.web.evidence.urls")),
    path("roll-out/", include("rounds.web.rollout.urls")),
    path("report/", include("rounds.web.report.urls")),
    path("connections/", include("rounds.web.coordinator.connections.urls")),
    path("vetoes/", include("rounds.web.director.vetoes_urls")),
]
