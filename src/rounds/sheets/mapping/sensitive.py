"""Recognize columns that matching does not need and that a hospital would rather not copy: they stay out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rounds.sheets.text import clean, fold

# reason -> patterns over folded header words
HEADERS: dict[str, re.Pattern[str]] = {
    "identity": re.compile(
        r"\b(gender|sex|pronouns?|ethnic\w*|race|racial|hispanic|latin[oax]|religio\w*|faith|sexual|sexuality|lgbt\w*|transgender|"
        r"identity|identit(y|ies)|national(ity| origin)|citizen\w*|immigra\w*|visa|tribal?|tribe|indigenous|underrepresented|urim|urm|minority|"
        r"veteran|political|union member\w*|caste|characteristics?|protected characteristics?|marital|married|spouse|partners? name|children|"
        r"parental status|caregiver)\b"
    ),
    "health": re.compile(
        r"\b(disabilit\w*|disabled|accommodations?|accomodations?|health (condition|status|issue|concern|problem|history|information)s?|medical (condition|history|record|leave|information|status)s?|"
        r"mrn|diagnos\w*|allerg\w*|diet\w*|vaccin\w*|immuniz\w*|immunis\w*|covid|pregnan\w*|medications?|meds|mental health|illness|disease|hiv\w*|std|sti|"
        r"blood (type|group)|height|weight|bmi|bp (systolic|diastolic)|next of kin\w*|given birth|num children|interpreter needed)\b"
    ),
    "birth": re.compile(r"\b(dob|birth\w*|birth date|date of birth|born|age|bday|yob|year of birth)\b"),
    "government": re.compile(
        r"\b(ssn|social security|social insurance|national insurance|passport\w*|drivers? licen[sc]e|license plate|taxpayer|tin|itin|dea number|medicare|medicaid|bank|routing number|iban|"
        r"salary|compensation|pay grade|wage)\b"
    ),
    "home": re.compile(
        r"\b(home (address|addr\w*|street|city|zip|phone|postal|state|email|tel\w*)|residential address|street( address)?|mailing address|postal address|personal (address|phone|cell|mobile|email)|"
        r"zip( code)?|postal code|postcode|emergency (contact|phone)\w*|ec phone|address line \d|address \d|permanent address)\b"
    ),
}
# what the words above must not catch
HARMLESS = re.compile(
    r"\b(email address|e mail address|work address|(hospital|professional|leadership|team|programs?) identity|match\w* characteristics?|"
    r"parent program|pay it forward)\b"
)
FREE_TEXT = re.compile(
    r"\b(biograph\w*|bio|about (me|you|yourself)|tell us about yourself|personal statement|short bio)\b"
)

IDENTITY_VALUES = {
    *("male", "female", "man", "woman", "non binary", "nonbinary", "gay", "lesbian"),
    *("bisexual", "transgender", "asexual", "asexual or aromantic", "queer", "straight"),
    *("heterosexual", "cisgender", "hispanic", "non hispanic", "white", "black", "asian"),
    *("african american", "black or african american", "american indian"),
    *("pacific islander", "native american", "caucasian", "latino", "latina", "latinx"),
    *("christian", "muslim", "jewish", "hindu", "buddhist", "sikh", "catholic", "she her"),
    *("he him", "they them", "she her hers", "he him his", "they them theirs", "single"),
    *("divorced", "widowed", "m", "f", "disabled", "ethnic minority", "two or more races"),
    *("middle eastern", "transsexual", "pansexual", "quaker"),
}
SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
STREET = re.compile(
    r"\d+\s+\S+.*\b(st|street|ave|avenue|rd|road|blvd|boulevard|ln|lane|dr|drive|ct|court|way|apt|po box)\b\.?.*",
    re.IGNORECASE,
)


def reason_to_leave_out(header: str, values: Sequence[str]) -> str:
    """Return identity, health, birth, government, home or free_text, or "" for a column without such content."""
    words = fold(header)
    if words in ("address", "addr", "home") or re.search(r"\bhome addr", words):
        return "home"
    if not HARMLESS.search(words):
        for reason, pattern in HEADERS.items():
            if pattern.search(words):
                return reason
    if FREE_TEXT.search(words):
        return "free_text"
    return _reason_in_values(values)


def _reason_in_values(values: Sequence[str]) -> str:
    texts = [clean(value) for value in values[:500] if value.strip()]
    if not texts:
        return ""
    if sum(1 for text in texts if SSN.fullmatch(text)) > len(texts) * 0.5:
        return "government"
    if sum(1 for text in texts if STREET.fullmatch(text)) > len(texts) * 0.5:
        return "home"
    items = [fold(item) for text in texts for item in re.split(r"[,;|/]", text) if item.strip()]
    known = sum(1 for item in items if item in IDENTITY_VALUES)
    return "identity" if items and known > len(items) * 0.6 else ""
