"""Which documents are older versions of another one: the same text, changed, at the same address."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.address import place_of
from corpus.document import Document

WORDS = 5
"""Words of a stretch; two texts that share few stretches are different texts, whatever their address."""
SHARED = 0.2
"""Share of the shorter text's stretches that the other must have too. Not tuned: revisions share most, others none."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A document in its row; of two, the one of the higher `turn` was read later."""

    row: int
    turn: int
    document: Document


def superseded(editions: Iterable[Edition]) -> dict[int, str]:
    """Id of the newest version, by the row of each older one: the newest by its dates, of equals the one read last."""
    at_place: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        place = place_of(edition.document.url)
        if place and not edition.document.teaser:
            at_place[place].append(edition)
    older: dict[int, str] = {}
    for together in at_place.values():
        *others, newest = sorted(together, key=_age)
        stretches = _stretches(newest.document.text) if others else set()
        older |= {one.row: newest.document.id for one in others if _is_version(one.document.text, stretches)}
    return older


def _age(edition: Edition) -> tuple[str, int]:
    day = edition.document.modified or edition.document.published
    return day.isoformat() if day else "", edition.turn


def _is_version(text: str, newest: set[tuple[str, ...]]) -> bool:
    stretches = _stretches(text)
    return len(stretches & newest) >= SHARED * max(min(len(stretches), len(newest)), 1)


def _stretches(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + WORDS]) for at in range(max(len(words) - WORDS + 1, 1))}
