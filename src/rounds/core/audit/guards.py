"""The database itself refuses to change or remove audit rows.

Whoever owns the database can switch this off; the chain and its anchors find what was done then.
"""

from rounds.core.database.guards import Guard, Trigger, postgres_function, sqlite_refusal

_TABLE = "core_auditevent"
_MESSAGE = "Audit rows are never changed or removed."
_EXECUTE = "EXECUTE FUNCTION audit_refuse()"

AUDIT = Guard(
    sqlite=tuple(
        Trigger(f"audit_no_{act}", _TABLE, act.upper(), sqlite_refusal(_MESSAGE))
        for act in ("update", "delete")
    ),
    postgres=(
        Trigger("audit_no_change", _TABLE, "UPDATE OR DELETE", f"FOR EACH ROW {_EXECUTE}"),
        Trigger("audit_no_truncate", _TABLE, "TRUNCATE", f"FOR EACH STATEMENT {_EXECUTE}"),
    ),
    functions=(postgres_function("audit_refuse", f"RAISE EXCEPTION '{_MESSAGE}';"),),
)
protect, unprotect, unprotected = AUDIT.protect, AUDIT.unprotect, AUDIT.unprotected
