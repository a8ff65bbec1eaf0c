"""The database itself refuses to change what is published."""

from collections.abc import Iterator

from rounds.core.database.guards import Guard, Trigger, postgres_function, sqlite_refusal

MESSAGE = "A published framework version never changes. Copy it to make a new one."
PARTS = ("domain", "track", "indicator", "crosswalk")
VERSION = "framework_frameworkversion"
_PUBLISHED = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {{row}}.version_id AND v.published_at IS NOT NULL)"  # noqa: S608  # no input
)
_REFUSE = f"THEN RAISE EXCEPTION '{MESSAGE}'; END IF;"
_LET_GO = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
_FUNCTIONS = (
    postgres_function(
        "framework_refuse_part",
        f"IF TG_OP <> 'INSERT' AND {_PUBLISHED.format(row='OLD')} {_REFUSE}"
        f" IF TG_OP = 'INSERT' AND {_PUBLISHED.format(row='NEW')} {_REFUSE} {_LET_GO}",
    ),
    postgres_function("framework_refuse_version", f"IF OLD.published_at IS NOT NULL {_REFUSE} {_LET_GO}"),
)


def _on_postgres() -> Iterator[Trigger]:
    for part in PARTS:
        yield Trigger(
            f"framework_{part}_fixed",
            f"framework_{part}",
            "INSERT OR UPDATE OR DELETE",
            "FOR EACH ROW EXECUTE FUNCTION framework_refuse_part()",
        )
    yield Trigger(
        "framework_version_fixed",
        VERSION,
        "UPDATE OR DELETE",
        "FOR EACH ROW EXECUTE FUNCTION framework_refuse_version()",
    )


def _on_sqlite() -> Iterator[Trigger]:
    refuse = sqlite_refusal(MESSAGE)
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        for part in PARTS:
            name = f"framework_{part}_no_{act.lower()}"
            yield Trigger(name, f"framework_{part}", act, f"WHEN {_PUBLISHED.format(row=row)} {refuse}")
        if act != "INSERT":
            name = f"framework_version_no_{act.lower()}"
            yield Trigger(name, VERSION, act, f"WHEN OLD.published_at IS NOT NULL {refuse}")


PUBLISHED = Guard(sqlite=tuple(_on_sqlite()), postgres=tuple(_on_postgres()), functions=_FUNCTIONS)
protect, unprotect, unprotected = PUBLISHED.protect, PUBLISHED.unprotect, PUBLISHED.unprotected
