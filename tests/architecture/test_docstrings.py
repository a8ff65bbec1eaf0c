"""The docstring of a function says what it does, beginning with the verb; that of a class says what it is."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "benchmarks", "front_end")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What can't be a verb in the imperative.
NO_VERBS = (
    ("a", "an", "the", "this", "that", "these", "those", "each", "every", "either", "both", "all", "any"),
    ("it", "its", "there", "he", "she", "they", "we", "you", "i", "one", "two", "three", "another", "same"),
    ("some", "somebody", "everybody", "everything", "nobody", "nothing", "whoever", "whatever", "people"),
    ("who", "whom", "what", "which", "when", "where", "why", "how", "whether", "if", "since", "until"),
    ("for", "from", "of", "on", "in", "at", "by", "to", "up", "with", "without", "after", "before", "as"),
    ("will", "would", "can", "may", "must", "should", "not", "no", "yes", "many", "more", "today"),
)
NOT_VERBS = {word for row in NO_VERBS for word in row}
NOT_ENDINGS = ("s", "ing", "ary", "est", "ible", "able")
VERBS_IN_S = {"press", "pass", "guess", "discuss", "process", "address", "express", "focus"}
VERBS_ALL_THE_SAME = VERBS_IN_S | {"bring", "test", "request", "suggest", "enable", "disable"}


def is_verb(word: str) -> bool:
    """Tell whether a docstring may begin with a word: capital letter, nothing that can't be an imperative."""
    bare = word.rstrip(",:;.")
    if not bare.isalpha() or not bare[0].isupper():
        return False
    low = bare.lower()
    return low not in NOT_VERBS and (low in VERBS_ALL_THE_SAME or not low.endswith(NOT_ENDINGS))


@cache
def docstrings() -> list[tuple[ast.AST, str, str]]:
    """Return each function and class of the project that has a docstring, where it is, and the first word."""
    return [
        (node, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {text[:60]}", text.split()[0])
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and (text := ast.get_docstring(node))
    ]


def test_docstrings_of_functions_begin_with_the_verb():
    # What a test shows is often a story; its docstring may tell one.
    wrong = [
        where
        for node, where, word in docstrings()
        if isinstance(node, FUNCTIONS) and not node.name.startswith("test_") and not is_verb(word)
    ]

    assert wrong == []


def test_docstrings_of_classes_say_what_they_are():
    wrong = [
        where
        for node, where, word in docstrings()
        if isinstance(node, ast.ClassDef) and word in {"This", "That", "These", "It", "Class", "Will"}
    ]

    assert wrong == []


def test_what_is_no_verb_is_found():
    nouns = ("This", "The", "Whether", "Returns", "Mentees", "Returning", "(kind,", "return", "Complementary")

    assert [word for word in nouns if is_verb(word)] == []
    assert all(map(is_verb, ("Return", "Press", "Bring", "Accept,")))
