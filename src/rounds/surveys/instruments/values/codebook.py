"""The codebook of a set: each column of a file of answers with its words, codes and scores. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rounds.surveys.enums import KindOfItem, KindOfScore
from rounds.surveys.instruments.values.columns import columns_of
from rounds.surveys.instruments.values.content import Content
from rounds.surveys.instruments.values.files import SPOKEN
from rounds.surveys.kinds import Question, kind_of

Page = tuple[str, list[str], list[list[str | int]]]
KEPT_BACK = "–"


def codebook_of(content: Content, questions: Sequence[Question], *, with_words: bool) -> list[Page]:
    """Return the pages of a codebook: columns, codes, scores. Without words only what a license lets leave stands there."""
    return [_columns(content, questions, with_words), _codes(questions, with_words), _scores(content)]


def _columns(content: Content, questions: Sequence[Question], with_words: bool) -> Page:
    pages = {part.key: part.title.get(SPOKEN, "") or part.key for part in content.parts}
    header = [_("Column"), _("Page"), _("Question"), _("Answer"), _("Answered by")]
    header += [_("Meaning"), _("Domain"), _("Counts the other way"), _("Only after"), _("Scores")]
    rows: list[list[str | int]] = []
    for column in columns_of(questions):
        item = content.items_by_key[column.question.key]
        box = "" if column.code is None else dict(column.question.points)[column.code]
        after = " ".join(f"{item.show_if['item']}={code}" for code in item.show_if.get("codes", ()))
        scores = ", ".join(score.key for score in content.scores if item.key in score.members)
        words = [pages.get(item.part_key, ""), item.text.get(SPOKEN, ""), box]
        rows.append(
            [
                column.name,
                *(words if with_words else [KEPT_BACK] * 3),
                str(KindOfItem(item.kind).label),
                item.bank_key,
                item.domain_key,
                _("yes") if item.is_reverse else "",
                after,
                scores,
            ]
        )
    return _("Columns"), header, rows


def _codes(questions: Sequence[Question], with_words: bool) -> Page:
    rows: list[list[str | int]] = []
    for column in columns_of(questions):
        codes = kind_of(column.question).codes(column.question)
        if column.code is not None:
            left_out = {code: words for code, words in codes.items() if code < 0}
            codes = {0: _("not ticked"), 1: _("ticked")} | left_out
        for code, words in codes.items():
            is_own = code >= 0 and column.code is None
            said = words if with_words or not is_own else KEPT_BACK
            rows.append([column.name, code, said, _("missing") if code < 0 else _("answer")])
    return _("Codes"), [_("Column"), _("Code"), _("Words"), _("Is")], rows


def _scores(content: Content) -> Page:
    rows: list[list[str | int]] = [
        [
            score.key,
            score.name.get(SPOKEN, ""),
            str(KindOfScore(score.kind).label),
            ", ".join(score.members),
            ", ".join(f"{key} {weight}" for key, weight in score.weights.items()),
        ]
        for score in content.scores
    ]
    return _("Scores"), [_("Score"), _("Name"), _("How"), _("Questions"), _("Weights")], rows
