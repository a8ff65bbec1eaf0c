"""An address as a QR code: one path of squares, drawn by any browser and printed sharp at any size."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# as wide as readers want it free around the code
EDGE = 4


@dataclass(frozen=True)
class Code:
    """A code in squares of one unit: its whole width, and the path of the dark ones."""

    size: int
    path: str


def code_of(text: str) -> Code:
    """Return a text as a code that is still read with a smudge on it."""
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=EDGE)
    maker.add_data(text)
    maker.make(fit=True)
    rows = maker.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Code(len(rows), "".join(squares))
