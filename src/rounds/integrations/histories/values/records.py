"""Reading what is public of somebody: an ORCID record (JSON) and PubMed (nbib, XML). An ORCID iD says who is meant, a name never."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree  # nosec B405

from rounds.core.reading import read_number
from rounds.integrations.histories.values.lines import EARLIEST, Line, Read
from rounds.people.values.identifiers import clean_orcid
from rounds.sheets.cells.dates import month_of

# part of a record: its list, what it is here, whether its last day counts
PARTS = (
    ("works", "work-summary", "publication", False),
    ("fundings", "funding-summary", "grant_awarded", False),
    ("distinctions", "distinction-summary", "award", False),
    ("educations", "education-summary", "credential", True),
    ("qualifications", "qualification-summary", "credential", True),
)
FIELD = re.compile(r"^([A-Z]{2,4}) *- (.*)$")
DATED = re.compile(r"((?:19|20)\d\d)(?:\s+([A-Za-z]{3,9}|\d{1,2}))?(?:\s+(\d{1,2}))?", re.ASCII)
Day = tuple[date, str]


def read_record(data: bytes, today: date) -> Read | None:
    """Read a public file; None where it is none of these. What can't be read of one entry stays out and says why."""
    text = data.decode("utf-8-sig", "replace").lstrip()
    found = Read(is_public=True)
    if text.startswith("{") and "orcid-identifier" in text:
        entries = _of_orcid(text, found)
    elif text.startswith("<") and "<PubmedArticle" in text:
        entries = _of_xml(text, found)
    elif re.match(r"PMID *- ", text):
        entries = _of_nbib(text, found)
    else:
        return None
    for number, (orcid, kind, key, words, day) in enumerate(entries, 1):
        found.rows = number
        if not orcid:
            found.wrong.append((number, "", "nameless", words))
        elif day is None or day[0] < EARLIEST:
            found.wrong.append((number, "on", "no_day", words))
        elif day[0] > today:
            found.wrong.append((number, "on", "future", day[0].isoformat()))
        else:
            who = (("orcid", orcid),)
            found.lines.append(Line(number, who, kind, *day, details=words[:200], key=f"{orcid}:{key}"[:120]))
    return found


Entry = tuple[str, str, str, str, Day | None]


def _of_orcid(text: str, found: Read) -> Iterator[Entry]:
    try:
        record = json.loads(text)
        orcid = clean_orcid(str(record["orcid-identifier"]["path"])) or ""
        parts = record["activities-summary"] or {}
    except (ValueError, KeyError, TypeError, RecursionError):
        found.problem = "record"
        return
    for part, name, kind, is_end in PARTS:
        for one in _summaries(_at(parts, part), name):
            words = _words(one, part)
            code = _work_key(one) or f"{part}:{one.get('put-code', '')}"
            yield orcid, kind, code, words, _orcid_day(one, is_end=is_end)


def _summaries(part: Any, name: str) -> Iterator[Mapping[str, Any]]:
    """Yield one summary of each group: what several sources say of the same is one."""
    groups: list[Any] = next((part[key] for key in ("group", "affiliation-group") if _is_list(part, key)), [])
    for group in groups:
        rows = _at(group, "summaries") or _at(group, name) or []
        rows = [_at(row, name) or row for row in rows if isinstance(row, dict)]
        if rows:
            yield rows[0]


def _is_list(part: Any, key: str) -> bool:
    return isinstance(part, dict) and isinstance(part.get(key), list)


def _at(one: Any, *path: str) -> Any:
    for key in path:
        one = one.get(key) if isinstance(one, dict) else None
    return one


def _words(one: Mapping[str, Any], part: str) -> str:
    """Return what an entry is called, and who says so: the person, unless an organization does."""
    title = _at(one, "title", "title", "value") or one.get("role-title") or ""
    where = _at(one, "organization", "name") or _at(one, "journal-title", "value") or ""
    by = _at(one, "source", "source-name", "value") or ""
    is_own = not _at(one, "source", "source-client-id")
    said = "self-asserted" if is_own else f"says {by}"
    told = ", ".join(str(word) for word in (title, where) if word)
    return " ".join(f"{told or part} ({said})".split())


def _work_key(one: Mapping[str, Any]) -> str:
    """Return a PubMed number where there is one, so that the same article of two files is one."""
    for other in _at(one, "external-ids", "external-id") or []:
        if _at(other, "external-id-type") == "pmid":
            return f"pmid:{str(other.get('external-id-value', '')).strip()}"
    return ""


def _orcid_day(one: Mapping[str, Any], *, is_end: bool) -> Day | None:
    parts = one.get("end-date") if is_end else one.get("publication-date") or one.get("start-date")
    numbers = [_at(parts, name, "value") for name in ("year", "month", "day")]
    return _made(*numbers)


def _made(year: Any, month: Any = None, day: Any = None) -> Day | None:
    """Return a day as well as it is known."""
    try:
        first = date(int(year), int(month or 1), int(day or 1) if month else 1)
    except (ValueError, TypeError, OverflowError):
        return None
    return first, "day" if day and month else "month" if month else "year"


def _of_nbib(text: str, found: Read) -> Iterator[Entry]:
    for block in re.split(r"\n(?=PMID *- )", text):
        fields: dict[str, list[str]] = {}
        last = ""
        for line in block.splitlines():
            hit = FIELD.match(line)
            if hit:
                last = hit[1]
                fields.setdefault(last, []).append(hit[2].strip())
            elif last and line.startswith("      "):
                fields[last][-1] += f" {line.strip()}"
        number = (fields.get("PMID") or [""])[0]
        title = (fields.get("TI") or [number])[0]
        people = [one.removeprefix("ORCID:") for one in fields.get("AUID", []) if one.startswith("ORCID:")]
        yield from _authors(people, number, title, _named_day((fields.get("DP") or [""])[0]))


def _of_xml(text: str, found: Read) -> Iterator[Entry]:
    if "<!ENTITY" in text:
        found.problem = "record"
        return
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # nosec B314 -- entities are refused above
    except ElementTree.ParseError:
        found.problem = "record"
        return
    for one in root.iter("PubmedArticle"):
        number = (one.findtext(".//PMID") or "").strip()
        title = "".join(part.strip("\n") for node in one.iter("ArticleTitle") for part in node.itertext())
        when = one.find(".//Article/Journal/JournalIssue/PubDate")
        words = " ".join(when.itertext()) if when is not None else ""
        people = [
            node.text or "" for node in one.iterfind(".//Author/Identifier") if node.get("Source") == "ORCID"
        ]
        yield from _authors(people, number, title or number, _named_day(words))


def _authors(people: list[str], number: str, title: str, day: Day | None) -> Iterator[Entry]:
    """Yield an article once for each author with an ORCID iD; once as nobody's where none has one."""
    known = {orcid for one in people if (orcid := clean_orcid(one))}
    for orcid in sorted(known) or [""]:
        yield orcid, "publication", f"pmid:{number}", " ".join(title.split()), day


def _named_day(text: str) -> Day | None:
    """Return the day of "2021 Mar 15", "2021 Mar" or "2021"."""
    hit = DATED.match(" ".join(text.split()))
    if hit is None:
        return None
    month = hit[2] and (read_number(hit[2]) or month_of(hit[2]))
    return _made(hit[1], month, hit[3] if month else None)
