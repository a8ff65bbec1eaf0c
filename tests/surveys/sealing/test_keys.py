"""Keys in two halves: whole on the disk or not there, and dead when their file is."""

import os
import threading
from pathlib import Path
from uuid import uuid4

import pytest

from rounds.surveys.box import keys


def test_folder_and_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "box-keys"
    previous = os.umask(0)

    try:
        keys.make_file_half(folder, uuid4())
    finally:
        os.umask(previous)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


def test_workers_at_once_make_one_half(tmp_path: Path) -> None:
    box_id, halves, start = uuid4(), [], threading.Barrier(8, timeout=60)

    def make() -> None:
        start.wait()
        halves.append(keys.make_file_half(tmp_path, box_id))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(halves) == 8
    assert set(halves) == {keys.read_file_half(tmp_path, box_id)}
    assert {path.name for path in tmp_path.iterdir()} == {"CACHEDIR.TAG", f"{box_id.hex}.key"}


def test_destroyed_half_is_gone_with_pieces_of_it_and_others_stay(tmp_path: Path) -> None:
    dead, alive = uuid4(), uuid4()
    keys.make_file_half(tmp_path, dead)
    kept = keys.make_file_half(tmp_path, alive)
    (tmp_path / f"{dead.hex}.0011{keys.UNFINISHED}").write_bytes(b"x" * 20)

    keys.destroy_file_half(tmp_path, dead)
    keys.destroy_file_half(tmp_path, dead)

    assert keys.list_box_ids(tmp_path) == [alive]
    assert keys.read_file_half(tmp_path, alive) == kept
    assert not keys.has_file_half(tmp_path, dead)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_half_that_is_not_whole_counts_as_gone(tmp_path: Path, content: bytes) -> None:
    box_id = uuid4()
    (tmp_path / f"{box_id.hex}.key").write_bytes(content)

    with pytest.raises(keys.KeyGone, match="bytes"):
        keys.read_file_half(tmp_path, box_id)


def test_key_needs_both_halves_and_its_box() -> None:
    one, two, box_id = keys.new_half(), keys.new_half(), uuid4()

    made = keys.public_bytes(keys.private_key(file_half=one, db_half=two, box_id=box_id))

    assert made == keys.public_bytes(keys.private_key(file_half=one, db_half=two, box_id=box_id))
    others = [
        keys.private_key(file_half=keys.new_half(), db_half=two, box_id=box_id),
        keys.private_key(file_half=one, db_half=keys.new_half(), box_id=box_id),
        keys.private_key(file_half=two, db_half=one, box_id=box_id),
        keys.private_key(file_half=one, db_half=two, box_id=uuid4()),
    ]
    assert made not in [keys.public_bytes(other) for other in others]


def test_fingerprint_is_read_in_groups() -> None:
    words = keys.fingerprint(b"\x01" * 32).split()

    assert [len(word) for word in words] == [4] * 8
