"""The file with an installation's secrets: made once, readable by its owner alone, never in the database."""

import base64
import os
import secrets
from pathlib import Path

NAME = "rounds.env"


def keys_file() -> Path:
    """Return where the secrets are: ROUNDS_ENV_FILE, else in the data folder."""
    folder = Path(os.environ.get("ROUNDS_DATA", "var"))
    return Path(os.environ.get("ROUNDS_ENV_FILE") or folder / NAME)


def load_keys() -> bool:
    """Put the file's settings into the environment, which wins where it has them; False without a file."""
    path = keys_file()
    if not path.exists():
        return False
    for name, value in _read(path).items():
        os.environ.setdefault(name, value)
    return True


def make_keys(**more: str) -> Path:
    """Write new secrets, and other settings, into a file that must not exist yet."""
    path = keys_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(
        path,
        {"ROUNDS_SECRET_KEY": secrets.token_urlsafe(64), "ROUNDS_FIELD_KEYS": new_field_key("1"), **more},
        flags=os.O_EXCL,
    )
    return path


def add_field_key() -> str:
    """Put a new field key before the old ones; return its id."""
    path = keys_file()
    settings = _read(path)
    old = settings["ROUNDS_FIELD_KEYS"]
    numbers = [int(part.partition(":")[0]) for part in old.split(",") if part.partition(":")[0].isdigit()]
    key_id = str(max(numbers, default=0) + 1)
    settings["ROUNDS_FIELD_KEYS"] = f"{new_field_key(key_id)},{old}"
    fresh = path.with_suffix(".new")
    _write(fresh, settings, flags=os.O_TRUNC)
    fresh.replace(path)
    os.environ["ROUNDS_FIELD_KEYS"] = settings["ROUNDS_FIELD_KEYS"]
    return key_id


def new_field_key(key_id: str) -> str:
    """Return `id:base64 of 32 random bytes`."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _read(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _equals, value in pairs}


def _write(path: Path, settings: dict[str, str], *, flags: int) -> None:
    text = "# Settings and secrets of this installation. Whoever has this file can read what is encrypted.\n"
    text += "".join(f"{name}={value}\n" for name, value in settings.items())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
