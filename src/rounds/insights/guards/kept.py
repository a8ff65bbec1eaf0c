"""What the database itself refuses: to change or remove an outcome, what was said of one, a cut, a figure, a
published measure, a decision.

Whose row it is may change, when two records of one person are merged; and a text may be emptied, when a person is forgotten.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import Guard, Trigger, kept_rows, postgres_function, sqlite_refusal
from rounds.insights.guards.units import UNITS

EVENT, CHECK = "insights_outcomeevent", "insights_check"
CUT, FIGURE = "insights_cut", "insights_figure"
DECISION = "insights_decisionrecord"
MEASURE = "insights_publishedmeasure"
_KEPT = {
    EVENT: (
        "An outcome is never changed or removed. Correct it: a correction is a row of its own.",
        (
            *(
                "kind",
                "why",
                "level",
                "from_on",
                "to_on",
                "source",
                "import_id",
                "recorded_at",
                "corrects_id",
            ),
            *("withdrawn", "institution_id"),
        ),
        ("details", "source_key", "reason"),
    ),
    CHECK: (
        "What was said of an outcome is never changed or removed. Say it anew.",
        ("event_id", "checker", "said", '"on"', "recorded_at", "institution_id"),
        (),
    ),
    CUT: (
        "A cut is never changed or removed.",
        ("as_of", "recorded_until", "blocks", "digest", "code", "made_at", "institution_id"),
        (),
    ),
    DECISION: (
        "A decision is never changed or removed. Write a further one.",
        (
            *("cycle_id", "saw", "changes", "stays", "look_again_on", "cut_id", "figures"),
            *("written_at", "institution_id"),
        ),
        (),
    ),
    MEASURE: (
        "A published measure is never changed or removed. Publish its next version.",
        ("key", "version", "definition", "digest", "published_at", "institution_id"),
        (),
    ),
    FIGURE: (
        "A figure that is out is never changed or removed.",
        ("cut_id", "measure", "version", "cycle_id", "program_id", "result", "digest", "institution_id"),
        (),
    ),
}

KEPT_TABLES = tuple(_KEPT)


def _changes(fixed: tuple[str, ...], emptied: tuple[str, ...], differs: str) -> str:
    other = [f"NEW.{name} {differs} OLD.{name}" for name in fixed]
    # the reason of a correction stays as a word that says nothing
    texts = [f"(NEW.{name} <> OLD.{name} AND NEW.{name} NOT IN ('', '-'))" for name in emptied]
    return " OR ".join([*other, *texts])


def _guard(table: str) -> Guard:
    message, fixed, emptied = _KEPT[table]
    in_sqlite, in_postgres = (_changes(fixed, emptied, one) for one in ("IS NOT", "IS DISTINCT FROM"))
    return kept_rows(table, message, name=f"{table}_kept", in_sqlite=in_sqlite, in_postgres=in_postgres)


_OUTCOMES = (_guard(EVENT), _guard(CHECK))
# The words of a check came later: they may be emptied, when a person is forgotten.
_WORDS = kept_rows(
    CHECK,
    _KEPT[CHECK][0],
    name=f"{CHECK}_words",
    in_sqlite=_changes((), ("words",), "IS NOT"),
    in_postgres=_changes((), ("words",), "IS DISTINCT FROM"),
)
# Created by a later migration.
_FIGURES = (_guard(CUT), _guard(FIGURE))
_DECISIONS = (_guard(DECISION),)
_MEASURES = (_guard(MEASURE),)


# Claim cards: fixed once they are locked; whose card it is may change, when a person is merged or forgotten.
CARD, LOOK = "insights_claimcard", "insights_look"
LINE, BASIS = "insights_amendment", "insights_comparatorbasis"
LOCKED = "A locked claim card is never changed or removed. Write a dated line on it."
_TERMS = (
    *("program_id", "template", "claimed", "smallest", "since", "stop_on", "compares", "basis_id", "needed"),
    *("were_out", "written_by", "written_at", "locked_at", "locked_by", "entry_id", "institution_id"),
)
_FIXED = {
    LOOK: (
        "The look at a claim card is never changed or removed.",
        (
            *("card_id", "as_of", "digest", "have", "sentence", "words", "analyses", "notes", "taken_at"),
            *("taken_by", "institution_id"),
        ),
    ),
    LINE: (
        "A line on a claim card is never changed or removed. Write a further one.",
        ("card_id", "words", "reason", "written_by", "written_at", "entry_id", "institution_id"),
    ),
    BASIS: (
        "A basis of comparison is never changed or removed. Record a further one.",
        ("approved_by", "columns", "until_on", "recorded_by", "recorded_at", "entry_id", "institution_id"),
    ),
}


def _any(names: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)


def _of_card() -> Guard:
    refuse, does, was = (
        sqlite_refusal(LOCKED),
        f"EXECUTE FUNCTION {CARD}_refuse()",
        "OLD.locked_at IS NOT NULL",
    )
    in_sqlite, in_postgres = (f"{was} AND ({_any(_TERMS, one)})" for one in ("IS NOT", "IS DISTINCT FROM"))
    return Guard(
        sqlite=(
            Trigger(f"{CARD}_update", CARD, "UPDATE", f"FOR EACH ROW WHEN {in_sqlite} {refuse}"),
            Trigger(f"{CARD}_delete", CARD, "DELETE", f"FOR EACH ROW WHEN {was} {refuse}"),
        ),
        postgres=(
            Trigger(f"{CARD}_update", CARD, "UPDATE", f"FOR EACH ROW WHEN ({in_postgres}) {does}"),
            Trigger(f"{CARD}_delete", CARD, "DELETE", f"FOR EACH ROW WHEN ({was}) {does}"),
            Trigger(f"{CARD}_truncate", CARD, "TRUNCATE", f"FOR EACH STATEMENT {does}"),
        ),
        functions=(postgres_function(f"{CARD}_refuse", f"RAISE EXCEPTION '{LOCKED}';"),),
    )


def _fixed(table: str) -> Guard:
    message, names = _FIXED[table]
    return kept_rows(
        table,
        message,
        name=f"{table}_kept",
        in_sqlite=_any(names, "IS NOT"),
        in_postgres=_any(names, "IS DISTINCT FROM"),
    )


PROPOSAL = "insights_weightproposal"
_FIXED[PROPOSAL] = (
    "What was found about weights is never changed or removed. Answer it.",
    ("program_id", "as_of", "digest", "weights", "result", "proposed", "made_at", "institution_id"),
)
_PROPOSALS = (_fixed(PROPOSAL),)
# Opened once: closed again it would let somebody choose targets after looking.
SEAL = "insights_outcomeseal"
_SEALED = ("cycle_id", "closed_at", "closed_by", "institution_id")
_SEALS = kept_rows(
    SEAL,
    "A seal of outcomes is opened once, and never changed or removed.",
    name=f"{SEAL}_kept",
    in_sqlite=f"OLD.opened_at IS NOT NULL OR {_any(_SEALED, 'IS NOT')}",
    in_postgres=f"OLD.opened_at IS NOT NULL OR {_any(_SEALED, 'IS DISTINCT FROM')}",
)
_CLAIMS = (_of_card(), _fixed(LOOK), _fixed(LINE), _fixed(BASIS))


def protect(connection: Any) -> None:
    """Create the triggers of outcomes."""
    for guard in _OUTCOMES:
        guard.protect(connection)


def unprotect(connection: Any) -> None:
    """Drop the triggers of outcomes."""
    for guard in _OUTCOMES:
        guard.unprotect(connection)


def open_checks(connection: Any) -> None:
    """Drop the triggers of what was said of outcomes: its table is about to get a column."""
    for guard in (_OUTCOMES[1], _WORDS):
        guard.unprotect(connection)


def close_checks(connection: Any) -> None:
    """Create the triggers of what was said of outcomes, and of its words."""
    for guard in (_OUTCOMES[1], _WORDS):
        guard.protect(connection)


def freeze(connection: Any) -> None:
    """Create the triggers of cuts and figures."""
    for guard in _FIGURES:
        guard.protect(connection)


def unfreeze(connection: Any) -> None:
    """Drop the triggers of cuts and figures."""
    for guard in _FIGURES:
        guard.unprotect(connection)


def fix(connection: Any) -> None:
    """Create the triggers of decisions."""
    for guard in _DECISIONS:
        guard.protect(connection)


def unfix(connection: Any) -> None:
    """Drop the triggers of decisions."""
    for guard in _DECISIONS:
        guard.unprotect(connection)


def publish(connection: Any) -> None:
    """Create the triggers of published measures."""
    for guard in _MEASURES:
        guard.protect(connection)


def unpublish(connection: Any) -> None:
    """Drop the triggers of published measures."""
    for guard in _MEASURES:
        guard.unprotect(connection)


def lock_claims(connection: Any) -> None:
    """Create the triggers of claim cards."""
    for guard in _CLAIMS:
        guard.protect(connection)


def unlock_claims(connection: Any) -> None:
    """Drop the triggers of claim cards."""
    for guard in _CLAIMS:
        guard.unprotect(connection)


def keep_proposals(connection: Any) -> None:
    """Create the triggers of proposed weights."""
    for guard in _PROPOSALS:
        guard.protect(connection)


def unkeep_proposals(connection: Any) -> None:
    """Drop the triggers of proposed weights."""
    for guard in _PROPOSALS:
        guard.unprotect(connection)


def keep_seals(connection: Any) -> None:
    """Create the triggers of the seals of outcomes."""
    _SEALS.protect(connection)


def release_seals(connection: Any) -> None:
    """Drop the triggers of the seals of outcomes."""
    _SEALS.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with ExitStack() as stack:
        rows = (*_OUTCOMES, _WORDS, *_FIGURES, *_DECISIONS, *_MEASURES, *_CLAIMS, *_PROPOSALS, _SEALS)
        for guard in (*rows, *UNITS):
            stack.enter_context(guard.unprotected(connection))
        yield
