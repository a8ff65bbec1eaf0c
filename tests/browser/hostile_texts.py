"""The worst that people type: scripts in every text field of a world, and what shows that one came alive; long names."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from typing import Any

from django.apps import apps
from django.db import connection, models

BEACON = "/xss-beacon"
RUN = "alert(1)"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"'><script>{RUN}</script>",
    f"<img src={BEACON} onerror={RUN}>",
    f'"><img src={BEACON} onerror={RUN}>',
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}//",
    f"<body onload={RUN}>",
    f"<iframe src={BEACON}></iframe>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<link rel=stylesheet href={BEACON}>",
    f"<object data={BEACON}></object>",
    f"<embed src={BEACON}>",
    f"<math><mtext></mtext><img src={BEACON} onerror={RUN}></math>",
    f'" autofocus onfocus="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    f"javascript:{RUN}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "{% debug %}{{ request }}",
    f"\u202e<script>{RUN}</script>",
    f"]]><script>{RUN}</script><!--",
)
# for a field of a few letters
SHORT = ("<svg onload=a>", "'\"><b id=x>", '" onload="a')
# Written by the machine, or chosen from a list and checked against it.
MACHINE = {
    *("slug", "key", "sealed", "hash", "previous_hash", "token_hash", "code_hash", "timezone", "state"),
    *("task_id", "worker_id", "password", "kind", "form_key", "header_digest"),
    *("digest", "input_digest", "result_digest", "engine_version", "action", "object_kind"),
    *("template", "weight_preset", "subject_kind", "external_key", "intake_topic"),
    *("consent_version", "version", "domain_key", "priority_mode", "meeting_modality"),
    *("zone", "theme", "code", "npi", "orcid", "acgme_number"),
    *(
        "audience",
        "fingerprint",
        "module",
        "of",
        "seed",
        "item_key",
        "part_key",
        "scale_key",
        "bank_key",
        "language",
    ),
}
NO_WORDS = {"core.User", "core.Event", "core.AuditHead", "core.WorkerBeat"}
# Typed for some rows alone; an empty one says what kind of row it is.
IN_SOME_ROWS = {
    *("mentorships.Mentorship.purpose", "rollout.ChecklistItem.words", "rollout.Objective.target"),
    *("rollout.CommitteeMeeting.minutes", "rollout.NameRelease.name", "surveys.CallRequest.done_by"),
}
ROWS = 300
SURNAME = "Wolfeschlegelsteinhausenbergerdorff"
DOMAIN = "@rehabilitation-and-research-hospital.example"


def text_fields() -> list[tuple[type[models.Model], models.Field]]:
    """Return every field of ours into which a person, or a person's file, can write words."""
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("rounds.") and model._meta.label not in NO_WORDS
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.EmailField | models.SlugField)
        and not field.choices
        and field.name not in MACHINE
        and not (model._meta.label == "framework.Indicator" and field.name == "tier")
    ]


def text_of(payloads: tuple[str, ...], *, turn: int, room: int | None) -> str:
    """Return the payloads after each other, `turn` says which is first; of those only as many as have room."""
    turn %= len(payloads)
    text = ""
    for payload in (*payloads[turn:], *payloads[:turn], *SHORT):
        if room is None or len(text) + len(payload) + 1 <= room:
            text += payload + " "
    return text.strip()


def plant(world: Any, payloads: tuple[str, ...]) -> set[str]:
    """Write the payloads into every text field of every row; return the fields that hold them."""
    from rounds.core.audit import guards as append_only
    from rounds.core.database.scope import scope
    from rounds.development import guards as kept_catalog
    from rounds.framework import guards as immutable
    from rounds.insights import guards as kept
    from rounds.rollout import guards as issued
    from rounds.surveys import guards as published

    planted = set()
    with ExitStack() as stack:
        stack.enter_context(append_only.unprotected(connection))
        stack.enter_context(immutable.unprotected(connection))
        stack.enter_context(published.unprotected(connection))
        stack.enter_context(kept.unprotected(connection))
        stack.enter_context(kept_catalog.unprotected(connection))
        stack.enter_context(issued.unprotected(connection))
        stack.enter_context(scope(world.institution.id))
        for model, field in text_fields():
            rows = getattr(model, "everywhere", model._default_manager).all()
            if f"{model._meta.label}.{field.name}" in IN_SOME_ROWS:
                rows = rows.exclude(**{field.name: ""})
            for number, key in enumerate(rows.values_list("pk", flat=True)[:ROWS]):
                # names stay apart, where no two may be the same
                room = field.max_length and field.max_length - 9
                text = text_of(payloads, turn=number, room=room) + (f" {number}" if number else "")
                rows.filter(pk=key).update(**{field.name: text})
                planted.add(f"{model._meta.label}.{field.name}")
        planted |= _plant_answers(world, " ".join(payloads))
    for person in world.people.values():
        person.refresh_from_db()
    return planted


