"""Which words of a text became which: a diff in bounded time, so that no document can stall a sync.

Paragraphs, then runs of words, that occur once in both texts are matched first (patience diff); what lies between them
is compared word by word (Myers 1986), the shortest account of it being found as long as the steps last.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = 1_000_000
"""Of comparing one pair of texts, some half a second; what is left then is replaced whole."""
RUN = 3
"""Words that are looked for together: three in a row are rarely there twice, and rarely in two texts by chance."""
ISLAND = 4
"""Words that stayed between two longer edits are shown as replaced too: "the" alone is no place to rest the eye."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: runs of signs without white space.

    `spans` are their offsets, `paragraphs` the number of the first word of each line that has any.
    """

    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words `[old_start, old_end)` of the old text became words `[new_start, new_end)` of the new one."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        """Words of its longer side."""
        return max(self.old_end - self.old_start, self.new_end - self.new_start)


@dataclass(frozen=True, slots=True)
class Edits:
    """What turns one sequence of words into another: ascending, with words that stayed between any two.

    `coarse` when some stretch was too different to be compared word by word, and is one edit.
    """

    edits: tuple[Edit, ...]
    coarse: bool


def words_of(text: str) -> Words:
    """The words of a text."""
    spans = tuple(match.span() for match in re.finditer(r"\S+", text))
    starts = [start for start, _ in spans]
    lines = {0, *(bisect_left(starts, match.start()) for match in re.finditer("\n", text))} - {len(spans)}
    return Words(tuple(text[start:end] for start, end in spans), spans, tuple(sorted(lines)))


def edits_between(old: Words, new: Words) -> Edits:
    """What turns the words of one text into those of another."""
    left, coarse, edits = STEPS, False, list[Edit]()
    for gap in sorted(_differing(old, new), key=lambda one: one.size):  # so that one large gap leaves the others steps
        found = _compared(old.texts, new.texts, gap, left)
        if found is None:
            left, coarse = 0, True
            edits.append(gap)
        else:
            edits += found[0]
            left -= found[1]
    return Edits(tuple(_readable(sorted(edits, key=lambda one: (one.old_start, one.new_start)))), coarse)


def shortest_edits(old: Sequence[str], new: Sequence[str], steps: int = STEPS) -> tuple[list[Edit], int] | None:
    """The fewest words removed and added, and the steps it took; None when that takes more steps than given."""
    furthest, rounds, used = {1: 0}, list["array[int]"](), 0
    for distance in range(len(old) + len(new) + 1):
        for diagonal in range(-distance, distance + 1, 2):
            at = before = _step(furthest, diagonal, distance)
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            furthest[diagonal] = at
            used += 1 + at - before
            if at >= len(old) and at - diagonal >= len(new):
                return list(_traced(rounds, diagonal)), used
            if used > steps:
                return None
        rounds.append(array("l", (furthest[diagonal] for diagonal in range(-distance, distance + 1, 2))))
    raise AssertionError("removing every word and adding every word always leads there")


def _step(furthest: dict[int, int], diagonal: int, distance: int) -> int:
    """Where the furthest path of one more edit enters a diagonal."""
    if _adds(furthest, diagonal, distance):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _adds(furthest: dict[int, int], diagonal: int, distance: int) -> bool:
    """Whether the furthest path enters a diagonal by a word that was added."""
    return diagonal == -distance or (diagonal != distance and furthest[diagonal - 1] < furthest[diagonal + 1])


def _traced(rounds: Sequence["array[int]"], diagonal: int) -> list[Edit]:
    """The single edits of the path that ended on a diagonal, first ones first."""
    edits = list[Edit]()
    for distance in range(len(rounds), 0, -1):
        reached = rounds[distance - 1]
        furthest = {-distance + 1 + 2 * at: x for at, x in enumerate(reached)}
        added = _adds(furthest, diagonal, distance)
        diagonal += 1 if added else -1
        old = furthest[diagonal]
        new = old - diagonal
        edits.append(Edit(old, old + (not added), new, new + added))
    return edits[::-1]


def _differing(old: Words, new: Words) -> Iterator[Edit]:
    """Stretches between what is matched first, as short as their ends allow."""
    for paragraphs in _gaps(Edit(0, len(old.texts), 0, len(new.texts)), _same_paragraphs(old, new)):
        rest = _trimmed(old.texts, new.texts, paragraphs)
        for part in _gaps(rest, _same_words(old.texts, new.texts, rest)):
            gap = _trimmed(old.texts, new.texts, part)
            if gap.size:
                yield gap


def _gaps(whole: Edit, same: Sequence[tuple[int, int, int]]) -> Iterator[Edit]:
    """What lies between stretches (old, new, length) that are the same, and around them."""
    old, new = whole.old_start, whole.new_start
    for old_start, new_start, length in same:
        yield Edit(old, old_start, new, new_start)
        old, new = old_start + length, new_start + length
    yield Edit(old, whole.old_end, new, whole.new_end)


def _same_paragraphs(old: Words, new: Words) -> list[tuple[int, int, int]]:
    """Paragraphs that occur once in both texts, in the order of both, as (old word, new word, words)."""
    before, after = _paragraphs(old), _paragraphs(new)
    return [
        (old.paragraphs[one], new.paragraphs[other], len(before[one])) for one, other in _once_in_both(before, after)
    ]


def _paragraphs(words: Words) -> list[tuple[str, ...]]:
    bounds = [*words.paragraphs, len(words.texts)]
    return [words.texts[start:end] for start, end in pairwise(bounds)]


def _same_words(old: Sequence[str], new: Sequence[str], gap: Edit) -> list[tuple[int, int, int]]:
    """Words that begin a run that occurs once on both sides of a gap, in the order of both, as (old, new, 1)."""
    before, after = old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end]
    pairs = _once_in_both(_runs(before), _runs(after))
    return [(gap.old_start + one, gap.new_start + other, 1) for one, other in pairs]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[first:] for first in range(RUN)), strict=False))


def _once_in_both(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places (old, new) of what occurs once on both sides: the longest list that ascends on both."""
    times_old, times_new = Counter(old), Counter(new)
    places = {one: at for at, one in enumerate(new) if times_new[one] == 1}
    pairs = [(at, places[one]) for at, one in enumerate(old) if times_old[one] == 1 and one in places]
    ends, heads, before = list[int](), list[int](), list[int]()
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(heads[length - 1] if length else -1)
        ends[length : length + 1], heads[length : length + 1] = [place], [index]
    chain, index = list[tuple[int, int]](), heads[-1] if heads else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _trimmed(old: Sequence[str], new: Sequence[str], gap: Edit) -> Edit:
    """A gap without the words that both sides begin and end with."""
    old_start, old_end, new_start, new_end = gap.old_start, gap.old_end, gap.new_start, gap.new_end
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    return Edit(old_start, old_end, new_start, new_end)


def _compared(old: Sequence[str], new: Sequence[str], gap: Edit, steps: int) -> tuple[list[Edit], int] | None:
    """The edits of a gap and the steps they took; None when that takes more steps than given."""
    if gap.old_start == gap.old_end or gap.new_start == gap.new_end:
        return [gap], 0
    found = shortest_edits(old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end], steps)
    if found is None:
        return None
    edits, used = found
    at, there = gap.old_start, gap.new_start
    return [Edit(at + e.old_start, at + e.old_end, there + e.new_start, there + e.new_end) for e in edits], used


def _readable(edits: Sequence[Edit]) -> list[Edit]:
    """Edits joined where they touch, or where a few words alone stand between two longer ones."""
    kept = list[Edit]()
    for edit in edits:
        joined = edit
        while kept and joined.old_start - kept[-1].old_end <= min(ISLAND, kept[-1].size - 1, joined.size - 1):
            last = kept.pop()
            joined = Edit(last.old_start, joined.old_end, last.new_start, joined.new_end)
        kept.append(joined)
    return kept
