"""All addresses. Pages of an institution are below its slug; a few reserved words come first."""

from django.urls import include, path

from rounds.web import components, site
from rounds.web.development import celebrating, recognition
from rounds.web.dossiers import fetching
from rounds.web.evidence import later
from rounds.web.machines import feed, platforms, registering, state
from rounds.web.participant import reminders
from rounds.web.participant.lti import entering, joining
from rounds.web.participant.surveys import calling
from rounds.web.participant.surveys import views as answering
from rounds.web.rollout import outside

urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("", site.start, name="start"),
    path("mail/stop/<str:token>/", reminders.stop_from_mail, name="stop_reminders"),
    path("s/<str:survey_token>/", answering.follow_link, name="survey_link"),
    path("answer/<int:page>/", answering.linked_page, name="survey_page"),
    path("answer/thanks/", answering.linked_thanks, name="survey_thanks"),
    path("answer/later/", later.page, name="later"),
    path("answer/later/stop/", later.stop, name="later_stop"),
    path("answer/later/<str:follow_token>/", later.follow_link, name="later_link"),
    path("answer/sign/", outside.page, name="sign_off"),
    path("answer/sign/<str:sign_token>/", outside.follow_link, name="sign_off_link"),
    path("answer/dossier/", fetching.enter, name="dossier_enter"),
    path("answer/dossier/read/", fetching.fetched, name="dossier_fetched"),
    path("answer/dossier/file.<str:dossier_form>", fetching.fetched_file, name="dossier_fetched_file"),
    path("answer/no/", answering.linked_no, name="survey_no"),
    path("answer/call/", calling.linked_call, name="survey_call"),
    path("answer/help/", answering.linked_routes, name="survey_routes"),
    path("feed/<slug:institution>/<str:feed_token>/calendar.ics", feed.calendar, name="feed"),
    path("api/v1/<slug:institution>/connections/", state.connections, name="api_connections"),
    path("lti/<slug:institution>/<uuid:connection_id>/login/", platforms.login, name="lti_login"),
    path("lti/<slug:institution>/<uuid:connection_id>/launch/", platforms.launch, name="lti_launch"),
    path("lti/<slug:institution>/<uuid:connection_id>/keys/", platforms.keys, name="lti_keys"),
    path(
        "lti/<slug:institution>/<uuid:connection_id>/register/<str:registration_code>/",
        registering.register_page,
        name="lti_register",
    ),
    path("lti/open/<str:entry_code>/", entering.follow, name="lti_open"),
    path("lti/tasks/", entering.tasks, name="lti_tasks"),
    path("lti/tasks/<uuid:own_request_id>/", entering.task, name="lti_task"),
    path("lti/join/", joining.join, name="lti_join"),
    path("lti/join/code/", joining.prove, name="lti_prove"),
    path("public/<slug:institution>/", celebrating.celebration, name="celebration"),
    path("public/<slug:institution>/<str:certificate_code>/", recognition.check, name="certificate_check"),
    path("components/", components.show, name="components"),
    path("", include("rounds.web.account.urls")),
    path("", include("rounds.web.demo.urls")),
    path("<slug:institution>/", include("rounds.web.urls")),
]
