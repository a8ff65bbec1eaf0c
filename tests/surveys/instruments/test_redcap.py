"""REDCap's data dictionaries: ours go out and come back the same, others come in or are refused in words."""

from dataclasses import replace

import pytest

from rounds.core.access import system
from rounds.core.errors import DomainError
from rounds.sheets import DICTIONARY_LIMITS, SheetError, dictionary_rows, read_workbook, write_csv, write_xlsx
from rounds.surveys.instruments.selectors.listing import content_of
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.instruments.values.checking import problems_of
from rounds.surveys.instruments.values.content import Content, ItemContent, PartContent, ScoreContent
from rounds.surveys.instruments.values.redcap.reading import read_content
from rounds.surveys.instruments.values.redcap.writing import HEADER, dictionary_of
from rounds.surveys.models import InstrumentVersion
from tests.data import real_data

FORM = "ward_rounds"
PROJECTS = (
    *("arm-single-longitudinal", "blank-for-gray-status", "checkboxes-1", "clinical-trial-1"),
    *("color-boxes-17-columns", "longitudinal", "nonnumeric-record-id", "repeating-instruments"),
    *("simple", "survey", "validation-types-1"),
)

TOO_LONG = ("longitudinal",)


def rows_of(data, name="dictionary.csv"):
    return dictionary_rows(read_workbook(data, name=name, limits=DICTIONARY_LIMITS))


def there_and_back(content, write=write_csv):
    return read_content(rows_of(write(HEADER, dictionary_of(content, form=FORM))))


@pytest.mark.django_db
def test_every_set_of_ours_comes_back_the_same(in_hospital):
    install_instruments(by=system(in_hospital.id))
    for version in InstrumentVersion.objects.select_related("instrument"):
        content = content_of(version.id)

        found = there_and_back(content)

        assert found.content.digest == content.digest, version.instrument.key
        assert found.left_out == []


HOSTILE = Content(
    parts=(PartContent("p", {"en": "=1+1", "nn": "Éin"}, {"en": "@SUM(A1)"}), PartContent("z", {"en": "-2"})),
    scales={
        "s": ((1, {"en": "=cmd|' /C calc'!A0", "nn": "aldri"}), (2, {"en": "+alltid"})),
        "t": ((0, {"en": "no"}), (3, {"en": 'yes, or "maybe"'})),
    },
    items=(
        ItemContent(
            "a", "p", "scale", {"en": "=HYPERLINK(1)", "nn": "Kva?"}, "s", "bank_a", "TEAM", is_reverse=True
        ),
        ItemContent("b", "p", "ticks", {"en": "Which; ones?"}, "t", "b", show_if={"item": "a", "codes": [2]}),
        ItemContent(
            "c", "p", "text", {"en": "Why?\nReally"}, "", "c", show_if={"item": "b", "codes": [3]}, high=90
        ),
        ItemContent("d", "z", "number", {"en": "-5 or more"}, "", "d", low=0, high=40, seconds=3),
        ItemContent("e", "z", "month", {"en": "Since when?"}, "", "e"),
        ItemContent("f", "z", "own_areas", {"en": "Topics"}, "", "f", high=3),
        ItemContent("g", "z", "choice", {"en": "One"}, "t", "g", missing="na", missing_label={"en": "n/a"}),
        ItemContent("h", "z", "note", {"en": "Read this"}, "", "h", seconds=0),
    ),
    scores=(
        ScoreContent("S", {"en": "Sum"}, "sum", ("a", "d")),
        ScoreContent("W", {"en": "Weighted"}, "weighted", ("a", "d"), {"a": 2, "d": 1}),
    ),
)


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_every_kind_comes_back_the_same_from_either_file(write):
    flat = replace(
        HOSTILE,
        items=tuple(
            replace(one, text={k: " ".join(v.split()) for k, v in one.text.items()}) for one in HOSTILE.items
        ),
    )

    found = there_and_back(flat, write)

    assert found.left_out == []
    assert found.content == flat
    assert found.content.digest == flat.digest


