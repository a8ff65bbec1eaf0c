"""Docstrings of functions say what they do, beginning with the verb; those of classes say what they are.

`make check` runs it; it needs nothing but Python.
"""

import ast
import sys
from collections.abc import Iterator
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
NOT_OF_CLASSES = {"This", "That", "These", "It", "Class", "Will"}
VERBS_ALL_THE_SAME = VERBS_IN_S | {"bring", "test", "request", "suggest", "enable", "disable"}


def is_verb(word: str) -> bool:
    """Tell whether a docstring may begin with a word: capital letter, nothing that can't be an imperative."""
    bare = word.rstrip(",:;.")
    if not bare.isalpha() or not bare[0].isupper():
        return False
    low = bare.lower()
    return low not in NOT_VERBS and (low in VERBS_ALL_THE_SAME or not low.endswith(NOT_ENDINGS))


def is_wrong(node: ast.AST, word: str) -> bool:
    """Tell whether a docstring begins with a word that it should not begin with."""
    if isinstance(node, ast.ClassDef):
        return word in NOT_OF_CLASSES
    # What a test shows is often a story; its docstring may tell one.
    return isinstance(node, FUNCTIONS) and not node.name.startswith("test_") and not is_verb(word)


def wrong_in(text: str) -> Iterator[str]:
    """Yield line, name and first words of each docstring in a file that begins wrongly."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        told = ast.get_docstring(node)
        if told and is_wrong(node, told.split()[0]):
            yield f"{node.lineno} {node.name}: {told.splitlines()[0][:80]}"


def wrong_docstrings(root: Path = ROOT) -> list[str]:
    """Return every docstring of the project that begins wrongly, with its place."""
    files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    return [f"{path.relative_to(root)}:{line}" for path in files for line in wrong_in(path.read_text())]


if __name__ == "__main__":
    found = wrong_docstrings()
    for place in found:
        print(
            f"{place}\n    instead: begin with the verb (Return, Tell whether, Refuse); say of a class what it is"
        )
    print("Docstrings begin as they should." if not found else f"{len(found)} docstrings begin wrongly.")
    sys.exit(1 if found else 0)
