"""Words that look like a patient: a question before they are saved, never a wall, and nothing of it is kept."""

import re

_RECORD_NUMBER = re.compile(
    r"\b(MRN|medical record|record (no|number)|chart (no|number))\b\W{0,3}[\w-]{0,20}", re.I
)
# a name in front of it or behind: "Patient John Smith", "Mr. J. Smith"
_NAMED = re.compile(r"\b(?:[Pp]atient|[Pp]t\.?|Mr\.?|Mrs\.?|Ms\.?)\s+(?:[A-Z][\w'’.-]+\s+){0,2}[A-Z][\w'’-]+")
_BED = re.compile(r"\b(bed|bay)\s*(no\.?|number|#)?\s*\d+[a-z]?\b", re.I)
_BIRTH = re.compile(r"\b(DOB|date of birth|born (on )?\d)[^\n]{0,15}", re.I)
_AGE = re.compile(r"\b\d{1,3}\s*-?\s*(year|yr|month|week|day)s?\s*-?\s*old\b|\b\d{1,3}\s*(y/o|yo|[MF])\b")
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
_LONG_NUMBER = re.compile(r"\b\d{6,10}\b")


def patient_words(text: str) -> list[str]:
    """Return what in a text looks like a patient, as it was written; empty for most texts.

    A record number, a bed or a date of birth is enough by itself. An age asks for a date or a long number beside it:
    people speak of ages and of days for other reasons. A name is named beside any of these, never by itself: people
    speak of colleagues as Mr. and Ms., too.
    """
    found = [one[0] for pattern in (_RECORD_NUMBER, _BED, _BIRTH) for one in pattern.finditer(text)]
    ages = [one[0] for one in _AGE.finditer(text)]
    numbers = [one[0] for pattern in (_DATE, _LONG_NUMBER) for one in pattern.finditer(text)]
    if ages and numbers:
        found += ages + numbers
    if found:
        found = [one[0] for one in _NAMED.finditer(text)] + found
    return list(dict.fromkeys(" ".join(one.split()) for one in found))