def test_no_cell_of_a_file_is_a_formula():
    data = write_csv(HEADER, dictionary_of(HOSTILE, form=FORM)).decode("utf-8-sig")

    assert not [
        cell
        for line in data.splitlines()
        for cell in line.split(",")
        if cell.strip('"')[:1] in ("=", "+", "@")
    ]


def test_words_that_were_changed_in_redcap_count():
    lines = dictionary_of(HOSTILE, form=FORM)
    lines[1][4], lines[1][5] = "How often?", "1, never | 2, always"

    found = read_content(rows_of(write_csv(HEADER, lines))).content

    assert found.items[0].text == {"en": "How often?", "nn": "Kva?"}
    assert [label for _code, label in found.points_of(found.items[0])] == [
        {"en": "never", "nn": "aldri"},
        {"en": "always"},
    ]


@pytest.mark.parametrize("project", PROJECTS)
def test_real_dictionary_comes_in_or_is_refused_in_words(project):
    folder = real_data("redcap", project)
    file = sorted(folder.glob("dictiona*.csv"))[0]
    rows = rows_of(file.read_bytes(), file.name)

    if project in TOO_LONG:
        with pytest.raises(DomainError, match="at most 60 fit"):
            read_content(rows)
        return
    found = read_content(rows)

    asked, named = {one.key for one in found.content.items}, {name for name, _why in found.left_out}
    fields = [row for _number, row in rows if row["name"]]
    first = fields[0]["name"]
    assert {row["name"] for row in fields} - {first} <= asked | named
    assert problems_of(found.content) == []


def line(**more):
    return {"name": "q", "form": "f", "type": "text", "label": "Why?", **more}


ODD = [
    ([], "no row"),
    ([line(name="")], "Line 2, “”: the field has no name"),
    ([line(), line()], "Line 3, “q”: line 2 has the same name"),
    ([line(type="texxt")], "Line 2, “q”: REDCap has no field type “texxt”"),
    ([line(type="radio")], "it has no choices"),
    ([line(type="radio", choices="1, one | two")], "the choice “two” has no number before a comma"),
    ([line(type="checkbox", choices="1, a | 1, b")], "the code 1 is there twice"),
    ([line(type="file")], "Nothing in it can be asked here"),
    ([line(name=f"q{n}", form=f"f{n % 2}") for n in range(70)], "It holds 70 questions; at most 60"),
]


@pytest.mark.parametrize(("lines", "words"), ODD)
def test_broken_dictionary_is_refused_in_words(lines, words):
    rows = [(number, one) for number, one in enumerate(lines, 2)]
    if not rows:
        with pytest.raises(SheetError):
            rows_of(write_csv(HEADER, []))
        return

    with pytest.raises(DomainError) as raised:
        read_content(rows)

    assert words in raised.value.message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"record_id,age\n1,44\n2,51\n",
        b'"Variable / Field Name","Field Type"\nq,text\n',
        b'"Variable / Field Name,"Form Name\nq,text\n',
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_what_is_no_dictionary_is_refused_in_words(data):
    with pytest.raises(SheetError) as raised:
        rows_of(data)

    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    ("odd", "kept", "named"),
    [
        (line(type="yesno"), "choice", ""),
        (line(type="radio", choices="a, Yes | b, No"), "choice", "had the code a and has 1 now"),
        (line(type="radio", choices="0, no | 1, yes | -98, n/a"), "choice", ""),
        (line(type="radio", choices="1, no | 2, yes", matrix="m"), "scale", ""),
        (line(type="slider"), "number", ""),
        (line(type="text", validation="email"), None, "a text checked as email"),
        (line(type="notes", identifier="y"), None, "it names people"),
        (line(type="notes", branching="[gone] = '1'"), "text", "is always asked"),
        (line(type="notes", label="<b>Why</b> " + "x" * 400), "text", "is cut"),
        (line(type="notes", required="y"), "text", "1 field was required"),
        (line(type="notes", annotation="ROUNDS {broken"), "text", ""),
    ],
)
def test_odd_field_is_kept_or_named(odd, kept, named):
    found = read_content([(2, line(name="first", type="notes")), (3, odd)])

    item = found.content.items_by_key.get("q")
    assert (item.kind if item else None) == kept
    assert (named in " ".join(why for _name, why in found.left_out)) if named else not found.left_out
