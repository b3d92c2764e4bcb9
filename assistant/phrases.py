"""The phrases that a question puts in quotation marks: words that every hit must hold, one after the other."""

import re
from collections.abc import Iterator

from index.local.keywords import words_of

QUOTED = re.compile(r"[“”„\"]([^“”„\"]*)[“”\"]|«([^«»]*)»|»([^«»]*)«")
"""“…”, „…“, ”…”, "…", «…» and »…«. Apostrophes are left alone: they end words."""


def phrases_in(question: str) -> tuple[str, ...]:
    """The quoted phrases that hold a word, each once, in order."""
    return tuple(dict.fromkeys(phrase for phrase in _quoted(question) if words_of(phrase)))


def _quoted(question: str) -> Iterator[str]:
    for match in QUOTED.finditer(question):
        yield " ".join(next(group for group in match.groups() if group is not None).split())
