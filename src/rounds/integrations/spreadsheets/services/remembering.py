"""What was decided about columns and words, kept for the next file; nothing about single people."""

import re
from dataclasses import asdict
from typing import Any, Final

from rounds.core.clock import now
from rounds.integrations.spreadsheets.models import RememberedAnswers, SpreadsheetImport
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.sheets import Answers, Kind
from rounds.sheets.cells.names import DEGREE
from rounds.sheets.text import answer_key

# Words that mean the same in every file of an institution are kept once, whatever the columns are called.
ANY_FILE: Final = "words"
PLACES: Final = {"department", "site", "training_program"}
NAMES: Final = {Kind.FULL_NAME, Kind.GIVEN, Kind.FAMILY}
VOCABULARY: Final = {Kind.CHOICE, Kind.CHOICES, Kind.PGY, Kind.YES_NO, Kind.DAY_PARTS}
COUNTS: Final = {Kind.INTEGER, Kind.NUMBER}


def recall(kind: str, header_digest: str) -> Answers:
    """Return what was decided for these columns, and what words mean in every file."""
    found = {
        (one.kind, one.header_digest): Answers.from_json(one.answers)
        for one in RememberedAnswers.objects.filter(header_digest__in=[header_digest, ANY_FILE])
    }
    answers = found.get((kind, header_digest), Answers())
    general = found.get(("", ANY_FILE), Answers())
    catalog = catalog_for(kind)
    for key, words in general.values.items():
        if key in catalog.index:
            answers.values[key] = {**words, **answers.values.get(key, {})}
    return answers


def remember(spreadsheet: SpreadsheetImport) -> None:
    """Keep the answers of an import that is written."""
    answers = Answers.from_json(spreadsheet.opened()["answers"]).to_remember()
    catalog = catalog_for(spreadsheet.kind)
    general: dict[str, dict[str, Any]] = {}
    own: dict[str, dict[str, Any]] = {}
    for key, words in answers.values.items():
        if key not in catalog.index:
            continue
        kind = catalog.index[key].kind
        if key in PLACES:
            # a place that was made is on record; only what a word means instead is kept
            general[key] = {
                word: said for word, said in words.items() if said and answer_key(str(said)) != word
            }
        elif kind in NAMES:
            for name in ("full_name", "first_name", "last_name"):
                general.setdefault(name, {}).update(
                    {word: said for word, said in words.items() if said == DEGREE}
                )
        elif kind in VOCABULARY:
            own[key] = dict(words)
        elif kind in COUNTS:
            own[key] = {word: said for word, said in words.items() if not re.search(r"\d", word)}
    answers.values = own
    _keep(spreadsheet.kind, spreadsheet.header_digest, answers)
    if any(general.values()):
        known = RememberedAnswers.objects.filter(kind="", header_digest=ANY_FILE).first()
        before = Answers.from_json(known.answers).values if known else {}
        merged = {key: {**before.get(key, {}), **general.get(key, {})} for key in {*before, *general}}
        _keep("", ANY_FILE, Answers(values=merged))


def _keep(kind: str, header_digest: str, answers: Answers) -> None:
    RememberedAnswers.objects.update_or_create(
        kind=kind, header_digest=header_digest, defaults={"answers": asdict(answers), "changed_at": now()}
    )
