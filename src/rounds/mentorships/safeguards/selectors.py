"""Reads of emergencies: who asked, what waits for a second person, what is open now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer, grants_of
from rounds.core.clock import day_begins, institution_day, institution_today, now
from rounds.core.enums import Role
from rounds.core.errors import NotFound, OutOfOrder
from rounds.mentorships.agreements.selectors import terms_of
from rounds.mentorships.agreements.values.terms import differences
from rounds.mentorships.conversations.selectors import list_contact
from rounds.mentorships.enums import Audience, ConversationState, GlassDecision, GlassKind
from rounds.mentorships.models import (
    AgreementVersion,
    BreakGlass,
    Conversation,
    Debrief,
    KeptText,
    Mentorship,
    Note,
    PreservationHold,
)
from rounds.mentorships.selectors import office_mentorship_for, office_mentorships
from rounds.people.selectors.two_hats import is_judged_by, judges_training_of

# A question that nobody has answered by then is over.
ASKED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Openable:
    """One thing of a pair that can be asked for. That it is listed does not say that anything is written."""

    kind: str
    thing_id: UUID
    label: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.thing_id}"


@dataclass(frozen=True)
class Text:
    """One text of what was opened: whose it is, and what it says."""

    whose: str
    text: str


def why_not_theirs(viewer: Viewer, pair: Mentorship) -> str:
    """Return why a pair's records are guarded by others of the office, empty when the viewer is one who may."""
    if viewer.own_id in (pair.mentee_id, pair.mentor_id):
        return _("You are one of the two. Somebody else of the program office does this.")
    if judges_training_of(viewer, pair.mentee_id):
        return _("You have a say in this person's training. Somebody else of the program office does this.")
    return ""


def guarded_pair_for(viewer: Viewer, mentorship_id: UUID) -> Mentorship:
    """Return a pair to who of its program's office may guard its records; NotFound to strangers to the office.

    Raises OutOfOrder for one of the two, and for who has a say in the mentee's training.
    """
    pair = office_mentorship_for(viewer, mentorship_id)
    if problem := why_not_theirs(viewer, pair):
        raise OutOfOrder(problem)
    return pair


def may_still_ask(glass: BreakGlass) -> bool:
    """Tell whether who asked is today of the pair's office, neither one of the two nor with a say in the training."""
    asker = glass.asked_by
    institution = cast(UUID, glass.institution_id)
    viewer = Viewer(institution, asker.user_id, asker.id, grants=grants_of(asker.id))
    is_office = office_mentorships(viewer).filter(id=glass.mentorship_id).exists()
    return is_office and not why_not_theirs(viewer, glass.mentorship)


def openables_of(pair: Mentorship) -> list[Openable]:
    """Return what can be asked for: what the office knows of without it, the agreement in force and each conversation."""
    signed = AgreementVersion.objects.filter(mentorship=pair).annotate(signed=Count("signatures"))
    agreed = signed.filter(signed=2).order_by("-number").first()
    found = [Openable(GlassKind.AGREEMENT, agreed.id, _("The agreement"))] if agreed else []
    for one in list_contact(pair):
        if one.state == ConversationState.HELD and one.held_on:
            day = date_format(one.held_on, "j F Y")
            label = _("What was written for both about the conversation of %(day)s") % {"day": day}
            found.append(Openable(GlassKind.NOTES, one.id, label))
    for hold in PreservationHold.objects.filter(mentorship=pair).order_by("from_at"):
        day = date_format(institution_day(hold.from_at), "j F Y")
        label = _("What both shared and changed during the hold of %(day)s, as it was before") % {"day": day}
        found.append(Openable(GlassKind.KEPT, hold.id, label))
    return found


def glass_for(viewer: Viewer, glass_id: UUID) -> BreakGlass:
    """Return an emergency to who asked, to who may agree, and to the auditor; NotFound to everybody else."""
    found = emergencies_known_to(viewer).filter(id=glass_id).first()
    if found is None:
        raise NotFound
    return found


def open_glass_for(viewer: Viewer, opened_id: UUID) -> BreakGlass:
    """Return what is open now to who asked for it; NotFound from the minute on in which its time is over.

    The right to it is asked at each look: a role that has ended, or a say in the training since, closes it.
    """
    found = glass_for(viewer, opened_id)
    if found.asked_by_id != viewer.own_id or not found.is_open or not may_still_ask(found):
        raise NotFound
    return found


