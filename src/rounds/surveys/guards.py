"""What the database itself refuses: another question in a published version, another promise once a wave was sent, an open answer where ballots are sealed."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from rounds.core.database.guards import Guard, Trigger, postgres_function, sqlite_refusal

PUBLISHED = "A published version of an instrument never changes. Copy it to make a new one."
PROMISED = "What was promised to the people of a wave never changes once it was sent. Plan another wave."
FROZEN = "Figures that are out never change. A correction is a snapshot of its own."
SEALED = "Answers to this wave are sealed in a box."
ROWS = ("part", "scale", "item", "score")
VERSION, WAVE, RESPONSE = "surveys_instrumentversion", "surveys_wave", "surveys_response"
FIXED = ("campaign_id", "version_id", "mode", "k", "cuts", "readers", "purpose", "sent_at", "institution_id")
_IS_PUBLISHED = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {{row}}.version_id AND v.published_at IS NOT NULL)"  # noqa: S608  # no input
)
_IS_SEALED = (
    f"EXISTS (SELECT 1 FROM surveys_request r JOIN {WAVE} w ON w.id = r.wave_id"  # noqa: S608  # no input
    " WHERE r.id = NEW.request_id AND w.mode = 'anonymous')"
)
_LET_GO = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


def _refuse(message: str) -> str:
    return f"THEN RAISE EXCEPTION '{message}'; END IF;"


def _changes(differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FIXED)


def _row_of(act: str) -> str:
    return "NEW" if act == "INSERT" else "OLD"


def _published_in_sqlite() -> Iterator[Trigger]:
    refuse = sqlite_refusal(PUBLISHED)
    for act in ("INSERT", "UPDATE", "DELETE"):
        for row in ROWS:
            name = f"surveys_{row}_no_{act.lower()}"
            yield Trigger(
                name, f"surveys_{row}", act, f"WHEN {_IS_PUBLISHED.format(row=_row_of(act))} {refuse}"
            )
        if act != "INSERT":
            name = f"surveys_version_no_{act.lower()}"
            yield Trigger(name, VERSION, act, f"WHEN OLD.published_at IS NOT NULL {refuse}")


def _published_in_postgres() -> Iterator[Trigger]:
    for row in ROWS:
        does = "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_row()"
        yield Trigger(f"surveys_{row}_fixed", f"surveys_{row}", "INSERT OR UPDATE OR DELETE", does)
    does = "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_version()"
    yield Trigger("surveys_version_fixed", VERSION, "UPDATE OR DELETE", does)


_GUARDS = (
    Guard(
        sqlite=tuple(_published_in_sqlite()),
        postgres=tuple(_published_in_postgres()),
        functions=(
            postgres_function(
                "surveys_refuse_row",
                f"IF TG_OP <> 'INSERT' AND {_IS_PUBLISHED.format(row='OLD')} {_refuse(PUBLISHED)}"
                f" IF TG_OP = 'INSERT' AND {_IS_PUBLISHED.format(row='NEW')} {_refuse(PUBLISHED)} {_LET_GO}",
            ),
            postgres_function(
                "surveys_refuse_version", f"IF OLD.published_at IS NOT NULL {_refuse(PUBLISHED)} {_LET_GO}"
            ),
        ),
    ),
    Guard(
        sqlite=(
            Trigger(
                "surveys_wave_promised",
                WAVE,
                "UPDATE",
                f"WHEN OLD.sent_at IS NOT NULL AND ({_changes('IS NOT')}) {sqlite_refusal(PROMISED)}",
            ),
        ),
        postgres=(
            Trigger(
                "surveys_wave_promised",
                WAVE,
                "UPDATE",
                "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_promise()",
            ),
        ),
        functions=(
            postgres_function(
                "surveys_refuse_promise",
                f"IF OLD.sent_at IS NOT NULL AND ({_changes('IS DISTINCT FROM')}) {_refuse(PROMISED)} RETURN NEW;",
            ),
        ),
    ),
    Guard(
        sqlite=tuple(
            Trigger(
                f"surveys_response_no_{act.lower()}",
                RESPONSE,
                act,
                f"WHEN {_IS_SEALED} {sqlite_refusal(SEALED)}",
            )
            for act in ("INSERT", "UPDATE")
        ),
        postgres=(
            Trigger(
                "surveys_response_sealed",
                RESPONSE,
                "INSERT OR UPDATE",
                "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_response()",
            ),
        ),
        functions=(
            postgres_function("surveys_refuse_response", f"IF {_IS_SEALED} {_refuse(SEALED)} RETURN NEW;"),
        ),
    ),
)

# Created by a later migration than the rest. The seal of a publication may be made anew, with another key.
SNAPSHOT, PUBLICATION = "surveys_snapshot", "surveys_publication"
_MOVED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("wave_id", "released_on", "institution_id"))
_FROZEN = (
    Guard(
        sqlite=(
            Trigger("surveys_snapshot_no_update", SNAPSHOT, "UPDATE", sqlite_refusal(FROZEN)),
            Trigger("surveys_snapshot_no_delete", SNAPSHOT, "DELETE", sqlite_refusal(FROZEN)),
            Trigger(
                "surveys_publication_no_update",
                PUBLICATION,
                "UPDATE",
                f"WHEN {_MOVED} {sqlite_refusal(FROZEN)}",
            ),
            Trigger("surveys_publication_no_delete", PUBLICATION, "DELETE", sqlite_refusal(FROZEN)),
        ),
        postgres=(
            Trigger(
                "surveys_snapshot_frozen",
                SNAPSHOT,
                "UPDATE OR DELETE",
                "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_figures()",
            ),
            Trigger(
                "surveys_publication_frozen",
                PUBLICATION,
                "UPDATE OR DELETE",
                "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_publication()",
            ),
        ),
        functions=(
            postgres_function("surveys_refuse_figures", f"RAISE EXCEPTION '{FROZEN}';"),
            postgres_function(
                "surveys_refuse_publication",
                f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{FROZEN}'; END IF; IF {_MOVED} {_refuse(FROZEN)} RETURN NEW;",
            ),
        ),
    ),
)


# What was attested of a license may be ended, nothing else.
ATTESTED = "What was attested of a license never changes. End it, and attest again."
ATTESTATION = "surveys_licenseattestation"
_SAID = (
    *("instrument_id", "holder", "reference", "from_on", "until_on", "most_uses", "may_export_words"),
    *("attested_at", "attested_by", "institution_id"),
)


def _says_otherwise(differs: str) -> str:
    said = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _SAID)
    return f"{said} OR OLD.ended_at IS NOT NULL"


_LICENSES = Guard(
    sqlite=(
        Trigger(
            "surveys_license_no_update",
            ATTESTATION,
            "UPDATE",
            f"WHEN {_says_otherwise('IS NOT')} {sqlite_refusal(ATTESTED)}",
        ),
        Trigger("surveys_license_no_delete", ATTESTATION, "DELETE", sqlite_refusal(ATTESTED)),
    ),
    postgres=(
        Trigger(
            "surveys_license_fixed",
            ATTESTATION,
            "UPDATE OR DELETE",
            "FOR EACH ROW EXECUTE FUNCTION surveys_refuse_license()",
        ),
    ),
    functions=(
        postgres_function(
            "surveys_refuse_license",
            f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{ATTESTED}'; END IF;"
            f" IF {_says_otherwise('IS DISTINCT FROM')} {_refuse(ATTESTED)} RETURN NEW;",
        ),
    ),
)


def fix_licenses(connection: Any) -> None:
    """Create the triggers of licenses."""
    _LICENSES.protect(connection)


def unfix_licenses(connection: Any) -> None:
    """Drop the triggers of licenses."""
    _LICENSES.unprotect(connection)


def freeze(connection: Any) -> None:
    """Create the triggers of figures."""
    for guard in _FROZEN:
        guard.protect(connection)


def unfreeze(connection: Any) -> None:
    """Drop the triggers of figures."""
    for guard in _FROZEN:
        guard.unprotect(connection)


def protect(connection: Any) -> None:
    """Create the triggers."""
    for guard in _GUARDS:
        guard.protect(connection)


def unprotect(connection: Any) -> None:
    """Drop the triggers."""
    for guard in _GUARDS:
        guard.unprotect(connection)


@contextmanager
def unprotected(connection: Any) -> Iterator[None]:
    """Let the rows be changed inside a block: for tests that tamper or empty a database."""
    with ExitStack() as stack:
        for guard in (*_GUARDS, *_FROZEN, _LICENSES):
            stack.enter_context(guard.unprotected(connection))
        yield
