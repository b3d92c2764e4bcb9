"""What a saved question expects of its answer, as a line of saved questions tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from assistant.answer import Status
from corpus.errors import QuestionError
from corpus.sources.item import storable

STATUSES: tuple[Status, ...] = get_args(Status)
PAIR = {"document", "sentence"}

Choice = tuple[str, ...]
"""Texts of which one is enough."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence to be quoted: from the document of an id, or with "" from any."""

    text: str
    document: str = ""

    def as_record(self) -> str | dict[str, str]:
        """The sentence as a line of saved questions has it."""
        return {"document": self.document, "sentence": self.text} if self.document else self.text

    def __str__(self) -> str:
        return f"“{self.text}”" + (f" ({self.document})" if self.document else "")


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must be: its status, documents that it must cite, sentences that it must quote; of each choice
    one. No sentence of `not_first` may be quoted before the first of the `sentences`.
    """

    status: Status
    documents: tuple[Choice, ...] = ()
    sentences: tuple[tuple[Sentence, ...], ...] = ()
    not_first: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """What is expected, as a line of saved questions has it."""
        told: dict[str, Any] = {"status": self.status}
        if self.documents:
            told["documents"] = [_alone(list(choice)) for choice in self.documents]
        if self.sentences:
            told["sentences"] = [_alone([one.as_record() for one in choice]) for choice in self.sentences]
        if self.not_first:
            told["not_first"] = list(self.not_first)
        return told


def expected_of(row: Mapping[str, Any]) -> Expected | None:
    """What a line's object expects; None where it expects nothing. Raises QuestionError saying what cannot be meant."""
    documents = tuple(texts_of(choice, "documents") for choice in _choices(row, "documents"))
    sentences = tuple(tuple(_sentence(one) for one in choice) for choice in _choices(row, "sentences"))
    not_first = texts_of(row.get("not_first", []), "not_first")
    status = row.get("status", "answered" if documents or sentences else None)
    if not_first and not sentences:
        raise QuestionError('"not_first" must not come before "sentences": name those too.')
    if status is None:
        return None
    if status not in STATUSES:
        raise QuestionError(f'"status" must be one of {", ".join(STATUSES)}.')
    if (documents or sentences) and status != "answered":
        raise QuestionError(f'an answer that is "{status}" cites nothing: leave out "documents" and "sentences".')
    return Expected(status, documents, sentences, not_first)


def texts_of(value: object, key: str) -> Choice:
    """A list of texts, as the key of a line has it. Raises QuestionError when it is none."""
    if isinstance(value, list) and all(map(_is_text, value)):
        return tuple(value)
    raise QuestionError(f'"{key}" must be a list of texts in quotes.')


def _alone(choice: list[Any]) -> Any:
    return choice[0] if len(choice) == 1 else choice


def _choices(row: Mapping[str, Any], key: str) -> list[list[Any]]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise QuestionError(f'"{key}" must be a list.')
    choices = [one if isinstance(one, list) else [one] for one in value]
    if not all(choices):
        raise QuestionError(f'a list in "{key}" is empty.')
    return choices


def _sentence(told: object) -> Sentence:
    if _is_text(told):
        return Sentence(str(told))
    if isinstance(told, dict) and told.keys() == PAIR and all(map(_is_text, told.values())):
        return Sentence(told["sentence"], told["document"])
    raise QuestionError('"sentences" must be a list of texts in quotes, or of {"document": "...", "sentence": "..."}.')


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and storable(value)
