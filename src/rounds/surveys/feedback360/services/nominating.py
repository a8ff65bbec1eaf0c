"""Choosing raters: the person proposes, somebody outside the line approves, adds, swaps."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.fields import is_mail_address
from rounds.people.models import Person
from rounds.surveys.enums import NominationState, RaterGroup, RoundState
from rounds.surveys.feedback360.selectors.lines import ratings_left
from rounds.surveys.feedback360.values.limits import ASKED_AT_MOST, PROPOSED_AT_MOST
from rounds.surveys.feedback360.values.promises import group_words
from rounds.surveys.models import ExternalRater, Nomination, Round360


@transaction.atomic
def propose_person(*, round_id: UUID, group: str, person: Person, by: Viewer) -> Nomination:
    """Propose somebody who works here; proposed twice is once. Raises DomainError, OutOfOrder."""
    found = _locked(round_id)
    _check_group(found, group, outside=False)
    _check_person(found, person)
    there: Nomination | None = Nomination.objects.filter(round=found, person=person).first()
    if there is not None and there.group == group:
        return there
    if there is not None and there.group not in (RaterGroup.SUPERVISOR, *found.groups):
        # chosen in a group that was left out since
        there.group, there.state, there.reason, there.is_added = group, NominationState.PROPOSED, "", False
        there.save()
        return there
    if there is not None:
        raise DomainError(
            _("%(name)s is chosen already, among %(group)s.")
            % {"name": person.display_name, "group": group_words(there.group)}
        )
    made: Nomination = Nomination.objects.create(round=found, group=group, person=person)
    return made


@transaction.atomic
def propose_outside(*, round_id: UUID, name: str, email: str, by: Viewer) -> Nomination:
    """Propose somebody outside, who is asked by mail alone; the same address twice is once."""
    found = _locked(round_id)
    _check_group(found, RaterGroup.OUTSIDE, outside=True)
    if not name.strip():
        raise DomainError(_("Type the name of the person outside."), field="name")
    if not is_mail_address(email.strip()):
        raise DomainError(_("Type the whole e-mail address, such as ana@example.org."), field="email")
    if Person.objects.filter(email__iexact=email.strip()).exists():
        raise DomainError(
            _("Somebody who works here has this address. Search for the name instead."), field="email"
        )
    there: Nomination | None = Nomination.objects.filter(
        round=found, outside__email__iexact=email.strip()
    ).first()
    if there is not None:
        return there
    outside = ExternalRater.objects.create(name=name.strip(), email=email.strip())
    made: Nomination = Nomination.objects.create(round=found, group=RaterGroup.OUTSIDE, outside=outside)
    return made


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: Viewer) -> None:
    """Take back somebody whom nobody has decided about yet."""
    _locked(nomination.round_id)
    row = Nomination.objects.get(id=nomination.id)
    if row.state != NominationState.PROPOSED:
        raise OutOfOrder(_("%(name)s was decided about already.") % {"name": row.name})
    outside = row.outside
    row.delete()
    if outside is not None:
        outside.delete()


@transaction.atomic
def decide_nomination(*, nomination: Nomination, state: str, reason: str = "", by: Viewer) -> None:
    """Let somebody be asked, keep them in reserve, or leave them out with a reason; until it is sent this can change."""
    found = _locked(nomination.round_id)
    row = Nomination.objects.select_related("person", "outside").get(id=nomination.id)
    if state == NominationState.REFUSED and not reason.strip():
        raise DomainError(
            _("Say why %(name)s is not asked: the person reads it.") % {"name": row.name}, field="reason"
        )
    if state == NominationState.APPROVED and row.state != NominationState.APPROVED:
        _check_room(found, row)
    row.state, row.reason = state, reason.strip()
    row.save(update_fields=["state", "reason"])
    _record("feedback360.decided", found, by)


@transaction.atomic
def add_rater(
    *,
    round_id: UUID,
    group: str,
    person: Person,
    reason: str,
    by: Viewer,
    instead_of: Nomination | None = None,
) -> Nomination:
    """Add somebody with a reason, or swap somebody for them."""
    found = _locked(round_id)
    if not reason.strip():
        raise DomainError(_("Say why: the person reads it."), field="reason")
    if instead_of is not None:
        decide_nomination(nomination=instead_of, state=NominationState.REFUSED, reason=reason, by=by)
    if group != RaterGroup.SUPERVISOR:
        _check_group(found, group, outside=False, by_office=True)
    _check_person(found, person)
    row = Nomination.objects.filter(round=found, person=person).first() or Nomination(
        round=found, person=person
    )
    row.group, row.reason, row.is_added = group, reason.strip(), True
    if row.state != NominationState.APPROVED:
        _check_room(found, row)
    row.state = NominationState.APPROVED
    row.save()
    _record("feedback360.added", found, by)
    return row


def _check_group(found: Round360, group: str, *, outside: bool, by_office: bool = False) -> None:
    if group not in found.groups or (group == RaterGroup.OUTSIDE) != outside:
        raise DomainError(_("Choose a group of this round."), field="group")
    most = PROPOSED_AT_MOST + (ASKED_AT_MOST if by_office else 0)
    if Nomination.objects.filter(round=found, group=group).count() >= most:
        raise DomainError(
            _("%(most)s %(group)s are proposed, which is enough: 6 to 8 are asked. Take one back first.")
            % {"most": most, "group": group_words(group)},
            field="group",
        )


def _check_person(found: Round360, person: Person) -> None:
    if person.id in (found.subject_id, found.debriefer_id):
        raise DomainError(
            _("%(name)s can't rate here: it is the person themselves, or the one who debriefs.")
            % {"name": person.display_name}
        )
    if not ratings_left([person.id])[person.id]:
        raise DomainError(
            _("%(name)s rates 4 people this year already, and nobody is asked more. Choose somebody else.")
            % {"name": person.display_name}
        )


def _check_room(found: Round360, row: Nomination) -> None:
    if row.person_id is not None and row.person is not None:
        _check_person(found, row.person)
    asked = Nomination.objects.filter(round=found, group=row.group, state=NominationState.APPROVED)
    if asked.exclude(id=row.id).count() >= ASKED_AT_MOST:
        raise DomainError(
            _("8 %(group)s are to be asked already. Put one of them in reserve first.")
            % {"group": group_words(row.group)}
        )


def _locked(round_id: UUID) -> Round360:
    """Lock a round whose raters are still chosen. Raises OutOfOrder for one that was sent."""
    found: Round360 = Round360.objects.select_for_update(no_key=True).get(id=round_id)
    if found.state == RoundState.STOPPED:
        raise OutOfOrder(_("This round was called off, so nobody is chosen for it."))
    if found.state != RoundState.NOMINATING:
        raise OutOfOrder(_("The raters of this round were asked already, so its list is closed."))
    return found


def _record(action: str, found: Round360, by: Viewer) -> None:
    audit.record(action, by=by, kind="round360", object_id=found.id, program_id=found.scope_id)
