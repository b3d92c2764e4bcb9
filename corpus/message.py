"""Sentences that remember what they were made of, so that a page can say them in another language.

Logs, JSON and the command line know nothing of it: a Message is a string, in English.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TypeVar

Word = TypeVar("Word", bound=str)
NOTHING: Mapping[str, object] = MappingProxyType({})


class Message(str):
    """A sentence in English. `form` is it with {names} where the `values` stand; equality is that of the string.

    Values may be messages, days, numbers of things (a year is no number: hand it over as a text), or tuples, which are
    told as a list. Of a sentence that counts, `many` is the form for every `number` but one.
    """

    __slots__ = ("form", "many", "number", "values")

    form: str
    values: Mapping[str, object]
    many: str
    number: int

    def __new__(cls, form: str, values: Mapping[str, object] = NOTHING, many: str = "", number: int = 1) -> "Message":
        """The sentence; every name in the form has its value."""
        chosen = many if many and number != 1 else form
        made = super().__new__(cls, chosen.format_map({name: told(value) for name, value in values.items()}))
        made.form, made.values, made.many, made.number = form, values, many, number
        return made

    def __str__(self) -> str:
        # Not a plain string: `str(error)` is how the pages come by the sentence of an error.
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return Message, (self.form, dict(self.values), self.many, self.number)


def counted(one: str, many: str, number: int, values: Mapping[str, object] = NOTHING) -> Message:
    """A sentence about a number of things, which both forms name as {number}."""
    return Message(one, {**values, "number": number}, many, number)


def joined(parts: Iterable[object], between: str = " ") -> Message:
    """Sentences one after another, each of which can be said in another language."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(between.join(f"{{{name}}}" for name in named), named)


def strung(parts: Iterable[str]) -> str:
    """Parts of one sentence, with semicolons between them; "" of none."""
    first, *others = [*parts] or [""]
    for part in others:
        first = Message("{some}; {other}", {"some": first, "other": part})
    return first


def quoted(words: str) -> Message:
    """Words in quotation marks."""
    return Message("“{words}”", {"words": words})


def either(parts: Sequence[str]) -> str:
    """Several things of which one is meant: "a or b or c"."""
    made = parts[0]
    for part in parts[1:]:
        made = Message("{some} or {other}", {"some": made, "other": part})
    return made


def one_of(words: Collection[str], word: str) -> str:
    """A word to be translated where it is one of a few that are noted; any other as it is."""
    return Message(word) if word in words else word


def noted(word: Word) -> Word:
    """A form, or a word that is one of a few, as it is; marks it to be translated."""
    return word


def told(value: object) -> str:
    """A value within an English sentence."""
    if isinstance(value, tuple):
        *others, last = [told(one) for one in value] or [""]
        return f"{', '.join(others)} and {last}" if others else last
    if isinstance(value, int):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)
