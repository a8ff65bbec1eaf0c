"""Addresses of the match studio."""

from django.urls import path

from rounds.web.coordinator.matching import (
    cohorts,
    compare,
    decisions,
    exchange,
    publishing,
    records,
    review,
    what_if,
)

app_name = "matching"
PAIR = "runs/<uuid:run_id>/pairs/<uuid:mentee_id>/<uuid:mentor_id>/"
urlpatterns = [
    path("", cohorts.list_page, name="home"),
    path("cohorts/<uuid:cohort_id>/", cohorts.detail, name="cohort"),
    path("cohorts/<uuid:cohort_id>/run/", cohorts.start, name="start"),
    path("cohorts/<uuid:cohort_id>/places/", cohorts.places, name="places"),
    path("cohorts/<uuid:cohort_id>/exceptions/", cohorts.exceptions, name="exceptions"),
    path("exceptions/<uuid:exception_id>/confirm/", cohorts.confirm, name="confirm_exception"),
    path("exceptions/<uuid:exception_id>/withdraw/", cohorts.withdraw, name="withdraw_exception"),
    path("runs/<uuid:run_id>/", review.run, name="run"),
    path("runs/<uuid:run_id>/again/", cohorts.again, name="again"),
    path("runs/<uuid:run_id>/unmatched/", review.unmatched, name="unmatched"),
    path("runs/<uuid:run_id>/proof/", review.proof, name="proof"),
    path("runs/<uuid:run_id>/mentors/", review.mentors, name="mentors"),
    path("runs/<uuid:run_id>/mentors/<uuid:mentor_id>/", review.mentor, name="mentor"),
    path("runs/<uuid:run_id>/undo/", decisions.undo, name="undo"),
    path(PAIR, review.pair, name="pair"),
    path(PAIR + "lock/", decisions.lock, name="lock"),
    path(PAIR + "lift/", decisions.lift, name="lift"),
    path(PAIR + "forbid/", decisions.forbid, name="forbid"),
    path(PAIR + "swap/", exchange.swap, name="swap"),
    path(PAIR + "hand/", exchange.hand, name="hand"),
    path(PAIR + "offer/", publishing.offer, name="offer"),
    path("offers/<uuid:offer_id>/stop/", publishing.stop_offer, name="stop_offer"),
    path(PAIR + "note/", decisions.note, name="note"),
    path("runs/<uuid:run_id>/approval/", publishing.approval, name="approval"),
    path("runs/<uuid:run_id>/publish/", publishing.publish, name="publish"),
    path("runs/<uuid:run_id>/what-if/", what_if.page, name="what_if"),
    path("runs/<uuid:run_id>/stop/", publishing.stop, name="stop"),
    path("runs/<uuid:run_id>/export/<slug:kind>/", records.export, name="export"),
    path("runs/<uuid:run_id>/ladder/", records.ladder, name="ladder"),
    path("runs/<uuid:run_id>/beside/<slug:other>/", compare.page, name="compare"),
    path("how/<uuid:program_id>/", records.how, name="how"),
    path("runs/<uuid:run_id>/answers/", publishing.answers, name="answers"),
]
