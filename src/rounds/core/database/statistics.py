"""What the database knows of how its tables are filled: without it SQLite reads all rows of an institution."""

from django.db import connection

# Rows of each index that SQLite looks at: enough to choose one, in milliseconds whatever the size.
LOOKED_AT = 1000


def refresh_statistics() -> None:
    """Let the database count again what is in its tables, so that it chooses the right index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