def lengthen(world: Any, *, each: bool = False) -> None:
    """Give everybody an address of 60 signs, and every other person (or each) a surname of 35 letters."""
    from rounds.core.folding import fold
    from rounds.people.models import Person

    for number, person in enumerate(Person.everywhere.order_by("id")):
        address = f"{number:03}".rjust(60 - len(DOMAIN), "x") + DOMAIN if person.email else ""
        names = {"family_name": SURNAME, "folded_family": fold(SURNAME)} if each or number % 2 else {}
        Person.everywhere.filter(id=person.id).update(email=address, **names)


def _plant_answers(world: Any, text: str) -> set[str]:
    """Put the payloads where words are kept inside something else: answers, sealed texts, drafts, files."""
    from rounds.core.drafts import save_draft
    from rounds.integrations.spreadsheets.services import stage_file
    from rounds.matching.models import FitNote
    from rounds.programs import guards as submitted
    from rounds.programs.models import Intake

    with submitted.unprotected(connection):
        for intake in Intake.objects.all():
            answers = {**intake.answers, "goals": text, "topics": text, "languages": [text]}
            Intake.objects.filter(pk=intake.pk).update(answers=answers)
    for note in FitNote.objects.all():
        note.seal_value(text)
        note.save()
    form = {"base": 0, "topics": {"aim": {"goals": [text]}, "strengths": {"topics": [text]}}}
    for name in ("cleos", "bobs"):
        enrollment = world.things[name]
        person = next(one for one in world.people.values() if one.id == enrollment.person_id)
        save_draft(by=_viewer(world, person), form_key=f"intake:{enrollment.id}", value=form)
    world.things["import_messy"] = stage_file(
        by=_viewer(world, world.people["alice"]), kind="mentees", name=f"{text[:60]}.csv", data=_sheet(text)
    )
    return {"Intake.answers", "FitNote.sealed", "Draft.sealed", "SpreadsheetImport.sealed"}


def _sheet(text: str) -> bytes:
    """Return a CSV whose headings and cells hold the payloads."""
    written = io.StringIO()
    csv.writer(written).writerows(
        [
            ["Last", "First", "Email", "Lvl", "Goals", text[:150]],
            [text[:90], text[:90], "anwosu@x.example", "PGY-2", text, text],
            ["Solberg", "Priya", text[:80], text[:80], text, "1996-11-20"],
        ]
    )
    return written.getvalue().encode()


def _viewer(world: Any, person: Any) -> Any:
    from rounds.core.access import Grant, Viewer

    office = frozenset({Grant("coordinator")}) if person == world.people["alice"] else frozenset()
    return Viewer(world.institution.id, person.user_id, person.id, person.full_name[:200], office)


ALIVE = f"""() => [...document.querySelectorAll(
  "[onload],[onerror],[onfocus],[ontoggle],[src*='{BEACON}'],[href*='{BEACON}'],[data*='{BEACON}'],[srcdoc],[href^='javascript:'],[src^='javascript:'],[action^='javascript:']"
)].map((element) => element.outerHTML.slice(0, 160)).concat(
  [...document.scripts].filter((one) => /alert\\(1\\)/.test(one.text) && one.type !== "application/json").map((one) => "script " + one.text.slice(0, 160)))"""


SHOWN = """() => /alert\\(1\\)|onload=a/.test(
  document.body.textContent + [...document.querySelectorAll("input,textarea")].map((one) => one.value).join())"""


class Watch:
    """Notes what an open page does that it should not: a dialog, a beacon, a breach of the content policy, a live element."""

    def __init__(self, page: Any) -> None:
        self.page, self.seen = page, []
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._note("beacon", BEACON in request.url))
        page.on("pageerror", lambda error: self._note(f"error {error}", True))
        page.on("console", lambda said: self._note(said.text, "Security Policy" in said.text))

    def open(self, address: str, *, status: int = 200) -> list[str]:
        """Go to an address; return what was noted until the page was there."""
        self.seen.clear()
        answer = self.page.goto(address, wait_until="load")
        self._note(f"answers {answer.status}", answer.status != status)
        return self.seen + self.alive()

    def alive(self) -> list[str]:
        """Return the elements of the open page that a payload has made."""
        return self.page.evaluate(ALIVE)

    def shows_payload(self) -> bool:
        """Tell whether a payload can be read on the page, in its text or in a field."""
        return self.page.evaluate(SHOWN)

    def shows(self, text: str) -> bool:
        """Tell whether a text stands anywhere in the page."""
        return self.page.evaluate("(text) => document.documentElement.outerHTML.includes(text)", text)

    def _dialog(self, dialog: Any) -> None:
        self._note("dialog", True)
        dialog.dismiss()

    def _note(self, what: str, matters: bool) -> None:
        if matters:
            self.seen.append(what[:200])
