"""What subjects add to the cards of pairs: found in their folder, in the order of their slots."""

from rounds.web.home import lines
from rounds.web.home.slots import Line, Slot


def test_each_subject_says_something():
    functions = ("lines_of", "blocks_of", "rows_of")
    assert all(any(hasattr(subject, name) for name in functions) for subject in lines._modules())
    assert "agreement" in {subject.__name__.rpartition(".")[2] for subject in lines._modules()}


def test_lines_are_in_the_order_of_their_slots():
    said = [
        Line(Slot.OPEN, "open"),
        Line(Slot.NEXT, "next"),
        Line(Slot.OPEN, "waits", waits=True),
        Line(Slot.TERMS, "terms"),
    ]

    assert [line.text for line in sorted(said, key=lines._place)] == ["next", "terms", "waits", "open"]
