"""Somebody picks facts of their own, freezes them, lets them be fetched by a code; mentees release their names or don't."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer, system
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import Institution
from rounds.people.models import Person
from rounds.rollout.models import Dossier, DossierCode, NameRelease
from rounds.rollout.selectors.dossiers.naming import code_hash_of, is_open, mentored_by
from rounds.rollout.selectors.dossiers.reading import frozen_facts, released_to
from rounds.rollout.values.dossier import Choice, names_in
from rounds.rollout.values.pitch import digest_of

CODE_DAYS = 14
# 26 letters of 32: 130 bits
CODE_LETTERS, GROUP = 26, 5
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"


@transaction.atomic
def save_choice(*, kind: str, choice: Choice, by: Viewer) -> Dossier:
    """Keep what somebody picked as their draft of a kind; words that name a mentee are refused."""
    Person.objects.select_for_update().get(id=by.own_id)
    _check_words(choice.words, by)
    known = {str(one.id) for one in released_to(by)}
    choice = replace(choice, named=tuple(one for one in choice.named if one in known))
    row = Dossier.objects.filter(person_id=by.own_id, kind=kind, frozen_at=None).first()
    row = row or Dossier(person_id=by.own_id, kind=kind)
    row.changed_at = now()
    row.seal_value({"choice": choice.as_facts(), "facts": None})
    row.save()
    return row


def _check_words(words: str, by: Viewer) -> None:
    people = [(one.given_name, one.family_name) for one in mentored_by(by.own_id)]
    name = names_in(words, people)
    if name:
        said = _(
            "Your words say “%(name)s”, which is the name of a mentee of yours. Leave it out here: whoever agrees"
            " to be named is ticked below."
        )
        raise DomainError(said % {"name": name}, field="words")


@transaction.atomic
def freeze_dossier(*, dossier: Dossier, institution: Institution, by: Viewer) -> Dossier:
    """Freeze a draft with the facts of this moment; frozen twice it is frozen once."""
    row: Dossier = Dossier.objects.select_for_update(of=("self",)).select_related("person").get(id=dossier.id)
    if row.frozen_at is not None:
        return row
    held = row.opened()["choice"]
    choice = Choice(tuple(held["parts"]), held["words"], tuple(held["named"]))
    _check_words(choice.words, by)
    facts = frozen_facts(row.person_id, row.person.display_name, institution.name, row.kind, choice)
    if not facts["sections"] and not facts["words"]:
        raise OutOfOrder(_("There is nothing in it yet. Pick a part that says something, or write a line."))
    row.seal_value({"choice": held, "facts": facts})
    row.digest, row.frozen_at, row.changed_at = digest_of(facts), now(), now()
    row.save(update_fields=["sealed", "digest", "frozen_at", "changed_at"])
    _told("dossier.frozen", row, by)
    return row


@transaction.atomic
def make_code(*, dossier: Dossier, by: Viewer) -> DossierCode:
    """Make the code by which somebody fetches a frozen dossier for two weeks; while one is open, it stays."""
    row: Dossier = Dossier.objects.select_for_update(of=("self",)).get(id=dossier.id)
    if row.frozen_at is None:
        raise OutOfOrder(_("Freeze it first: what can still change is fetched by nobody."))
    held: DossierCode | None = row.codes.filter(ended_at=None).first()
    if held is not None and is_open(held):
        return held
    row.codes.filter(ended_at=None).update(ended_at=now())
    made = DossierCode(dossier=row, expires_at=now() + timedelta(days=CODE_DAYS))
    made.code_hash = code_hash_of(code_of(made))
    made.save()
    _told("dossier.code_made", row, by)
    return made


def code_of(row: DossierCode) -> str:
    """Return a code as its person gives it on: made of the server's key, so that its hash is enough to keep."""
    number = int.from_bytes(salted_hmac("dossier", str(row.id), algorithm="sha256").digest())
    letters = "".join(_LETTERS[(number >> 5 * place) % 32] for place in range(CODE_LETTERS))
    return " ".join(letters[place : place + GROUP] for place in range(0, CODE_LETTERS, GROUP))


@transaction.atomic
def end_code(*, code: DossierCode, by: Viewer) -> None:
    """End a code: it opens nothing from now on. Ended twice it is ended once."""
    row = DossierCode.objects.select_for_update(of=("self",)).select_related("dossier").get(id=code.id)
    if row.ended_at is None:
        row.ended_at = now()
        row.save(update_fields=["ended_at"])
        _told("dossier.code_ended", row.dossier, by)


@transaction.atomic
def note_entered(*, code_id: UUID) -> None:
    """Note that somebody has entered a code: its person reads when, and how often."""
    row = DossierCode.objects.select_for_update(of=("self",)).select_related("dossier").get(id=code_id)
    row.opened_at, row.times = now(), row.times + 1
    row.save(update_fields=["opened_at", "times"])
    by = replace(system(row.dossier.institution_id), name=_("whoever had the code"))
    _told("dossier.fetched", row.dossier, by)


@transaction.atomic
def ask_for_name(*, mentee: Person, by: Viewer) -> NameRelease:
    """Ask a mentee once whether one's dossier may name them; asked twice it is asked once."""
    row: NameRelease
    row, is_new = NameRelease.objects.get_or_create(mentor_id=by.own_id, mentee=mentee)
    if is_new:
        audit.record("dossier.name_asked", by=by, kind="dossier", object_id=row.id)
    return row


@transaction.atomic
def answer_name(*, release: NameRelease, agree: bool, by: Viewer) -> NameRelease:
    """Let one's name be in dossiers of a mentor, or take it out of them; said anew, the last word counts."""
    row: NameRelease = (
        NameRelease.objects.select_for_update(of=("self",)).select_related("mentee").get(id=release.id)
    )
    row.name = row.mentee.display_name[:200] if agree else ""
    row.answered_at = now()
    row.save(update_fields=["name", "answered_at"])
    action = "dossier.name_released" if agree else "dossier.name_kept"
    audit.record(action, by=by, kind="dossier", object_id=row.id)
    return row


def _told(action: str, row: Dossier, by: Viewer) -> None:
    audit.record(action, by=by, kind="dossier", object_id=row.id)
