"""Who has power over whom, as recorded today; who is a resident; who rates how much this year."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.people.enums import Tier, TrainingKind
from rounds.people.models import AuthorityLine, Person, RoleAssignment, TrainingProgramMember
from rounds.people.selectors.origins import lineages
from rounds.people.selectors.people import current_stages, is_here, is_named
from rounds.sheets.cells.name_words import TITLES, bare
from rounds.sheets.cells.names import split_name
from rounds.surveys.enums import NominationState, RoundState
from rounds.surveys.feedback360.values.limits import RATINGS_A_YEAR
from rounds.surveys.models import Nomination, Round360

# the academic year begins in July
FIRST_MONTH = 7
RUNS = (Role.FACULTY_DEVELOPER, Role.COORDINATOR)
LEADS_TRAINING = (TrainingKind.DIRECTOR, TrainingKind.ASSOCIATE_DIRECTOR, TrainingKind.CCC_MEMBER)


def runs_round(viewer: Viewer, found: Round360) -> bool:
    """Tell whether the viewer plans a round and approves its raters: of the office, outside the line."""
    own = viewer.person_id
    if own is None or not viewer.has(*RUNS, scope_id=found.scope_id):
        return False
    return is_outside(own, found.subject_id, found.line_manager_id)


def is_outside(person_id: UUID, subject_id: UUID, line_manager_id: UUID) -> bool:
    """Tell whether somebody is outside the line of a round: who debriefs it, who runs it, whose home shows it."""
    two = {subject_id, line_manager_id}
    return person_id not in two and not has_say_over(person_id, [subject_id]) and not came_by(person_id, two)


def came_by(person_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Return which of some people brought somebody in, at any remove: one's own creature decides nothing about one."""
    return lineages([person_id])[person_id] & (set(people) - {person_id})


def has_say_over(person_id: UUID, subjects: Collection[UUID]) -> set[UUID]:
    """Return over whose evaluation or training somebody has a say today: by a line of authority, or as who leads the training."""
    today = open_on(institution_today())
    if RoleAssignment.objects.filter(today, person_id=person_id, role=Role.RESIDENCY_DIRECTOR).exists():
        return set(subjects)
    lines = AuthorityLine.objects.filter(today, over_id=person_id, subject_id__in=among(subjects))
    members = TrainingProgramMember.objects.filter(today)
    led = members.filter(person_id=person_id, kind__in=LEADS_TRAINING).values("training_program_id")
    trained = members.filter(kind=TrainingKind.RESIDENT, training_program_id__in=led)
    mine = trained.filter(person_id__in=among(subjects)).values_list("person_id", flat=True)
    return {*lines.values_list("subject_id", flat=True), *mine}


def supervisors_of(subject_id: UUID) -> list[UUID]:
    """Return who has authority over a person today, in the order in which it was recorded."""
    rows = AuthorityLine.objects.filter(open_on(institution_today()), subject_id=subject_id)
    return list(dict.fromkeys(rows.order_by("from_on", "id").values_list("over_id", flat=True)))


def is_resident(person_id: UUID) -> bool:
    """Tell whether somebody is a resident, who has required multisource evaluations already."""
    stage = current_stages([person_id]).get(person_id)
    return stage is not None and stage.tier == Tier.RESIDENT


def year_begins(day: date) -> date:
    """Return the first day of the academic year of a day."""
    return date(day.year - (day.month < FIRST_MONTH), FIRST_MONTH, 1)


def ratings_of(people: Collection[UUID]) -> Counter[UUID]:
    """Return of how many people each of these is a rater this academic year, asked or about to be."""
    rows = Nomination.objects.filter(
        person_id__in=among(people),
        state=NominationState.APPROVED,
        created_at__date__gte=year_begins(institution_today()),
    )
    return Counter(rows.exclude(round__state=RoundState.STOPPED).values_list("person_id", flat=True))


def ratings_left(people: Collection[UUID]) -> dict[UUID, int]:
    """Return how many ratings more each of these may be asked for this academic year."""
    used = ratings_of(people)
    return {person: max(0, RATINGS_A_YEAR - used[person]) for person in people}


def search_raters(text: str, *, limit: int = 8) -> list[Person]:
    """Return people who work here and whose name holds the words; names alone are searched, never addresses."""
    if len(text.strip()) < 2:
        return []
    found = Person.objects.filter(is_here(institution_today()), is_named(text), merged_into=None)
    return list(found.filter(~Q(email="")).order_by("folded_family", "folded_given")[:limit])


def without_titles(text: str) -> str:
    """Return a name as people write it, such as “Dr. Ana Reyes, MD”, without its titles and degrees."""
    split = split_name(text)
    if split.name is not None:
        return " ".join(split.name).strip()
    words = text.split()
    while len(words) > 1 and bare(words[0]) in TITLES:
        words = words[1:]
    return " ".join(words)


def person_named(text: str, *, field: str = "who") -> Person:
    """Return the one person here with a name or e-mail address. Raises DomainError for nobody and for several."""
    words = text.strip()
    if "@" in words:
        found = list(
            Person.objects.filter(is_here(institution_today()), email__iexact=words, merged_into=None)[:1]
        )
    else:
        found = search_raters(words) or search_raters(without_titles(words))
        same = [
            one
            for one in found
            if words.casefold() in (one.full_name.casefold(), one.display_name.casefold())
            or without_titles(words).casefold() == one.full_name.casefold()
        ]
        found = same if len(same) == 1 else found
    if not found:
        raise DomainError(
            _("Nobody here is called “%(words)s”. Type part of a name, or the whole e-mail address.")
            % {"words": words},
            field=field,
        )
    if len(found) > 1:
        names = ", ".join(one.display_name for one in found)
        raise DomainError(
            _("Several people fit: %(names)s. Type the whole name, or the e-mail address.")
            % {"names": names},
            field=field,
        )
    return found[0]
