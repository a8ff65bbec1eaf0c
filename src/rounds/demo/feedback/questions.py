"""Sets of questions of the demo's hospital: an own one whose second version is being written, one under a license."""

from dataclasses import replace
from datetime import date, timedelta

from rounds.core.access import Viewer
from rounds.surveys.enums import Source
from rounds.surveys.instruments.services import authoring
from rounds.surveys.instruments.services.licensing import License, attest_license
from rounds.surveys.instruments.values.content import Content
from rounds.surveys.instruments.values.writing import read_lines, with_pasted

NAME = "Teaching on rounds"
TITLE = "Teaching on rounds this month"
FIRST = (
    "How often did somebody teach you at the bedside this month?\tscale\tnever; once or twice; each week; each day\n"
    "What kept it from happening?\tany of several\ttoo little time; interruptions; nobody asked\n"
    "How useful was the teaching for your daily work?\tscale\tU5\n"
    "What would you like to be taught next?\ttext"
)
LICENSED = (
    "How rested do you feel when a shift begins?\tscale\tU5\n"
    "How much strength is left when a shift ends?\tscale\tD5"
)
ADDED = "How much did you learn from other professions this month?\tscale\tD5"


def write_own_questions(by: Viewer) -> None:
    """Write a set with a question that is only asked after an answer, publish it, and begin its next version."""
    version = authoring.new_instrument(name=NAME, copy_of=None, by=by)
    authoring.edit_draft(version_id=version.id, change=_first, by=by)
    authoring.publish_version(version_id=version.id, by=by)
    draft = authoring.begin_draft(instrument_id=version.instrument_id, by=by)
    words = {"reason": "Residents asked for a question on other professions"}
    authoring.edit_draft(version_id=draft.id, change=_second, by=by, words=words)


def enter_licensed_questions(by: Viewer, day: date) -> None:
    """Enter an invented scale under an invented license: half a year and 200 people, no words in files."""
    version = authoring.new_instrument(
        name="Daybreak Energy Scale", copy_of=None, source=Source.LICENSED, credit="Daybreak Press", by=by
    )
    terms = License(
        holder="Daybreak Press",
        from_on=day - timedelta(days=60),
        until_on=day + timedelta(days=180),
        reference="DP-2041",
        most_uses=200,
    )
    attest_license(instrument_id=version.instrument_id, terms=terms, by=by)
    authoring.edit_draft(version_id=version.id, change=lambda content: _with_lines(content, LICENSED), by=by)
    authoring.publish_version(version_id=version.id, by=by)


def _first(content: Content) -> Content:
    page = replace(content.parts[0], title={"en": TITLE})
    written = _with_lines(replace(content, parts=(page,)), FIRST)
    often, kept, *others = written.items
    rare = {"item": often.key, "codes": [1, 2]}
    return replace(written, items=(often, replace(kept, show_if=rare), *others))


def _second(content: Content) -> Content:
    written = _with_lines(content, ADDED)
    often, *others = written.items
    plainer = {"en": "How often were you taught at the bedside this month?"}
    return replace(written, items=(replace(often, text=plainer), *others))


def _with_lines(content: Content, lines: str) -> Content:
    return with_pasted(content, read_lines(lines, content.scales), part_key="first", entry=lines[:20])
