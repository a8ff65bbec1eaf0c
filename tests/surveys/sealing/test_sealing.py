"""Ballots and drafts: one length, readable in their own row alone."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rounds.surveys.box import keys, sealing

BOX = uuid4()
KEY = keys.private_key(file_half=b"f" * 32, db_half=b"d" * 32, box_id=BOX)
PUBLIC = keys.public_bytes(KEY)
# six bytes a character: one that JSON writes as \u0000
LENGTH = sealing.length_for(len('{"sat":-99,"next":""}') + 600 * 6, cuts=2)


def bound(**changes: object) -> bytes:
    given = {"box_id": BOX, "request_id": uuid4(), "version_digest": b"words", **changes}
    return sealing.binding(**given)  # type: ignore[arg-type]


@given(text=st.text(max_size=600), rating=st.integers(-99, 10))
@settings(max_examples=60, deadline=None)
def test_ballot_comes_back_and_all_are_of_one_length(text: str, rating: int) -> None:
    value = {
        "answers": {"sat": rating, "next": text.encode("utf-8", "ignore").decode()},
        "cuts": ["a" * 60, "b" * 60],
    }
    here = bound()

    sealed = sealing.seal_ballot(value, length=LENGTH, public=PUBLIC, bound_to=here)

    assert sealing.open_ballot(sealed, key=KEY, bound_to=here) == value
    assert len(sealed) == LENGTH + sealing.SEAL_BYTES


@pytest.mark.parametrize("character", ["a", "\x00", '"', "\\", "é", "\U0001f600"])
def test_longest_text_of_any_character_fits(character: str) -> None:
    packed = sealing.pack({"answers": {"sat": -99, "next": character * 600}, "cuts": []}, length=LENGTH)

    assert len(packed) == LENGTH


def test_ballot_too_long_is_refused_and_never_cut() -> None:
    with pytest.raises(sealing.TooLong):
        sealing.seal_ballot({"next": "x" * LENGTH}, length=LENGTH, public=PUBLIC, bound_to=bound())


@pytest.mark.parametrize(
    "change", [{"box_id": uuid4()}, {"request_id": uuid4()}, {"version_digest": b"other"}]
)
def test_ballot_opens_in_its_own_row_alone(change: dict[str, object]) -> None:
    request_id = uuid4()
    sealed = sealing.seal_ballot({}, length=LENGTH, public=PUBLIC, bound_to=bound(request_id=request_id))

    with pytest.raises(sealing.Unreadable):
        sealing.open_ballot(sealed, key=KEY, bound_to=bound(**{"request_id": request_id, **change}))


def test_ballot_changed_by_a_bit_does_not_open() -> None:
    here = bound()
    sealed = bytearray(sealing.seal_ballot({}, length=LENGTH, public=PUBLIC, bound_to=here))
    sealed[100] ^= 1

    with pytest.raises(sealing.Unreadable):
        sealing.open_ballot(bytes(sealed), key=KEY, bound_to=here)


def test_same_answers_sealed_twice_look_different() -> None:
    here = bound()

    sealed = {sealing.seal_ballot({"sat": 1}, length=LENGTH, public=PUBLIC, bound_to=here) for _ in range(20)}

    assert len(sealed) == 20


def test_draft_opens_with_its_browsers_key_alone() -> None:
    key, other = sealing.new_draft_key(), sealing.new_draft_key()

    drafts = [sealing.seal_draft({"next": "x" * n}, length=LENGTH, key=key, box_id=BOX) for n in (0, 5, 500)]

    assert sealing.open_draft(drafts[1], key=key, box_id=BOX) == {"next": "xxxxx"}
    assert len({len(draft) for draft in drafts}) == 1
    for wrong in ({"key": other, "box_id": BOX}, {"key": key, "box_id": uuid4()}):
        with pytest.raises(sealing.Unreadable):
            sealing.open_draft(drafts[0], **wrong)  # type: ignore[arg-type]
    assert key.hex() not in sealing.draft_id(key)
