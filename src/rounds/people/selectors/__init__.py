"""Reads about people, by noun."""

from rounds.people.selectors.directory import (
    DirectoryRow,
    PeopleFilter,
    filter_counts,
    filter_people,
    list_leavers,
    rows_of,
)
from rounds.people.selectors.duplicates import Comparison, DuplicatePair, compare_records, list_duplicates
from rounds.people.selectors.people import (
    current_stages,
    held_roles,
    list_people,
    own_person,
    people_for,
    person_for,
    person_of_user,
    search_people,
)
from rounds.people.selectors.records import PersonRecord, record_for, training_of
from rounds.people.selectors.structure import (
    counts_of_steps,
    get_place,
    get_training_program,
    items_of,
    list_departments,
    list_roll_overs,
    list_sites,
    list_training_programs,
    members_of,
    roll_over_for,
    setup_steps,
    sites_by_name,
)
from rounds.people.selectors.two_hats import trainees_judged_by

__all__ = [
    "Comparison",
    "DirectoryRow",
    "DuplicatePair",
    "PeopleFilter",
    "PersonRecord",
    "compare_records",
    "counts_of_steps",
    "current_stages",
    "filter_counts",
    "filter_people",
    "get_place",
    "get_training_program",
    "held_roles",
    "items_of",
    "list_departments",
    "list_duplicates",
    "list_leavers",
    "list_people",
    "list_roll_overs",
    "list_sites",
    "list_training_programs",
    "members_of",
    "own_person",
    "people_for",
    "person_for",
    "person_of_user",
    "record_for",
    "roll_over_for",
    "rows_of",
    "search_people",
    "setup_steps",
    "sites_by_name",
    "trainees_judged_by",
    "training_of",
]
