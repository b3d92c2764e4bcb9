"""In which words a draft's quotation differs from stored ones, each of them marked, and what that amounts to."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.asked import denials, numbers_of
from assistant.drafts.outcomes import Difference
from corpus.folding import fold
from corpus.message import Message
from index.texts.words import STEPS, Edit, Words, edits_between, shortest_edits, words_of

BRACKETED = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Compared:
    """All words of both sides in order; `coarse` as in `Nearest`."""

    differences: tuple[Difference, ...]
    coarse: bool


def differences_between(stored: str, drafted: str) -> Compared:
    """The words of both, those that are the same but for what `corpus.folding` allows beside each other."""
    old, new = _folded(words_of(stored)), _folded(words_of(drafted))
    found = shortest_edits(old.texts, new.texts, STEPS)
    told = edits_between(old, new) if found is None else None
    edits = told.edits if told else _touching(found[0] if found else ())
    return Compared(tuple(_pieces(edits, (stored, old), (drafted, new))), told is not None and told.coarse)


def most_shared(differences: Sequence[Difference]) -> int:
    """Words of the longest run that both sides have."""
    return max((len(one.stored.split()) for one in differences if one.kind == "same"), default=0)


def remarks_on(differences: Sequence[Difference]) -> Iterator[str]:
    """What the differences amount to, where a sentence can tell; the gravest first."""
    stored, drafted = (" ".join(side) for side in _differing(differences))
    if denials(stored) != denials(drafted):
        yield Message("A denial was put in or left out.")
    if numbers_of(stored) != numbers_of(drafted):
        yield Message("A number differs.")
    differing = [one for one in differences if one.kind != "same"]
    if not differing:
        yield Message(
            "The words are those of the source, but a word is cut, or what stands between two of them differs."
        )
    elif all(_own_words(one) for one in differing):
        yield Message("What differs stands in square brackets: the draft says that it changed it.")
    if len(differing) == 1 and differing[0] is next(iter(differences)) and _same_but_first_case(differing[0]):
        yield Message("Only the first letter's case differs.")
    elif differing and all(_looks_same(one.stored) == _looks_same(one.drafted) for one in differing):
        yield Message("What differs is case, or a sign that looks the same or is not seen.")


def _folded(words: Words) -> Words:
    return Words(tuple(map(fold, words.texts)), words.spans, words.paragraphs)


def _touching(edits: Sequence[Edit]) -> list[Edit]:
    """Single edits with nothing between them as one: a word for another was changed."""
    kept = list[Edit]()
    for edit in edits:
        last = kept[-1] if kept else None
        if last and last.old_end == edit.old_start and last.new_end == edit.new_start:
            kept[-1] = Edit(last.old_start, edit.old_end, last.new_start, edit.new_end)
        else:
            kept.append(edit)
    return kept


Side = tuple[str, Words]


def _pieces(edits: Sequence[Edit], old: Side, new: Side) -> Iterator[Difference]:
    at = there = 0
    for edit in [*edits, Edit(len(old[1].texts), len(old[1].texts), len(new[1].texts), len(new[1].texts))]:
        if at < edit.old_start:
            yield Difference("same", _slice(old, at, edit.old_start), _slice(new, there, edit.new_start))
        stored, drafted = _slice(old, edit.old_start, edit.old_end), _slice(new, edit.new_start, edit.new_end)
        if stored or drafted:
            yield Difference("changed" if stored and drafted else "left_out" if stored else "put_in", stored, drafted)
        at, there = edit.old_end, edit.new_end


def _slice(side: Side, start: int, end: int) -> str:
    text, words = side
    return text[words.spans[start][0] : words.spans[end - 1][1]] if start < end else ""


def _differing(differences: Sequence[Difference]) -> tuple[list[str], list[str]]:
    return [one.stored for one in differences if one.kind != "same"], [
        one.drafted for one in differences if one.kind != "same"
    ]


def _own_words(one: Difference) -> bool:
    """Whether the draft shows by square brackets that words are its own."""
    return bool(one.drafted) and bool(BRACKETED.search(one.drafted)) and (
        not one.stored or len(one.drafted.split()) == len(BRACKETED.findall(one.drafted))
        or BRACKETED.fullmatch(one.drafted.strip(".,;:")) is not None
    )  # fmt: skip


def _same_but_first_case(one: Difference) -> bool:
    drafted = one.drafted.replace("[", "").replace("]", "")
    return one.stored != one.drafted and one.stored[1:] == drafted[1:] and one.stored.lower() == drafted.lower()


def _looks_same(words: str) -> str:
    """Words without case, signs that are not seen, and the forms that Unicode holds for compatibility."""
    plain = unicodedata.normalize("NFKC", words)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").casefold()
