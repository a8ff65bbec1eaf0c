"""Office files are archives: packed so that the same parts give the same bytes."""

import zipfile
from io import BytesIO

# No page of such a file says when it was packed.
PACKED_AT = (1980, 1, 1, 0, 0, 0)


def packed_alike(made: bytes) -> bytes:
    """Return the same parts in the same order, packed at a moment that is always the same."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as parts, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as alike:
        for name in parts.namelist():
            alike.writestr(zipfile.ZipInfo(name, PACKED_AT), parts.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
