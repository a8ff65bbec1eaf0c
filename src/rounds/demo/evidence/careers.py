"""Ten years of the faculty's working lives: appointed, promoted, some gone; with seats and awards, as a personnel history brings them."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.database.scope import current_institution_id
from rounds.insights.enums import Kind, Level, Precision, Source
from rounds.insights.selectors.outcomes import outcomes_of
from rounds.insights.services.bringing import Brought, bring_outcomes, key_of
from rounds.insights.services.outcomes import Fact, check_outcome, record_outcome
from rounds.people.enums import Tier
from rounds.people.models import CareerStage, Person

YEAR = 365
MIX = {Tier.JUNIOR_FACULTY: 2, Tier.MID_CAREER: 1}
LEAVERS = 70
RANKS = ("Associate professor", "Professor")
WHYS = ("other_post", "other_post", "other_post", "retired", "private", "not_renewed", "not_said")
FACULTY = (Tier.JUNIOR_FACULTY, Tier.MID_CAREER, Tier.EXECUTIVE)


def bring_history(random: Random, by: Viewer, day: date, leavers: list[Person]) -> None:
    """Bring a personnel history of all faculty, with those who left, and outcomes of some."""
    stages = CareerStage.objects.filter(tier__in=FACULTY, to_on=None).select_related("person")
    here = [stage.person for stage in stages.order_by("person__folded_family", "person__email")]
    rows: list[Brought] = []
    for number, person in enumerate(here):
        appointed = day - timedelta(days=random.randint(200, 10 * YEAR))
        rows += _career(random, person, f"E{number:05}", appointed, day)
    for number, person in enumerate(leavers):
        appointed = day - timedelta(days=random.randint(2 * YEAR, 10 * YEAR))
        left = appointed + timedelta(days=random.randint(150, max(200, (day - appointed).days - 90)))
        rows += _career(random, person, f"L{number:05}", appointed, left, why=random.choice(WHYS))
        Person.objects.filter(id=person.id).update(left_on=left)
        CareerStage.objects.filter(person=person).update(from_on=appointed, to_on=left)
    seen = {person.id: day for person in here}
    bring_outcomes(rows, source=Source.HR, by=by, reason="Newer file", seen=seen)


def _career(
    random: Random, person: Person, number: str, appointed: date, until: date, *, why: str = ""
) -> list[Brought]:
    facts = [Fact(Kind.APPOINTMENT, appointed, Precision.DAY, details="Assistant professor")]
    rises = appointed
    for rank in RANKS:
        rises += timedelta(days=random.randint(3 * YEAR, 8 * YEAR))
        if rises < until:
            facts.append(Fact(Kind.PROMOTION, rises.replace(day=1), Precision.MONTH, details=rank))
    if random.random() < 0.15 and (until - appointed).days > YEAR:
        on = appointed + timedelta(days=random.randint(100, (until - appointed).days))
        facts.append(Fact(Kind.SEAT, on, Precision.DAY, "", Level.INSTITUTION, "Quality committee"))
    facts += _work(Random(f"work of {number}"), appointed, until)  # noqa: S311  # nosec B311
    facts += _more_work(Random(f"more of {number}"), facts, appointed, until)  # noqa: S311  # nosec B311
    if why:
        facts.append(Fact(Kind.DEPARTURE, until, Precision.DAY, why))
    return [Brought(person.id, one, key_of(number, one.kind, one.on)) for one in facts]


def _work(random: Random, appointed: date, until: date) -> list[Fact]:
    """Invent quality projects and grants, with a draw of their own so that nobody's dates move."""
    facts = []
    for kind, share, words in (
        (Kind.QI_SUBMITTED, 0.3, "Fewer falls on the ward"),
        (Kind.GRANT_AWARDED, 0.12, "Pilot grant"),
    ):
        if random.random() < share and (until - appointed).days > YEAR:
            on = until - timedelta(days=random.randint(1, (until - appointed).days - 1))
            facts.append(Fact(kind, on, Precision.DAY, details=words))
    return facts


def _more_work(random: Random, facts: list[Fact], appointed: date, until: date) -> list[Fact]:
    """Invent roles, proposals and credentials, and how quality projects ended."""
    found = []
    for kind, share, words in (
        (Kind.ROLE, 0.2, "Section lead"),
        (Kind.PROPOSAL, 0.15, "Observation unit"),
        (Kind.CREDENTIAL, 0.12, "FACHE"),
    ):
        if random.random() < share and (until - appointed).days > YEAR:
            on = until - timedelta(days=random.randint(1, (until - appointed).days - 1))
            found.append(Fact(kind, on, Precision.DAY, details=words))
    for one in facts:
        ends = one.on + timedelta(days=random.randint(120, 500))
        if one.kind == Kind.QI_SUBMITTED and ends < until and random.random() < 0.8:
            how = Kind.QI_MET if random.random() < 0.55 else Kind.QI_COMPLETED
            found.append(Fact(how, ends, Precision.DAY, details=one.details))
    return found


def record_for_named(by: Viewer, mentee: Person, day: date) -> None:
    """Record two outcomes of the mentee who can sign in, of which one is wrong, she says; a third is only proposed."""
    talk = Fact(Kind.TALK, day - timedelta(days=40), details="Grand rounds: handoffs at night")
    award = Fact(
        Kind.AWARD, day - timedelta(days=90), Precision.MONTH, "", Level.DEPARTMENT, "Teaching award"
    )
    for fact in (talk, award):
        record_outcome(person=mentee, fact=fact, by=by)
    # proposed by a public file: she has not said yet whether it is hers
    paper = Fact(
        Kind.PUBLICATION, day - timedelta(days=150), Precision.MONTH, details="Handoffs at night: a trial"
    )
    found = [Brought(mentee.id, paper, f"{mentee.id}:pmid:00000000")]
    bring_outcomes(found, source=Source.PUBLIC, by=by, reason="Newer file")
    own = Viewer(current_institution_id(), mentee.user_id, mentee.id, mentee.full_name)
    wrong = next(row.event for row in outcomes_of(mentee.id) if row.event.kind == Kind.AWARD)
    check_outcome(event_id=wrong.id, said="wrong", checker="owner", by=own)


def figures_stand(by: Viewer) -> UUID:
    """Let the figures of the demo be worked out as of today."""
    from rounds.insights.services.cutting import make_figures  # loads the engine: no page needs it

    return make_figures(by=by).id
