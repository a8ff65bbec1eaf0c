"""An office that answers an import by its pages alone: it reads what stands there and presses what it finds."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from rounds.core.access import Viewer
from rounds.integrations.spreadsheets.enums import Way
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.programs.models import Cohort
from tests.integrations.messy_office import KINDS, Office, as_text
from tests.sheets.messy_sheets.loading import Shape, Upload


class Clerk(Office):
    """Answers a check as `Office` does, with the controls of the check page."""

    page: Page

    @classmethod
    def bring(cls, page: Page, slug: str, shape: Shape, upload: Upload, by: Viewer, cohort: Cohort) -> Clerk:
        """Choose a file on the page of imports, as a person does; what is known afterward is the check page."""
        kind = KINDS.get(shape.kind, shape.kind)
        page.goto(f"/{slug}/imports/new/?kind={kind}&cohort={cohort.id}")
        page.set_input_files(
            "input[name=file]", {"name": upload.file, "mimeType": "text/csv", "buffer": upload.data}
        )
        if upload.dictionary:
            page.click("main summary")
            said = {"name": "dictionary.csv", "mimeType": "text/csv", "buffer": upload.dictionary}
            page.set_input_files("input[name=dictionary]", said)
        page.click("main button.button-primary")
        page.wait_for_selector("h1:has-text('Check what will happen')")
        clerk = cls(upload, by, SpreadsheetImport.objects.order_by("-created_at").first())
        clerk.page = page
        return clerk

    def is_in_sight(self) -> list[str]:
        """Return what the check knows and the page does not say: columns, questions with their words, counts."""
        preview, shown = self.preview, self.page.inner_text("main")
        everything = " ".join(self.page.text_content("main").split())
        missing = []
        for column in preview["columns"]:
            header = " ".join(column["header"].split())
            if header and header not in (shown if column["status"] == "left_out" else everything):
                missing.append(f"column {column['letter']} {header!r} is nowhere on the page")
        for group in preview["groups"]:
            if not self.page.locator(f"#cause-{group['id']}").is_visible():
                missing.append(f"{group['cause']} of {group['target']} is not asked in sight")
            words = [text["text"] for text in group["texts"]] if group["target"] != "exclusions" else []
            words += [person["text"] for person in group["people"]]
            missing += [f"{word!r} is not in sight" for word in words if word and word not in shown]
        counts = self.page.inner_text(".import-counts").split()
        missing += [
            f"{name} {count} is not counted"
            for name, count in preview["counts"].items()
            if str(count) not in counts
        ]
        return missing

    def say_header(self) -> None:
        header = self.preview["header"]
        if not header["is_sure"]:
            right = max(self.upload.header, default=0) if len(self.upload.header) < 2 else header["row"]
            self.page.check(f"#header-{right}")
            self._press("header")

    def answer_all(self) -> None:
        """Answer what can be answered, until nothing more changes."""
        self.say_header()
        for _again in range(6):
            before = self.spreadsheet.opened()["answers"]
            if self._fill():
                self._press("use-all")
            else:
                self._press("apply")
            if self.spreadsheet.opened()["answers"] == before:
                return
            self.rounds += 1

    def press_import(self) -> None:
        self._press("import")
        self.page.wait_for_selector("h1:has-text('Imported')")

    def _press(self, what: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(f"main button[name=do][value={what}]").last.click()

    def _fill(self) -> bool:
        """Give every control its answer; returns whether any cause can be answered."""
        preview = self.preview
        for number, column in enumerate(preview["columns"]):
            expected = self.upload.columns.get(column["letter"])
            if column["status"] == "needs_you" and expected and expected.target:
                self.page.select_option(f"[name=column-{number}]", expected.target)
        for group in preview["groups"]:
            self._fill_group(group)
        return self.page.locator("main button[value=use-all]").count() > 0

    def _fill_group(self, group: dict[str, Any]) -> None:
        target, way = group["target"], group["way"]
        if way == Way.ORDER:
            self.page.locator("label", has=self.page.locator("[name=date_order][value=mdy]")).click()
        elif way == Way.ONCE:
            right = next((row[target] for row in self.upload.rows.values() if target in row), None)
            if right is not None:
                self._put(f"{group['id']}-0", as_text(target, right))
        elif way == Way.TEXT and group["cause"] != "tier_unsaid":
            for number, text in enumerate(group["texts"]):
                self._put(f"{group['id']}-{number}", self._shown(group, text))
        elif way == Way.ROW:
            for number, person in enumerate(group["people"]):
                self._fill_row(group, number, person)

    def _shown(self, group: dict[str, Any], text: dict[str, Any]) -> str:
        """Return what a control has to hold so that a text means what is right."""
        meaning = self._meaning(group, text)
        if group["cause"] == "new_place" and meaning == text["text"]:
            return "+"
        return "" if meaning is None else str(meaning)

    def _fill_row(self, group: dict[str, Any], number: int, person: dict[str, Any]) -> None:
        right, target, name = (
            self.upload.rows.get(person["row"], {}),
            group["target"],
            f"{group['id']}-{number}",
        )
        if group["cause"] == "twice":
            self.page.check(f"[name='{name}'][value='{person['rows'][-1]}']")
        elif group["cause"] == "who":
            value = person["options"][0][0] if target in right else "new"
            self.page.check(f"[name='{name}'][value='{value}']")
        elif group["cause"] in ("missing", "shared") and target in right:
            self._put(name, as_text(target, right[target]))

    def _put(self, name: str, value: str) -> None:
        control = self.page.locator(f"[name='{name}']")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value or ("-" if control.locator("option[value='-']").count() else ""))
        else:
            control.fill(value)
