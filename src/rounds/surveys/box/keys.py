"""The key of a box, in two halves: one in a file that no backup should hold, one in the database.

Either half alone opens nothing. The file's half is written to the disk before anybody is asked, and unlinked when the key
dies: from then on no copy of the database opens a ballot.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HALF_BYTES = 32
# Backup tools that know the sign leave the folder out.
TAG_NAME = "CACHEDIR.TAG"
TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Keys of anonymous surveys: a copy of them breaks the promise.\n"
UNFINISHED = ".new"


class KeyGone(Exception):
    """The file with a half of a box's key is not there, or is not whole."""


def new_half() -> bytes:
    """Return a random half of a key."""
    return os.urandom(HALF_BYTES)


def make_file_half(folder: Path, box_id: UUID) -> bytes:
    """Write the file's half of a box's key and return it once it is on the disk; the half of an earlier try is kept."""
    _make_folder(folder)
    unfinished = folder / f"{box_id.hex}.{os.urandom(8).hex()}{UNFINISHED}"
    _write(unfinished, new_half())
    with suppress(FileExistsError):
        os.link(unfinished, _file(folder, box_id))
    unfinished.unlink()
    _sync_folder(folder)
    return read_file_half(folder, box_id)


def read_file_half(folder: Path, box_id: UUID) -> bytes:
    """Return the file's half of a box's key; raises KeyGone where it is missing or not whole."""
    try:
        half = _file(folder, box_id).read_bytes()
    except FileNotFoundError as error:
        raise KeyGone(f"There is no file {_file(folder, box_id)}.") from error
    if len(half) != HALF_BYTES:
        raise KeyGone(f"{_file(folder, box_id)} has {len(half)} bytes; it must have {HALF_BYTES}.")
    return half


def has_file_half(folder: Path, box_id: UUID) -> bool:
    """Tell whether a box's key can still be made."""
    try:
        return bool(read_file_half(folder, box_id))
    except KeyGone:
        return False


def destroy_file_half(folder: Path, box_id: UUID) -> None:
    """Unlink the file's half of a box's key, and wait until the disk knows; a second time does nothing."""
    if folder.is_dir():
        for path in (_file(folder, box_id), *folder.glob(f"{box_id.hex}.*{UNFINISHED}")):
            path.unlink(missing_ok=True)
        _sync_folder(folder)


def list_box_ids(folder: Path) -> list[UUID]:
    """Return the boxes of which a folder holds a half of the key, or a piece of one."""
    return sorted(set(_ids_in(folder))) if folder.is_dir() else []


def private_key(*, file_half: bytes, db_half: bytes, box_id: UUID) -> X25519PrivateKey:
    """Return the key that opens a box's ballots."""
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=box_id.bytes, info=b"rounds ballot box")
    return X25519PrivateKey.from_private_bytes(derive.derive(file_half + db_half))


def public_bytes(key: X25519PrivateKey) -> bytes:
    """Return what everybody may know: with it ballots are sealed, and none is opened."""
    return key.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """Return a short name of a key that two people can compare by eye."""
    digest = sha256(public).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def _file(folder: Path, box_id: UUID) -> Path:
    return folder / f"{box_id.hex}.key"


def _ids_in(folder: Path) -> Iterator[UUID]:
    for path in folder.iterdir():
        with suppress(ValueError):
            if path.suffix in (".key", UNFINISHED):
                yield UUID(hex=path.name.partition(".")[0])


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    tag = folder / TAG_NAME
    if not tag.exists():
        unfinished = folder / f"{TAG_NAME}.{os.urandom(8).hex()}"
        _write(unfinished, TAG)
        unfinished.replace(tag)
        _sync_folder(folder)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
