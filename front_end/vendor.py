"""Copy the few front-end libraries from npm into the tree, cut the icon sprite, write the manifest.

Run by `make front-end`, and only when a library or the list of icons changes: what it writes is committed,
so that nobody needs Node to run, test or package Rounds.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
VENDOR = HERE.parent / "src" / "rounds" / "web" / "static" / "vendor"

COPIED = {
    "inter/inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter/LICENSE": "@fontsource-variable/inter/LICENSE",
    "bootstrap-icons/LICENSE": "bootstrap-icons/LICENSE",
}
SPRITE = "bootstrap-icons/icons.svg"


def main() -> int:
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in COPIED.items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, path)
    (VENDOR / SPRITE).write_text(cut_sprite(wanted_icons()))
    write_manifest()
    return 0


def wanted_icons() -> list[str]:
    lines = (HERE / "icons.txt").read_text().splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def cut_sprite(names: list[str]) -> str:
    """Return one SVG file with a symbol for each named icon; an unknown name ends the run."""
    symbols = []
    for name in names:
        path = MODULES / "bootstrap-icons" / "icons" / f"{name}.svg"
        if not path.exists():
            sys.exit(f"front_end/icons.txt: Bootstrap Icons has no icon called {name}.")
        found = re.fullmatch(r'<svg .*?viewBox="([^"]+)".*?>(.*)</svg>\s*', path.read_text(), re.DOTALL)
        if found is None:
            sys.exit(f"{path} is not a plain SVG drawing.")
        view_box, drawing = found.groups()
        drawing = re.sub(r"\s*\n\s*", "", drawing)
        symbols.append(f'<symbol id="{name}" viewBox="{view_box}" fill="currentColor">{drawing}</symbol>')
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])


def write_manifest() -> None:
    """Write what was copied, from which version, with its sha256."""
    lock = json.loads((HERE / "package-lock.json").read_text())["packages"]
    packages = {
        key.removeprefix("node_modules/"): {"version": entry["version"], "license": entry["license"]}
        for key, entry in lock.items()
        if key
    }
    files = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(VENDOR.rglob("*"))
        if path.is_file()
    }
    manifest = {"packages": packages, "sha256": files}
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
