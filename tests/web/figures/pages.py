"""The figures of a page: numbers in links, buttons, chips, headlines and stats, each with the words around it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import resolve

HOLDERS = {"a", "button", "h1", "h2", "h3"}
HOLDING_CLASSES = {"chip", "figure", "page-head"}
NO_END = {"img", "input", "br", "link", "meta", "hr", "path", "use", "rect", "line", "circle"}
# A day, a time, a year or a span of years, a number in a name: no figures.
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
NO_FIGURE = re.compile(
    rf"\d{{1,2}} (?:{MONTHS})[a-z]*(?: \d{{4}})?|\d{{1,2}}:\d\d(?: [AP]M)?|\b20\d\d(?:[–-]\d\d)?\b|PGY-\d+"
    r"|\d+ (?:days?|months?|weeks?|minutes?) ago|Run \d+|\S+@\S+"
)
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass
class Holder:
    """An element that may hold a figure, while it is read."""

    tag: str
    depth: int
    words: list[str] = field(default_factory=list)


class Figures(HTMLParser):
    """Collects the texts of holders inside a page's main part, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.main = 0, 0
        self.open: list[Holder] = []
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in NO_END:
            return
        self.depth += 1
        given = dict(attrs)
        if tag == "main":
            self.main = self.depth
        if not self.main:
            return
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        classes = set((given.get("class") or "").split())
        if tag in HOLDERS or "data-figure" in given or HOLDING_CLASSES & classes:
            self.open.append(Holder(tag, self.depth))

    def handle_endtag(self, tag):
        if tag in NO_END:
            return
        if self.open and self.open[-1].depth == self.depth:
            self.texts.append(" ".join(" ".join(self.open.pop().words).split()))
        if self.main == self.depth:
            self.main = 0
        self.depth -= 1

    def handle_data(self, data):
        for holder in self.open:
            holder.words.append(data)


def figures_of(html: str, *, names: list[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Return each text with figures as (words with # for each number, the numbers), names and days left out."""
    reader = Figures()
    reader.feed(html)
    found = []
    a_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    for words in reader.texts:
        text = NO_FIGURE.sub("DAY", a_name.sub("NAME", words))
        numbers = tuple(int(float(one.replace(",", ""))) for one in NUMBER.findall(text))
        if numbers:
            found.append((NUMBER.sub("#", text), numbers))
    return found


def pages_from(client: Client, starts: list[str], *, of_each: int = 4) -> Iterator[tuple[Any, str]]:
    """Walk the links of main parts from some pages; yield (answer, html), of each kind of address a few."""
    below = "/" + starts[0].strip("/").split("/")[0] + "/"
    waiting, seen, kinds = list(starts), set(starts), Counter()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        yield answer, answer.text
        reader = Figures()
        reader.feed(answer.text)
        for href in reader.links:
            parts = urlsplit(href)
            there = (parts.path or path.partition("?")[0]) + (f"?{parts.query}" if parts.query else "")
            if parts.netloc or not there.startswith(below) or there in seen:
                continue
            seen.add(there)
            kind = resolve(urlsplit(there).path).view_name, tuple(sorted(parse_qs(parts.query)))
            kinds[kind] += 1
            if kinds[kind] <= of_each:
                waiting.append(there)
