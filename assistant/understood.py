"""What a question took over from what was said before it, in words that a person can read and drop."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from corpus.message import Message
from index.query import QUESTIONS, Query

LONGEST = 60
"""Characters of what is shown; the newest words go first into it."""
WORD = re.compile(r"\w+(?:[-‐‑’']\w+)*\+?")


@dataclass(frozen=True, slots=True)
class Understood:
    """How a follow-up was read. `about` holds the words of earlier questions that it was taken to be about, "" when it
    was read alone; `context` tells whether all that was said, answers too, counted in the ranking.
    """

    about: str = ""
    context: bool = False

    def as_record(self) -> dict[str, Any]:
        """It in JSON."""
        return asdict(self)


ALONE = Understood()
"""Of a question that took nothing over."""


class Reader(Protocol):
    """What is asked about a question; a searcher knows it."""

    def question_terms(self, text: str, language: str) -> list[str]:
        """The stems of a text's telling words."""

    def weighs_context(self, query: Query) -> bool:
        """Whether what was said before counts in the ranking."""


def understood(query: Query, reader: Reader, frame: Collection[str]) -> Understood:
    """What counts for a query beside its own words; `frame` holds stems that tell no topic."""
    context = reader.weighs_context(query)
    if not query.earlier and not context:
        return ALONE
    asked = [turn.text for turn in query.said if turn.speaker == "user"][-QUESTIONS:]
    known = {*frame, *reader.question_terms(query.text, "en")}
    shown, more, told = list[str](), False, set[str]()
    for phrase in (one for text in reversed(asked) for one in reversed(list(_phrases(text, reader, known)))):
        terms = set(reader.question_terms(phrase, "en"))
        if terms <= told:
            continue
        if shown and len(", ".join([*shown, phrase])) > LONGEST:
            more = True
            break
        told |= terms
        shown.append(phrase if len(phrase) <= LONGEST else phrase[: LONGEST - 1] + "…")
    words = ", ".join(reversed(shown))
    about = Message("{words} and more", {"words": words}) if more else words
    return Understood(about or Message("what was said before"), context)


def _phrases(text: str, reader: Reader, known: Collection[str]) -> Iterator[str]:
    """Runs of telling words, as they were typed."""
    start = end = -1
    for match in WORD.finditer(text):
        telling = bool(set(reader.question_terms(match[0], "en")) - set(known))
        if start >= 0 and not (telling and text[end : match.start()].isspace()):
            yield text[start:end]
            start = -1
        if telling:
            start, end = (match.start() if start < 0 else start), match.end()
    if start >= 0:
        yield text[start:end]
