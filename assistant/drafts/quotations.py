"""Every quotation of a draft: what stands in quotation marks, and what is set as a block quotation."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from assistant.drafts.draft import Draft, Paragraph
from assistant.glyphs import CLOSERS, DOUBLE, GLYPH, SINGLE, may_close, may_open, opens_anew
from corpus.document import Span
from corpus.errors import DraftError
from corpus.message import Message

MOST_QUOTATIONS = 1_000
"""Of one draft; three hundred pages hardly hold more. Each may be compared with a dozen documents."""
DEEPEST = 6
"""Quotations within each other that are followed."""
MOST_PARAGRAPHS = 60
"""Paragraphs that one quotation runs over, each of which begins with the mark again."""

NOTE_BEHIND = re.compile(r"\s*(?:\[\^?\w{1,9}\]|\([^()\n]{1,120}\)|[⁰¹²³⁴-⁹†‡]+|(?<=[”“»«’\"])\d{1,3}|[.,;])$")
MOST_NOTES, LONGEST_NOTE = 4, 130
BETWEEN = "\n\n"
"""What parts the paragraphs of one quotation."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Offsets `[start, end)` of the text of a paragraph, without the marks around them."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a draft quotes: those of its stretches, parted by a blank line where there are several.

    `marks` are spans of `text` that the file sets as superscript or as the mark of a note. `block` where the paragraph
    is set as a quotation and no marks show it; not `closed` where the mark at its end is missing, so that it is taken
    to end with its paragraph. `inside` is the place in the list of the quotation around it; -1 where there is none.
    """

    text: str
    stretches: tuple[Stretch, ...]
    marks: tuple[Span, ...] = ()
    block: bool = False
    closed: bool = True
    inside: int = -1

    @property
    def paragraph(self) -> int:
        """Number of the paragraph in which it begins."""
        return self.stretches[0].paragraph

    @property
    def parts(self) -> tuple["Quotation", ...]:
        """What it quotes of each paragraph, as quotations of their own; the last one alone has a mark at its end."""
        found, at = list[Quotation](), 0
        for stretch in self.stretches:
            end = at + stretch.end - stretch.start
            marks = tuple(Span(m.start - at, m.end - at) for m in self.marks if at <= m.start and m.end <= end)
            last = stretch is self.stretches[-1]
            found.append(Quotation(self.text[at:end], (stretch,), marks, self.block, self.closed and last, self.inside))
            at = end + len(BETWEEN)
        return tuple(found)


@dataclass(slots=True)
class _Open:
    """A quotation that was opened at `start` of the paragraph that is read."""

    glyph: str
    start: int
    stretches: list[Stretch] = field(default_factory=list)


def quotations_of(draft: Draft) -> tuple[Quotation, ...]:
    """The quotations of a draft, in the order in which they begin; those within others come after them.

    Raises DraftError when there are more of them than any draft has.
    """
    marked = list(islice(_in_marks(draft), MOST_QUOTATIONS + 1))
    parts = {(part.paragraph, part.start, part.end) for stretches, _ in marked for part in stretches}
    blocks = {_block(one) for one in draft.paragraphs if one.quoted and not _is_wrapped(one, parts)}
    if len(marked) + len(blocks) > MOST_QUOTATIONS:
        values = {"name": draft.name, "number": MOST_QUOTATIONS}
        raise DraftError(Message("{name} holds more than {number} quotations; check it in parts.", values))
    found = sorted([*marked, *((stretches, True) for stretches in blocks)], key=_order)
    quotations = list[Quotation]()
    around = list[int]()
    for stretches, closed in found:
        while around and not _within(stretches, quotations[around[-1]].stretches):
            around.pop()
        block = stretches in blocks
        text, marks = _told(draft, stretches)
        quotations.append(Quotation(text, stretches, marks, block, closed, around[-1] if around else -1))
        around.append(len(quotations) - 1)
    return tuple(quotations)


Stretches = tuple[Stretch, ...]


def _order(found: tuple[Stretches, bool]) -> tuple[int, int, int, int]:
    first, last = found[0][0], found[0][-1]
    return first.paragraph, first.start, -last.paragraph, -last.end


def _within(inner: Stretches, outer: Stretches) -> bool:
    return (outer[0].paragraph, outer[0].start) <= (inner[0].paragraph, inner[0].start) and (
        inner[-1].paragraph, inner[-1].end) <= (outer[-1].paragraph, outer[-1].end)  # fmt: skip


def _block(paragraph: Paragraph) -> Stretches:
    """A paragraph that is set as a quotation."""
    return (_stretch(paragraph, 0, len(paragraph.text)),)


def _is_wrapped(paragraph: Paragraph, parts: set[tuple[int, int, int]]) -> bool:
    """Whether some quotation in marks is the whole of a block but for notes, so that the marks are no words of it."""
    (whole,) = _block(paragraph)
    end = _before_notes(paragraph.text, whole.end)
    return any(
        (paragraph.number, first, last) in parts
        for first in range(whole.start, whole.start + 3)
        for last in range(end - 2, whole.end + 1)
    )


def _between_outer_marks(paragraph: Paragraph) -> Stretch | None:
    """What stands between the first and the last mark of a block that begins and ends with one."""
    (whole,) = _block(paragraph)
    text, end = paragraph.text, _before_notes(paragraph.text, whole.end)
    if end - whole.start < 3 or text[end - 1] not in CLOSERS.get(text[whole.start], ""):
        return None
    return _stretch(paragraph, whole.start + 1, end - 1)


def _before_notes(text: str, end: int) -> int:
    """Where a block ends before the marks of notes and the sources in brackets behind its last mark."""
    for _ in range(MOST_NOTES):
        found = NOTE_BEHIND.search(text, max(0, end - LONGEST_NOTE), end)
        if found is None:
            break
        end = found.start()
    return end


def _told(draft: Draft, stretches: Stretches) -> tuple[str, tuple[Span, ...]]:
    """The words of stretches, and the superscript among them."""
    text, marks = "", list[Span]()
    for stretch in stretches:
        paragraph = draft.paragraph(stretch.paragraph)
        text += BETWEEN if text else ""
        moved = len(text) - stretch.start
        marks += [Span(one.start + moved, one.end + moved) for one in _marks_in(paragraph, stretch)]
        text += paragraph.text[stretch.start : stretch.end]
    return text, tuple(marks)


def _marks_in(paragraph: Paragraph, stretch: Stretch) -> Iterator[Span]:
    """The superscript of a paragraph that lies in a stretch of it. Marks ascend, so that no others are looked at."""
    first = bisect_left(paragraph.marks, stretch.start, key=lambda one: one.start)
    for at in range(first, len(paragraph.marks)):
        mark = paragraph.marks[at]
        if mark.start > stretch.end:
            break
        if mark.end <= stretch.end:
            yield mark


def _in_marks(draft: Draft) -> Iterator[tuple[Stretches, bool]]:
    """What stands in quotation marks, and whether the mark at its end is there."""
    opened: list[_Open] = []
    for paragraph in draft.paragraphs:
        start = 0
        if opened:
            start = _resumed(opened[0], paragraph.text)
        found = list(_through(paragraph, start, opened))
        yield from found
        whole = _between_outer_marks(paragraph) if paragraph.quoted and not start else None
        if whole and (opened or not any(stretches[-1].end == whole.end for stretches, _ in found)):
            yield (whole,), True  # marks inside that have no other half: that of the block is the last one
            opened.clear()
        left = [one for one in opened if one.glyph not in SINGLE][:1]
        opened.clear()
        for one in left:
            one.stretches.append(_stretch(paragraph, one.start, len(paragraph.text)))
            if len(one.stretches) < MOST_PARAGRAPHS and _goes_on(one.glyph, paragraph, draft):
                opened.append(one)
            else:
                yield tuple(one.stretches[:1]), False


def _through(paragraph: Paragraph, start: int, opened: list[_Open]) -> Iterator[tuple[Stretches, bool]]:
    """What is closed in a paragraph; what is left open stays in `opened`."""
    text = paragraph.text
    for match in GLYPH.finditer(text, start):
        at, glyph = match.start(), match[0]
        closing = next((n for n in range(len(opened) - 1, -1, -1) if glyph in CLOSERS[opened[n].glyph]), -1)
        if closing >= 0 and may_close(text, at) and not opens_anew(text, at):
            one = opened[closing]
            del opened[closing:]
            last = _stretch(paragraph, one.start, at)
            if last.start < last.end:
                yield (*one.stretches, last), True
        elif may_open(text, at) and len(opened) < DEEPEST:
            opened.append(_Open(glyph, at + 1))


def _stretch(paragraph: Paragraph, start: int, end: int) -> Stretch:
    """A stretch without the white space at its ends."""
    words = paragraph.text[start:end]
    return Stretch(
        paragraph.number, start + len(words) - len(words.lstrip()), max(start, end - len(words) + len(words.rstrip()))
    )


def _goes_on(glyph: str, paragraph: Paragraph, draft: Draft) -> bool:
    """Whether a quotation that is open at the end of a paragraph goes on in the next one: its mark is repeated there,
    or the first mark that comes closes it.
    """
    for following in draft.paragraphs[paragraph.number : paragraph.number + MOST_PARAGRAPHS]:
        if (following.part, following.quoted) != (paragraph.part, paragraph.quoted) or following.is_heading:
            return False
        text = following.text.lstrip()
        if text.startswith(glyph) or (glyph == "«" and text.startswith("»")):
            return True
        first = DOUBLE.search(text)
        if glyph == '"' or first is not None:
            return (
                first is not None and first[0] in CLOSERS[glyph] and first[0] != '"' and may_close(text, first.start())
            )
    return False


def _resumed(one: _Open, text: str) -> int:
    """Where the words of a quotation go on in the next paragraph: behind the mark that is repeated there."""
    begin = len(text) - len(text.lstrip())
    again = text[begin : begin + 1] in (one.glyph, "»" if one.glyph == "«" else one.glyph)
    one.start = begin + 1 if again else begin
    return one.start


def words_in(text: str) -> int:
    """How many words a text has: runs of signs with a letter or digit among them."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def unquoted(paragraph: Paragraph, quotations: Sequence[Quotation]) -> Iterator[Stretch]:
    """What of a paragraph stands in no quotation; `quotations` are all of the draft."""
    inside = sorted(
        (part for one in quotations for part in one.stretches if part.paragraph == paragraph.number),
        key=lambda part: part.start,
    )
    at = 0
    for part in inside:
        if part.start > at:
            yield Stretch(paragraph.number, at, part.start)
        at = max(at, part.end)
    if at < len(paragraph.text):
        yield Stretch(paragraph.number, at, len(paragraph.text))
