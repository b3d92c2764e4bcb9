"""The saved questions: how they are written down, and when an answer to one is right.

`sample_questions.json` is a list of objects. They were written from reading the texts, as a member would ask, without
trying what the assistant answers; none may be changed to suit it. Sentences are verbatim. Fields:

- `question`, and `history` where it is a follow-up: (speaker, text) pairs, oldest first;
- `kind`: what makes it a test of its own (paraphrase, negation, near miss, ...), for counting;
- `set`: "tuning" for choosing settings, "held-out" for judging them. The 35 oldest were there while settings were
  chosen and are all "tuning"; else the sets alternate within each kind;
- `library`: "sample" (corpus/sample/content) or "seed" (the page kept beside the project);
- `status`: what an answer must say; "mentioned_only" where the words occur and no position is taken;
- `answers`: (document, sentence) pairs, any of which answers it; none where `status` is a silence;
- `not_first`: sentences that must not be quoted before one of `answers`, since somebody else says them or they were
  replaced.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.conversation import query_of
from index.query import Query, Turn

ASKED_ON = date(2026, 11, 25)
"""The day on which the questions are asked: a year in them names documents, unless it lies ahead."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved question with what is expected of its answer."""

    question: str
    kind: str
    set: str
    library: str
    status: str
    history: tuple[Turn, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    not_first: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The question as it is searched."""
        return query_of(self.question, self.history, today=ASKED_ON)


def saved_questions(library: str) -> list[Saved]:
    """The saved questions on a library, in their order."""
    told = json.loads((Path(__file__).parent / "sample_questions.json").read_text(encoding="utf-8"))
    return [_read(one) for one in told if one["library"] == library]


def _read(one: dict[str, Any]) -> Saved:
    lists: dict[str, Any] = {
        "history": tuple(Turn(speaker, text) for speaker, text in one.get("history", ())),
        "answers": tuple((document, sentence) for document, sentence in one.get("answers", ())),
        "not_first": tuple(one.get("not_first", ())),
    }
    return Saved(**{**one, **lists})


def is_right(answer: Answer, saved: Saved) -> bool:
    """Whether the status is the expected one and, of what is quoted, an expected sentence comes before any other that
    must not come first.
    """
    if answer.status != saved.status:
        return False
    for citation in answer.citations:
        if any(citation.document.id == name and sentence in citation.quote for name, sentence in saved.answers):
            return True
        if any(sentence in citation.quote for sentence in saved.not_first):
            return False
    return not saved.answers
