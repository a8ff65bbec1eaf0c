"""What both sides say about meeting: ways, languages, times, and with whom not."""

from __future__ import annotations

from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.targets.vocabularies import MODALITIES

MODALITY = Target(
    "modality",
    "Ways to meet",
    Kind.CHOICES,
    (
        *("meeting preference", "modality", "meeting modality", "preferred modality"),
        *("meeting format", "virtual or in person", "in person or virtual"),
        *("how would you like to meet", "way to meet", "preferred meeting format"),
        *("meeting mode", "format", "mode meeting"),
    ),
    choices=MODALITIES,
)
LANGUAGES = Target(
    "languages",
    "Languages",
    Kind.LIST,
    (
        *("language", "languages spoken", "spoken languages", "languages you speak"),
        *("other languages", "language spoken fluently"),
    ),
    many=True,
)
AVAILABILITY = Target(
    "availability",
    "Availability",
    Kind.DAY_PARTS,
    (
        *("availability", "available times", "when are you available", "when are you free"),
        *("free", "best times to meet", "preferred meeting times", "times available"),
        *("available", "best time", "days available", "weekly availability", "preferred times"),
    ),
    many=True,
)
EXCLUSIONS = Target(
    "exclusions",
    "Not to be paired with",
    Kind.PEOPLE,
    (
        *("exclusion", "do not match with", "not to be matched with", "not be matched with"),
        *("cannot be matched with", "conflict of interest with", "do not pair with"),
        *("mentors you cannot work with", "not matched with", "people you can not work with"),
        *("avoid", "conflicts", "not to be paired with", "not paired with"),
    ),
    many=True,
)
