"""What differs between two versions of a document, as staff read it: facts old and new, and words in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from corpus.document import Document
from index.texts.words import Edit, Words, edits_between, words_of

CONTEXT = 8
"""Words shown before and after a change."""
LONGEST_PIECE = 200
"""Words of one piece that are kept; of a longer one, its beginning and its end."""
MOST_HUNKS = 100
"""Places of one document that are kept."""
FORM = frozenset(
    {"id", "text", "sections", "links", "page_starts", "page_labels", "quotations", "notes", "origins"}
)  # fmt: skip
"""Fields that are no facts about a document: its words, which have their own diff, and where in them things stand."""

PieceKind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the old text (`removed`), the new one (`added`) or both (`same`), a line break where one stands.

    `left_out` is the number of words between `text` and `rest` that are not kept; `rest` is "" when that is 0.
    """

    kind: PieceKind
    text: str
    left_out: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place of a text that changed, with a few words around it.

    `heading` is that of the section it stands in, "" before the first one; `page` counts from 1, None for web text;
    `opens` and `closes` say whether the text begins and ends with it.
    """

    heading: str
    page: int | None
    pieces: tuple[Piece, ...]
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known about a document, before and after; "" where nothing is."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is shown differently. `words_removed` and `words_added` count all, shown in `hunks` or not.

    `coarse` when some stretch was too different to be compared word by word, and is shown as replaced whole;
    `hunks_left_out` is the number of places beyond the first hundred.
    """

    source: str
    item: str
    document: str
    title: str
    facts: tuple[Fact, ...] = ()
    hunks: tuple[Hunk, ...] = ()
    words_removed: int = 0
    words_added: int = 0
    coarse: bool = False
    hunks_left_out: int = 0

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell; where a link leads, or which line breaks where, is not told."""
        return bool(self.facts or self.hunks)


def change_between(old: Document, new: Document, source: str, item: str) -> DocumentChange:
    """What differs between two versions of one document, which came as `item` of `source`."""
    before, after = words_of(old.text), words_of(new.text)
    told = edits_between(before, after) if old.text != new.text else edits_between(words_of(""), words_of(""))
    groups = list(_groups(told.edits, old, new, (before, after)))
    return DocumentChange(
        source,
        item,
        new.id,
        new.title,
        facts=_facts(old, new),
        hunks=tuple(_hunk(group, old, new, (before, after)) for group in groups[:MOST_HUNKS]),
        words_removed=sum(edit.old_end - edit.old_start for edit in told.edits),
        words_added=sum(edit.new_end - edit.new_start for edit in told.edits),
        coarse=told.coarse,
        hunks_left_out=max(0, len(groups) - MOST_HUNKS),
    )


def pieces_between(old: str, new: str) -> tuple[Piece, ...]:
    """What turns one text into another, word by word and whole: words that stayed, were removed, or added."""
    before, after = words_of(old), words_of(new)
    pieces, at = list[Piece](), 0
    for edit in edits_between(before, after).edits:
        pieces.append(_piece("same", new, after, at, edit.new_start))
        pieces.append(_piece("removed", old, before, edit.old_start, edit.old_end))
        pieces.append(_piece("added", new, after, edit.new_start, edit.new_end))
        at = edit.new_end
    pieces.append(_piece("same", new, after, at, len(after.texts)))
    return tuple(piece for piece in pieces if piece.text)


def _facts(old: Document, new: Document) -> tuple[Fact, ...]:
    names = [field.name for field in fields(Document) if field.name not in FORM]
    pairs = [(name, _told(getattr(old, name)), _told(getattr(new, name))) for name in names]
    return tuple(Fact(name.replace("_", " "), before, after) for name, before, after in pairs if before != after)


def _told(value: object) -> str:
    """A value of a field in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _groups(edits: Sequence[Edit], old: Document, new: Document, words: tuple[Words, Words]) -> Iterator[list[Edit]]:
    """Edits of one section that stand so close that their contexts meet."""
    group = list[Edit]()
    for edit in edits:
        near = group and edit.old_start - group[-1].old_end <= 2 * CONTEXT
        if group and not (near and _place(edit, old, new, words) == _place(group[-1], old, new, words)):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _place(edit: Edit, old: Document, new: Document, words: tuple[Words, Words]) -> tuple[str, int | None]:
    """(heading, page) of an edit: in the new text, but for words that are there no longer."""
    before, after = words
    if edit.new_start < edit.new_end:
        document, offset = new, after.spans[edit.new_start][0]
    else:
        document, offset = old, before.spans[edit.old_start][0]
    heading = document.section_at(offset).heading if document.sections else ""
    return heading, document.page_at(offset)


def _hunk(group: Sequence[Edit], old: Document, new: Document, words: tuple[Words, Words]) -> Hunk:
    before, after = words
    first, last = group[0], group[-1]
    opening = max(0, first.new_start - CONTEXT)
    closing = min(len(after.texts), last.new_end + CONTEXT)
    pieces, at = list[Piece](), opening
    for edit in group:
        pieces.append(_piece("same", new.text, after, at, edit.new_start))
        pieces.append(_piece("removed", old.text, before, edit.old_start, edit.old_end))
        pieces.append(_piece("added", new.text, after, edit.new_start, edit.new_end))
        at = edit.new_end
    pieces.append(_piece("same", new.text, after, at, closing))
    heading, page = _place(first, old, new, words)
    kept = tuple(piece for piece in pieces if piece.text)
    return Hunk(heading, page, kept, opens=opening == 0, closes=closing == len(after.texts))


def _piece(kind: PieceKind, text: str, words: Words, start: int, end: int) -> Piece:
    """Words `[start, end)` of a text, a space or a line break between any two."""
    if end - start <= LONGEST_PIECE:
        return Piece(kind, _slice(text, words, start, end))
    shown, rest = LONGEST_PIECE * 3 // 4, LONGEST_PIECE // 4
    left_out = end - start - shown - rest
    return Piece(kind, _slice(text, words, start, start + shown), left_out, _slice(text, words, end - rest, end))


def _slice(text: str, words: Words, start: int, end: int) -> str:
    if start >= end:
        return ""
    lines = text[words.spans[start][0] : words.spans[end - 1][1]].split("\n")
    return "\n".join(plain for plain in (" ".join(line.split()) for line in lines) if plain)
