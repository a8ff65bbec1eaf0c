"""Say how well the name of a column fits a target, whatever its values are.

A name counts when it holds all words of a synonym and few others. Words that point at somebody else
("assistant e-mail") never count.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rounds.sheets.reading.model import Column
from rounds.sheets.targets.target import Target
from rounds.sheets.text import fold

# a word and the spellings that mean it in column names
SPELLINGS = (
    ("address", "addr"),
    ("department", "dept", "dep"),
    ("level", "lvl"),
    ("year", "yr", "yrs"),
    ("meeting", "mtg"),
    ("preference", "pref", "prefs", "preferred", "prefer"),
    ("hour", "hrs"),
    ("month", "mo"),
    ("number", "num", "nbr", "no", "qty", "count"),
    ("name", "nm"),
    ("employee", "empl", "emp"),
    ("academic", "acad"),
    ("date", "dt"),
    ("program", "prog", "pgm", "programme"),
    ("associate", "assoc"),
    ("assistant", "asst"),
    ("director", "dir"),
    ("availability", "avail"),
    ("specialty", "spec", "specialities", "specialties"),
    ("provider", "prov"),
    ("faculty", "fac"),
    ("organization", "org", "organisation"),
    ("location", "loc"),
    ("language", "lang"),
    ("maximum", "max", "maximum"),
    ("phone", "ph", "tel", "telephone"),
    ("hospital", "hosp"),
    ("aspired", "aspiring", "aspire"),
    ("email", "mail"),
    ("division", "div"),
    ("service", "svc"),
    ("manager", "mgr"),
    ("supervisor", "sup"),
    ("experience", "exp"),
    ("mentoring", "mentorship"),
)
SHORT = {short: word for word, *shorts in SPELLINGS for short in shorts}
STOP = {
    *("what", "is", "your", "the", "of", "a", "an", "do", "you", "are", "in", "for", "to"),
    *("please", "enter", "select", "list", "which", "would", "like", "we", "should", "at"),
    *("on", "with", "this", "that", "most", "check", "all", "apply", "optional"),
    *("required", "desc", "cd", "and", "or", "be", "i", "my", "me", "can", "have", "any"),
    *("it", "if", "by", "as", "choose", "one", "up", "s", "us", "our", "their", "provide"),
    *("specify", "indicate", "has", "did", "will", "x", "y", "n", "when", "value", "field"),
    *("col", "column", "txt", "text", "new", "top"),
}
# words that say whose a value is, when it is not the person of the row
OTHERS = {
    *("assistant", "secretary", "supervisor", "manager", "director", "chief", "chair"),
    *("emergency", "spouse", "parent", "partner", "alternate", "secondary", "personal"),
    *("previous", "former", "past", "old", "backup", "admin", "coordinator", "evaluator"),
    *("advisor", "sponsor", "mentor", "mentee", "referrer", "reference", "delegate"),
    *("mother", "father", "next", "recruiter", "nominator", "nominated", "colleague"),
    *("interviewer", "other", "last", "first", "not", "reason", "why", "comment", "note"),
}
SELF = {
    "provider",
    "physician",
    "faculty",
    "employee",
    "trainee",
    "resident",
    "fellow",
    "participant",
    "staff",
    "learner",
    "person",
    "applicant",
    "member",
}
WEAK = {
    "name",
    "date",
    "number",
    "level",
    "program",
    "mentor",
    "mentee",
    "leadership",
    "skill",
    "current",
    "year",
}
PARENTHESIS = re.compile(r"\(.*?\)|\[.*?\]")


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Reduce a name to its telling words, in order: "E-mail addr." is (email, address)."""
    folded = re.sub(r"\be mail\b", "email", fold(text).replace("e mails", "e mail"))
    folded = re.sub(r"\b\d+ \d+\b|\b\d+\b", " ", folded)
    words = []
    for given in folded.split():
        long = SHORT.get(given, given)
        plural = len(long) > 3 and long.endswith("s") and not long.endswith(("ss", "us", "is"))
        word = SHORT.get(long[:-1], long[:-1]) if plural else long
        if word not in STOP and (len(word) > 1 or not word.isascii()):
            words.append(word)
    return tuple(words)


def _weight(words: set[str]) -> float:
    return sum(0.7 if word in WEAK else 1.0 for word in words)


def name_score(header: str, synonym: str, own: set[str]) -> float:
    """Return 1 for the same words, less for each word too many, 0 for a word missing or of somebody else."""
    have, need = set(words_of(header)), set(words_of(synonym))
    if not need or not need <= have:
        return 0.0
    extra = have - need
    if extra & (OTHERS - own):
        return 0.0
    penalty = sum(0.1 if word in SELF or word in own else 0.45 for word in extra)
    return _weight(need) / (_weight(need) + penalty)


def forms_of(column: Column) -> list[str]:
    """Return the names of a column, each without its parentheses too where words are left."""
    forms = []
    for name in (column.header, *column.aliases):
        bare = PARENTHESIS.sub(" ", name)
        forms.extend([name, bare] if words_of(bare) and bare != name else [name])
    return forms


def best_name_score(column: Column, target: Target, own: set[str]) -> float:
    return max(
        (
            name_score(form, synonym, own)
            for form in forms_of(column)
            for synonym in (target.label, *target.synonyms)
        ),
        default=0.0,
    )
