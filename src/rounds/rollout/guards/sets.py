"""What the database refuses of locked objectives: to add, change or remove one, to unlock them, to touch an amendment."""

from __future__ import annotations

from collections.abc import Iterator

from rounds.core.database.guards import Guard, Trigger, kept_rows, postgres_function, sqlite_refusal

LOCKED = "Locked objectives are never changed. What changes is an amendment, which every report shows."
SETS, ROWS, CHANGES = "rollout_objectiveset", "rollout_objective", "rollout_objectivechange"
_IS_LOCKED = f"EXISTS (SELECT 1 FROM {SETS} s WHERE s.id = {{row}}.of_id AND s.locked_at IS NOT NULL)"  # noqa: S608  # no input
_REFUSE = f"THEN RAISE EXCEPTION '{LOCKED}'; END IF;"
_LET_GO = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


def _on_sqlite() -> Iterator[Trigger]:
    refuse = sqlite_refusal(LOCKED)
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        name = f"rollout_objective_no_{act.lower()}"
        yield Trigger(name, ROWS, act, f"WHEN {_IS_LOCKED.format(row=row)} {refuse}")
    yield Trigger(
        "rollout_objective_no_move", ROWS, "UPDATE", f"WHEN {_IS_LOCKED.format(row='NEW')} {refuse}"
    )


_PARTS = Guard(
    sqlite=tuple(_on_sqlite()),
    postgres=(
        Trigger(
            "rollout_objective_fixed",
            ROWS,
            "INSERT OR UPDATE OR DELETE",
            "FOR EACH ROW EXECUTE FUNCTION rollout_refuse_objective()",
        ),
    ),
    functions=(
        postgres_function(
            "rollout_refuse_objective",
            f"IF TG_OP <> 'INSERT' AND {_IS_LOCKED.format(row='OLD')} {_REFUSE}"
            f" IF TG_OP <> 'DELETE' AND {_IS_LOCKED.format(row='NEW')} {_REFUSE} {_LET_GO}",
        ),
    ),
)
_SET = kept_rows(
    SETS,
    LOCKED,
    name=f"{SETS}_kept",
    in_sqlite="OLD.locked_at IS NOT NULL",
    in_postgres="OLD.locked_at IS NOT NULL",
)
_FIXED = ("of_id", "words", "reason", "by_name", "by_person_id", "at", "institution_id")
_CHANGES = kept_rows(
    CHANGES,
    "An amendment is never changed or removed. Write a further one.",
    name=f"{CHANGES}_kept",
    in_sqlite=" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FIXED),
    in_postgres=" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED),
)
OBJECTIVES = (_PARTS, _SET, _CHANGES)


def _differs(names: tuple[str, ...], sign: str) -> str:
    return " OR ".join(f"NEW.{name} {sign} OLD.{name}" for name in names)


_PLAN = kept_rows(
    "rollout_pilotplan",
    "A locked plan is never changed or removed.",
    name="rollout_pilotplan_kept",
    in_sqlite="OLD.locked_at IS NOT NULL",
    in_postgres="OLD.locked_at IS NOT NULL",
)
_READ = ("plan_id", '"rows"', "digest", "read_by", "read_at", "institution_id")
_DECIDED = (
    "reading_id",
    "way",
    "why",
    "although",
    "decided_by",
    "decided_by_id",
    "decided_at",
    "institution_id",
)
_READING = kept_rows(
    "rollout_gatereading",
    "A gate is read once; its reading is never changed or removed.",
    name="rollout_gatereading_kept",
    in_sqlite=_differs(_READ, "IS NOT"),
    in_postgres=_differs(_READ, "IS DISTINCT FROM"),
)
_DECISION = kept_rows(
    "rollout_gatedecision",
    "A decision is never changed or removed. Decide anew.",
    name="rollout_gatedecision_kept",
    in_sqlite=f"OLD.confirmed_at IS NOT NULL OR {_differs(_DECIDED, 'IS NOT')}",
    in_postgres=f"OLD.confirmed_at IS NOT NULL OR {_differs(_DECIDED, 'IS DISTINCT FROM')}",
)
GATES = (_PLAN, _READING, _DECISION)
_MET = ("program_id", "held_on", "agenda", "called_by", "called_at", "institution_id")
_MEETING = kept_rows(
    "rollout_committeemeeting",
    "A meeting is never changed or removed; its minutes are written once.",
    name="rollout_committeemeeting_kept",
    in_sqlite=f"OLD.minuted_at IS NOT NULL OR {_differs(_MET, 'IS NOT')}",
    in_postgres=f"OLD.minuted_at IS NOT NULL OR {_differs(_MET, 'IS DISTINCT FROM')}",
)
_RESOLVED = (
    *("program_id", "meeting_id", "decided_on", "question", "options", "decision", "why"),
    *("supersedes_id", "written_by", "written_at", "institution_id"),
)
_RESOLUTION = kept_rows(
    "rollout_committeedecision",
    "A decision of the committee is never changed or removed. A later one supersedes it.",
    name="rollout_committeedecision_kept",
    in_sqlite=_differs(_RESOLVED, "IS NOT"),
    in_postgres=_differs(_RESOLVED, "IS DISTINCT FROM"),
)
COMMITTEES = (_MEETING, _RESOLUTION)
_WORDED = (
    *("department", "prompt", "version", "step", "words", "counts", "proposed_by", "proposed_at"),
    "institution_id",
)
RULES = (
    kept_rows(
        "rollout_promotionrule",
        "A wording is never changed or removed. Propose its next version.",
        name="rollout_promotionrule_kept",
        in_sqlite=f"OLD.adopted_on IS NOT NULL OR {_differs(_WORDED, 'IS NOT')}",
        in_postgres=f"OLD.adopted_on IS NOT NULL OR {_differs(_WORDED, 'IS DISTINCT FROM')}",
    ),
)
