"""What dossiers keep of somebody, for the file of all that is kept of them."""

from django.utils.translation import gettext_lazy as _

from rounds.rollout.models import Dossier, DossierCode, NameRelease
from rounds.web.participant.records.own_sources import Part, rows_of

DOSSIER = ("changed_at", "kind", "frozen_at", "sealed")
CODE = ("made_at", "dossier", "expires_at", "ended_at", "opened_at", "times")
ASKED = ("mentor", "asked_at", "name", "answered_at")
# not when they answered: a no reads like no answer
RELEASED = ("mentee", "asked_at", "name")
own_files = rows_of(Dossier, "person_id")
own_codes = rows_of(DossierCode, "dossier__person_id")
asked_of_me = rows_of(NameRelease, "mentee_id")
released_to_me = rows_of(NameRelease, "mentor_id")
DOSSIER_PARTS = (
    Part("dossiers", _("Dossiers"), own_files, "changed_at", DOSSIER),
    Part("dossier_codes", _("Codes of dossiers"), own_codes, "made_at", CODE),
    Part("names_asked", _("Who asks to name you"), asked_of_me, "asked_at", ASKED),
    Part("names_released", _("Whom you asked to name"), released_to_me, "asked_at", RELEASED),
)
