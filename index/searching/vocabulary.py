"""Other names of what is asked about: abbreviations, spellings, translations and names that were given up.

They work when a question is read, so that a change needs no new index. Acronyms are found in capitals only ("ALE",
"ILAs", not "ale"), other names in any case, both as whole words, with the endings of a plural or a German case. A text
that holds no name of the vocabulary is handed on as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.message import Message, noted
from index.query import Weighted

OTHER_NAMES = 0.5
"""Weight among the keywords of a name that was not used beside the one that was; see docs/decisions.md."""
ENDING = "(?:s|es|e|n|en|er|em)?"
JOINT = "[\\s\u2010\u2011\u2013-]+"
"""Between the words of a name: white space or hyphens, whichever the name is written with."""
LONG_WORD = 4
"""Letters from which a word of a name may have an ending."""
PATTERNS_HELD = 256
"""Sets of names that are looked for at once, whose expression is kept."""
ALIKE = str.maketrans({"\u0131": "i", "\u0307": None})
"""What case folding keeps apart and expressions that ignore case do not: the i without a dot, and that of "\u0130"."""


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals: no small letter, and two capitals at least."""
    return not any(sign.islower() for sign in name) and sum(sign.isupper() for sign in name) > 1


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one thing, at least two. Of a thing that was `renamed`, the old name and then the new one."""

    names: tuple[str, ...]
    renamed: bool = False

    @property
    def full(self) -> str:
        """The name that a question is read with: the new one, else the first that is no acronym, else the first."""
        if self.renamed:
            return self.names[-1]
        return next((name for name in self.names if not is_acronym(name)), self.names[0])


@dataclass(frozen=True, slots=True)
class Reading:
    """A name in a text, as it stands there, and the groups that have it: several when it is ambiguous."""

    found: str
    name: str
    start: int
    end: int
    groups: tuple[Group, ...]

    @property
    def full(self) -> tuple[str, ...]:
        """The names that it is read as; none when it is the full name itself."""
        return tuple(group.full for group in self.groups if group.full != self.name)

    @property
    def others(self) -> tuple[str, ...]:
        """Every name of the groups but the one that was found."""
        return tuple(dict.fromkeys(name for group in self.groups for name in group.names if name != self.name))

    @property
    def told(self) -> str:
        """What a person is told, "" when only the spelling differs: "ALE read as adult learning and education"."""
        known = [group for group in self.groups if not group.renamed and _letters(group.full) != _letters(self.name)]
        told = self.found
        for group in known:
            form = noted("{told} read as {name}") if group is known[0] else noted("{told} or as {name}")
            told = Message(form, {"told": told, "name": group.full})
        for group in (one for one in self.groups if one.renamed):
            former = group.full == self.name
            form = noted("{told}, formerly {name}") if former else noted("{told}, now {name}")
            told = Message(form, {"told": told, "name": group.names[0] if former else group.full})
        return told if told != self.found else ""


class Vocabulary:
    """Groups of names, and how texts are read with them. Never changes."""

    def __init__(self, groups: Sequence[Group] = ()) -> None:
        self.groups = tuple(groups)
        names = sorted({name for group in groups for name in group.names}, key=lambda name: (-len(name), name))
        self._stems = {name: () if is_acronym(name) else _stems(name) for name in names}

    def readings(self, text: str) -> tuple[Reading, ...]:
        """The names that a text holds, in order; of two that overlap, the longer one.

        Expressions are made of the names alone whose words a text may hold: one of all takes 85 ms to make.
        """
        plain = _plain(text)
        names = tuple(
            name
            for name, stems in self._stems.items()
            if (all(stem in plain for stem in stems) if stems else name in text)
        )
        return tuple(self._found(text, names)) if names else ()

    def of(self, texts: Sequence[str]) -> "Vocabulary":
        """The part that texts use: what they do not name has no other names."""
        used = {group for text in texts for reading in self.readings(text) for group in reading.groups}
        return Vocabulary([group for group in self.groups if group in used]) if used else EMPTY

    def told(self, texts: Sequence[str]) -> tuple[str, ...]:
        """What a person is told of how texts are read, each once."""
        told = [reading.told for text in texts for reading in self.readings(text)]
        return tuple(dict.fromkeys(filter(None, told)))

    def written_out(self, text: str, keep: bool = False) -> str:
        """The text with the full name for each other name of it, or behind it when `keep`."""
        parts, last = [], 0
        for reading in self.readings(text):
            if reading.full:
                parts += [text[last : reading.end if keep else reading.start], " " * keep + " ".join(reading.full)]
                last = reading.end
        return "".join([*parts, text[last:]])

    def widened(self, texts: Sequence[Weighted]) -> list[Weighted]:
        """The texts, and the other names of what they name, which count less."""
        names = [
            Weighted(name, one.weight * OTHER_NAMES)
            for one in texts
            for reading in self.readings(one.text)
            for name in reading.others
        ]
        return [*texts, *names]

    def _found(self, text: str, names: tuple[str, ...]) -> Iterator[Reading]:
        for match in _any_of(names).finditer(text):
            assert match.lastindex
            name = names[match.lastindex - 1]
            groups = tuple(group for group in self.groups if name in group.names)
            yield Reading(match[0], name, match.start(), match.end(), groups)


EMPTY = Vocabulary()


def _letters(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()


def _plain(text: str) -> str:
    return text.casefold().translate(ALIKE)


def _stems(name: str) -> tuple[str, ...]:
    """What a text that holds a name holds of each of its words, in small letters."""
    return tuple(_plain(_stem(word)) for word in re.split(JOINT, name))


@lru_cache(PATTERNS_HELD)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """The expression that finds names, the first of those that begin at one place; each is a group of its own."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'({_pattern(name)})' for name in names)})(?!\w)")


def _pattern(name: str) -> str:
    """The expression that finds a name, without the bounds of its words."""
    if is_acronym(name):
        return re.escape(name) + "s?"
    return "(?i:" + JOINT.join(_word(word) for word in re.split(JOINT, name)) + ")"


def _word(word: str) -> str:
    return re.escape(_stem(word)) + (ENDING if _bends(word) else "")


def _stem(word: str) -> str:
    """A word without the ending that it is written with in a name."""
    return word.removesuffix("s") if _bends(word) and not word.endswith("ss") else word


def _bends(word: str) -> bool:
    return len(word) >= LONG_WORD and word.isalpha()