def emergencies_known_to(viewer: Viewer) -> QuerySet[BreakGlass]:
    """Return the emergencies that somebody may know of, newest first: one's own, or all as second person or auditor."""
    rows = BreakGlass.objects.select_related(
        "mentorship__mentee", "mentorship__mentor", "mentorship__cycle__program", "asked_by", "decided_by"
    ).order_by("-asked_at")
    if viewer.has_anywhere(Role.SITE_ADMIN, Role.AUDITOR):
        # nobody learns here, before they are told, that something of theirs or of their trainee's was opened
        mine = Q(mentorship__mentee_id=viewer.own_id) | Q(mentorship__mentor_id=viewer.own_id)
        judged = Q(is_judged_by(viewer, OuterRef("mentorship__mentee_id")))
        return rows.exclude(mine).filter(Q(asked_by_id=viewer.own_id) | ~judged)
    return rows.filter(asked_by_id=viewer.own_id)


def pressing_emergencies(viewer: Viewer) -> list[BreakGlass]:
    """Return what of the emergencies that somebody may know of asks something of them now, newest first; one query.

    For who may agree what waits for a second person; for who asked what is open until its hour is over.
    """
    mine = Q(asked_by_id=viewer.own_id)
    presses = mine & Q(decision=GlassDecision.AGREED, open_until__gt=now())
    if viewer.has_anywhere(Role.SITE_ADMIN):
        presses |= ~mine & Q(decision=GlassDecision.OPEN, asked_at__gte=now() - ASKED_FOR)
    return list(emergencies_known_to(viewer).filter(presses))


def recent_emergencies(viewer: Viewer) -> QuerySet[BreakGlass]:
    """Return the emergencies that may press at some moment of today: all that `pressing_emergencies` can find."""
    since = day_begins(institution_today()) - ASKED_FOR
    is_recent = Q(decision=GlassDecision.OPEN, asked_at__gte=since) | Q(open_until__gte=since)
    return emergencies_known_to(viewer).filter(is_recent)


def texts_of(glass: BreakGlass) -> list[Text]:
    """Return what an open emergency shows, never a private note. Whoever asks has found it by `open_glass_for`."""
    if glass.kind == GlassKind.AGREEMENT:
        version = AgreementVersion.objects.get(id=glass.thing_id, mentorship_id=glass.mentorship_id)
        return [Text(one.label, one.after) for one in differences(None, terms_of(version))]
    if glass.kind == GlassKind.KEPT:
        return list(_kept_texts(glass))
    notes = Note.objects.filter(
        conversation_id=glass.thing_id,
        conversation__state=ConversationState.HELD,
        conversation__taken_back_at=None,
        mentorship_id=glass.mentorship_id,
        audience=Audience.PAIR,
    ).select_related("author")
    found = [Text(one.author.display_name, one.text) for one in notes.order_by("written_at")]
    debriefs = Debrief.objects.filter(
        conversation_id=glass.thing_id,
        conversation__state=ConversationState.HELD,
        conversation__taken_back_at=None,
        mentorship_id=glass.mentorship_id,
        is_let_go=False,
    ).select_related("by")
    for debrief in debriefs:
        name = debrief.by.display_name
        found += [Text(name, one) for one in debrief.answers.values()]
        found += [
            Text(_until(name, former.until), one)
            for former in debrief.former
            for one in former.answers.values()
        ]
    return found


def _kept_texts(glass: BreakGlass) -> Iterator[Text]:
    """Yield what both shared before it was changed during a hold, the oldest first."""
    taken_back = Conversation.objects.filter(mentorship_id=glass.mentorship_id, taken_back_at__isnull=False)
    gone = set(Note.objects.filter(conversation__in=taken_back).values_list("id", flat=True))
    gone |= set(Debrief.objects.filter(conversation__in=taken_back).values_list("id", flat=True))
    kept = KeptText.objects.filter(
        hold_id=glass.thing_id, hold__mentorship_id=glass.mentorship_id, is_shared=True
    ).select_related("author")
    for one in kept.exclude(row_id__in=gone).order_by("kept_at"):
        whose = one.author.display_name if one.author else ""
        until = _until(whose, one.kept_at)
        words = one.opened()
        said = words.values() if isinstance(words, dict) else [words]
        # what a debrief said before its last change is among the texts of its own
        yield from (Text(until, str(text)) for text in said if text and not isinstance(text, list))


def _until(name: str, moment: datetime) -> str:
    day = date_format(institution_day(moment), "j F Y")
    return _("%(name)s, until %(day)s") % {"name": name, "day": day}


def why_of(glass: BreakGlass) -> dict[str, str]:
    """Return why it was asked for, and who of counsel wants the two told later. Whoever asks has found it."""
    return dict(glass.opened())


def hold_on(pair: Mentorship) -> PreservationHold | None:
    """Return the hold that is on a pair's records now."""
    return PreservationHold.objects.filter(mentorship=pair, lifted_at=None).select_related("asked_by").first()


def is_waiting(glass: BreakGlass) -> bool:
    """Tell whether a second person can still decide."""
    return glass.decision == GlassDecision.OPEN and now() - glass.asked_at <= ASKED_FOR
