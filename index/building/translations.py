"""Which documents are one text in several languages.

Told by their pages (`alternates`), by staff (`translation_of`), or by names of files that differ in the code of their
language alone ("statement-en.pdf", "statement-fr.pdf").
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.address import place_of
from corpus.language import EUROPEAN

LANGUAGE_MARK = re.compile(rf"(?i)(?:(?<=[-_ .(])|^)(?:{'|'.join(EUROPEAN)})(?=[-_ .)]|$)")
"""The code of a language that stands alone in a file's name."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document and what tells which text it is."""

    id: str
    language: str
    place: str
    """Of its address; see `corpus.address`."""
    alternates: tuple[str, ...]
    translation_of: str

    @classmethod
    def told(cls, name: str, language: str, address: str, alternates: str, translation_of: str) -> "Text":
        """A text as the store tells it; `alternates` is a JSON list of addresses."""
        places = tuple(place for place in map(place_of, json.loads(alternates)) if place)
        return cls(name, language, place_of(address), places, translation_of)


def works(texts: Iterable[Text]) -> dict[str, str]:
    """Id of the first document of its group, by the id of each document that has translations in the library."""
    known = {text.id: text for text in texts}
    groups = _Groups(known)
    by_place = {text.place: text.id for text in known.values() if text.place}
    named: dict[str, list[Text]] = defaultdict(list)
    for text in known.values():
        for place in text.alternates:
            if by_place.get(place, text.id) != text.id:
                groups.join(text.id, by_place[place])
        if text.translation_of in known:
            groups.join(text.id, text.translation_of)
        stem = _without_language(text.id, text.language)
        if stem:
            named[stem].append(text)
    for together in named.values():
        if len({text.language for text in together}) == len(together):
            for text in together[1:]:
                groups.join(together[0].id, text.id)
    return groups.with_several()


def tells_language(name: str, language: str) -> bool:
    """Whether the name of a document's file tells the language that it is in."""
    return bool(_without_language(name, language))


def _without_language(name: str, language: str) -> str:
    """A file's name without the code of its language; "" when it names none, or another than it is in."""
    folder, _, name = name.rpartition("/")
    stem = name.rsplit(".", 1)[0]
    marks = [mark for mark in LANGUAGE_MARK.finditer(stem) if mark[0].casefold() == language]
    if not marks:
        return ""
    return f"{folder}/{stem[: marks[-1].start()]}*{stem[marks[-1].end() :]}".casefold()


class _Groups:
    """Sets of ids that were joined, one with another (union-find)."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parents = {one: one for one in ids}

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first

    def with_several(self) -> dict[str, str]:
        roots = {one: self._root(one) for one in self._parents}
        joined = {root for one, root in roots.items() if one != root}
        return {one: root for one, root in roots.items() if root in joined}

    def _root(self, one: str) -> str:
        while self._parents[one] != one:
            self._parents[one] = self._parents[self._parents[one]]  # else a chain of translations is walked each time
            one = self._parents[one]
        return one
