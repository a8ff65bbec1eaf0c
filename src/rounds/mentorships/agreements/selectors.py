"""Reads of agreements: both see the text, the program office whether both have signed."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.errors import NotFound
from rounds.mentorships.agreements.values.terms import Difference, Terms, default_terms, differences
from rounds.mentorships.models import AgreementPaper, AgreementVersion, Mentorship, StandingTerms
from rounds.mentorships.selectors import own_mentorship_for, own_mentorships
from rounds.programs.enums import Side
from rounds.programs.models import Enrollment

FIRST_REVIEW = timedelta(days=90)
# So long before a year ends something can still be changed.
LAST_REVIEW = timedelta(days=30)


@dataclass(frozen=True)
class Agreement:
    """The agreement of a pair as one of the two sees it."""

    pair: Mentorship
    versions: list[AgreementVersion]
    in_force: AgreementVersion | None
    pending: AgreementVersion | None
    # What the pending one would change in what is in force, else in what the other had proposed; all when that is nothing.
    changes: list[Difference]
    waits_for_reader: bool

    @property
    def newest(self) -> int:
        """Return the number of the newest version, 0 for none."""
        return self.versions[0].number if self.versions else 0

    @property
    def terms(self) -> list[Difference]:
        """Return every term in force."""
        return differences(None, terms_of(self.in_force)) if self.in_force else []

    @property
    def is_due(self) -> bool:
        """Tell whether the day has come on which the two look at it again."""
        in_force = self.in_force
        return in_force is not None and self.pending is None and in_force.review_on <= institution_today()


@dataclass(frozen=True)
class SignedTerms:
    """What follows from an agreement in force: how often, how long, since when, when it is looked at again."""

    interval_days: int
    minutes: int
    signed_on: date
    review_on: date


def terms_of(version: AgreementVersion) -> Terms:
    """Return the terms of a version. Whoever calls this has found it for one of the two."""
    return Terms.from_json(version.opened())


def agreement_for(viewer: Viewer, mentorship_id: UUID) -> Agreement:
    """Return the agreement of an own pair; NotFound to everybody else."""
    pair = own_mentorship_for(viewer, mentorship_id)
    versions = list(
        AgreementVersion.objects.filter(mentorship=pair)
        .prefetch_related("signatures")
        .select_related("proposed_by")
        .order_by("-number")
    )
    in_force = next((one for one in versions if len(one.signatures.all()) == 2), None)
    newest = versions[0] if versions else None
    pending = newest if newest is not None and newest is not in_force else None
    mine = [one for one in versions if any(row.person_id == viewer.own_id for row in one.signatures.all())]
    waits = pending is not None and pending not in mine
    # an own proposal is compared with what is in force, never with an earlier one that nobody has signed
    theirs = [one for one in versions if pending and one.proposed_by_id != pending.proposed_by_id]
    before = in_force or next(iter(theirs), None)
    changes = differences(terms_of(before) if before else None, terms_of(pending)) if pending else []
    return Agreement(pair, versions, in_force, pending, changes, waits)


def paper_for(viewer: Viewer, agreement_id: UUID) -> AgreementPaper:
    """Return the document of a version to one of its two people; NotFound to everybody else, and while there is none."""
    pairs = own_mentorships(viewer).order_by().values("id")
    found: AgreementPaper | None = (
        AgreementPaper.objects.filter(version_id=agreement_id, version__mentorship_id__in=pairs)
        .select_related("version")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def pdf_of(paper: AgreementPaper) -> bytes:
    """Return the bytes of a document as they were written. Whoever asks has found it for one of the two."""
    return base64.b64decode(paper.opened()["pdf"])


def list_papers(pair: Mentorship) -> list[AgreementPaper]:
    """Return the documents of a pair's agreements without their bytes, newest first."""
    papers = AgreementPaper.objects.filter(version__mentorship=pair).select_related("version").defer("sealed")
    return list(papers.order_by("-version__number"))


def review_day(pair: Mentorship, after: timedelta) -> date:
    """Return the day on which a pair looks at its agreement again: before its year is over, where days are left for it."""
    today = institution_today()
    last = pair.cycle.ends_on - LAST_REVIEW
    return min(today + after, last) if last > today else today + after


def first_terms(agreement: Agreement) -> Terms:
    """Return what a proposal begins with: the newest version, else the mentor's usual terms, else the defaults."""
    review_on = review_day(agreement.pair, FIRST_REVIEW)
    if agreement.versions:
        newest = terms_of(agreement.versions[0])
        return newest if newest.review_on > institution_today() else newest.reviewed_on(review_on)
    standing = StandingTerms.objects.filter(enrollment_id=agreement.pair.mentor_enrollment_id).first()
    return Terms.from_json(standing.opened()).reviewed_on(review_on) if standing else default_terms(review_on)


def standing_terms_of(enrollment: Enrollment) -> Terms:
    """Return a mentor's usual terms, or the defaults."""
    standing = StandingTerms.objects.filter(enrollment=enrollment).first()
    return (
        Terms.from_json(standing.opened()) if standing else default_terms(institution_today() + FIRST_REVIEW)
    )


def own_mentor_enrollment(viewer: Viewer, mentor_enrollment_id: UUID) -> Enrollment:
    """Return an enrollment of the viewer as a mentor; NotFound otherwise."""
    found: Enrollment | None = Enrollment.objects.filter(
        id=mentor_enrollment_id, person_id=viewer.own_id, side=Side.MENTOR
    ).first()
    if found is None:
        raise NotFound
    return found


def signed_terms_of(pair_ids: Iterable[UUID]) -> dict[UUID, SignedTerms]:
    """Return what is in force for pairs, by pair, without its text; one query."""
    return {
        pair_id: SignedTerms(interval_days, minutes, institution_day(proposed_at), review_on)
        for pair_id, interval_days, minutes, proposed_at, review_on in _signed(pair_ids=list(pair_ids))
    }


def ask_for_signed_terms(pairs: Iterable[Mentorship]) -> Ask:
    """Return what `signed_terms_of` will ask."""
    return _signed.asked(pair_ids=[pair.id for pair in pairs])


_signed: Prepared[tuple[UUID, int, int, datetime, date]] = Prepared(
    lambda pair_ids: (
        AgreementVersion.objects.filter(mentorship_id__in=among(pair_ids))
        .annotate(signed=Count("signatures"))
        .filter(signed=2)
        .order_by("number")
        .values_list("mentorship_id", "interval_days", "minutes", "proposed_at", "review_on")
    ),
    pair_ids=Ids(),
)


def pens_of(pair_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return who is asked to sign next, by pair; pairs of which nothing waits for a signature are left out."""
    newest = {row.mentorship_id: row for row in _unsealed(pair_ids=list(pair_ids))}
    return {
        pair_id: _other_of(row.mentorship, row.proposed_by_id)
        for pair_id, row in newest.items()
        if row.signed < 2
    }


def ask_for_pens(pairs: Iterable[Mentorship]) -> Ask:
    """Return what `pens_of` will ask."""
    return _unsealed.asked(pair_ids=[pair.id for pair in pairs])


_unsealed: Prepared[Any] = Prepared(
    lambda pair_ids: (
        AgreementVersion.objects.filter(mentorship_id__in=among(pair_ids))
        .annotate(signed=Count("signatures"))
        .select_related("mentorship")
        .only("number", "proposed_by_id", "mentorship__mentee_id", "mentorship__mentor_id")
        .order_by("number")
    ),
    pair_ids=Ids(),
)


def _other_of(pair: Mentorship, person_id: UUID) -> UUID:
    return pair.mentee_id if person_id == pair.mentor_id else pair.mentor_id
