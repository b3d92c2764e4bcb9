"""Quotations of a library as people put them into drafts, right ones and wrong ones, and drafts that hold them.

All by a seeded generator. Whether a wrong one is wrong is made sure by a plain search in all texts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Literal

import docx
from docx.text.paragraph import Paragraph as WordParagraph

from corpus.document import Document
from corpus.folding import fold

Kind = Literal[
    "exact", "other word", "negated", "other number", "joined", "joined by dots", "word left out", "invented"
]
Ending = Literal[".docx", ".md", ".txt"]
ENDINGS: tuple[Ending, ...] = (".docx", ".md", ".txt")
FEWEST, MOST = 7, 45
"""Words of a quotation."""
MARKS = (("“", "”"), ('"', '"'), ("‘", "’"), ("« ", " »"), ("„", "“"))
GLYPHS = re.compile("[“”„‟«»\"‘’‚‛‹›']")
OTHER = {
    "must": "may", "should": "could", "will": "might", "can": "must", "all": "some", "more": "less", "and": "or",
    "supports": "opposes", "support": "oppose", "before": "after", "is": "was", "are": "were", "a": "the", "the": "a",
    "for": "against", "in": "on", "adults": "children", "education": "training", "learning": "teaching", "to": "from",
    "of": "for", "calls": "called", "needs": "wants", "every": "any", "with": "without", "have": "had", "has": "had",
}  # fmt: skip
DOTS = re.compile(r" (?:…|\.\.\.|\[\.\.\.\]) ")
COLUMNS = 66
"""Where the lines of plain text are broken."""


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation as a draft has it: `words` without its marks; `block` where it is set as a block quotation.

    `words` may hold line breaks, a broken word, and `{n}` where the mark of note n stands.
    """

    kind: Kind
    words: str
    marks: tuple[str, str]
    block: bool = False


class Quarry:
    """The texts that quotations are cut from."""

    def __init__(self, documents: Sequence[Document]) -> None:
        paragraphs = (part for one in documents for part in re.split(r"\n+", one.text))
        self._paragraphs = [words for words in (part.split() for part in paragraphs) if len(words) >= FEWEST]
        self._all = "\n".join(fold(text) for one in documents for text in (one.text, one.title))
        self._words = [word for words in self._paragraphs for word in words]

    def cut(self, random: Random) -> str:
        """Some words in a row, as they stand."""
        words = random.choice(self._paragraphs)
        count = min(random.randint(FEWEST, MOST), len(words))
        first = random.choice([0, random.randint(0, len(words) - count)])
        return " ".join(words[first : first + count])

    def invent(self, random: Random) -> str:
        """Words of the library in an order that nobody wrote."""
        return " ".join(random.choice(self._words).strip(".,;:()") for _ in range(random.randint(FEWEST, MOST)))

    def holds(self, words: str) -> bool:
        """Whether some text holds the words, dots standing for anything on the way: a plain search."""
        parts = [re.escape(part.rstrip(" .,;")) for part in DOTS.split(fold(words))]
        return re.search(".*?".join(parts), self._all) is not None


def other_word(random: Random, words: str) -> str:
    """One word for another; "" where there is none to change."""
    found = list(re.finditer(r"\b(?:" + "|".join(OTHER) + r")\b", words))
    if not found:
        return ""
    match = random.choice(found)
    return words[: match.start()] + OTHER[match[0]] + words[match.end() :]


def negated(random: Random, words: str) -> str:
    """With a denial put in, or one that it holds left out."""
    denials = list(re.finditer(r"\b(?:not|no|never|without) ", words))
    if denials and random.random() < 0.5:
        match = random.choice(denials)
        return words[: match.start()] + words[match.end() :]
    parts = words.split(" ")
    parts.insert(random.randrange(1, len(parts)), random.choice(["not", "never", "no longer", "hardly"]))
    return " ".join(parts)


def other_number(random: Random, words: str) -> str:
    """One digit of one number changed, put in or left out; "" where there is none."""
    found = list(re.finditer(r"\d", words))
    if not found:
        return ""
    match = random.choice(found)
    new = random.choice([str((int(match[0]) + random.randint(1, 8)) % 10), match[0] * 2])
    return words[: match.start()] + new + words[match.end() :]


def word_left_out(random: Random, words: str) -> str:
    """Without one word inside."""
    parts = words.split(" ")
    del parts[random.randrange(1, len(parts) - 1)]
    return " ".join(parts)


CHANGES: dict[Kind, Callable[[Random, str], str]] = {
    "other word": other_word, "negated": negated, "other number": other_number, "word left out": word_left_out,
}  # fmt: skip


def make_case(random: Random, quarry: Quarry, kind: Kind) -> Case:
    """A case of a kind, set in one of the ways in which drafts set quotations."""
    while True:
        words = _words(random, quarry, kind)
        if not words or (kind != "exact" and quarry.holds(words)):
            continue
        held = set(GLYPHS.findall(words))
        fitting = [marks for marks in MARKS if not held & {*marks[0], *marks[1], *("'’" if marks[0] in "‘'" else "")}]
        if "{" not in words and fitting:
            return Case(kind, _set(random, words), random.choice(fitting), block=random.random() < 0.1)


def _words(random: Random, quarry: Quarry, kind: Kind) -> str:
    if kind == "exact":
        return quarry.cut(random)
    if kind == "invented":
        return quarry.invent(random)
    if kind in ("joined", "joined by dots"):
        one, other = quarry.cut(random).split(), quarry.cut(random).split()
        between = random.choice([" … ", " [...] ", " ... "]) if kind == "joined by dots" else random.choice([" ", ". "])
        halves = one[: max(5, len(one) // 2)], other[-max(5, len(other) // 2) :]
        return "" if one[-1] == other[-1] else between.join(map(" ".join, halves))
    return CHANGES[kind](random, quarry.cut(random))


def _set(random: Random, words: str) -> str:
    """The words with what drafts put in: the mark of a note, a word broken at the end of a line, a comma at the end."""
    if random.random() < 0.25:
        ends = [match.end() for match in re.finditer(r"[^\W\d_]{4,}[.,;]?(?=\s|$)", words)]
        if ends:
            at = random.choice(ends)
            words = f"{words[:at]}{{{random.randint(1, 40)}}}{words[at:]}"
    if random.random() < 0.25:
        places = [match.start() for match in re.finditer(r"(?<=[^\W\d_]{3})(?=[a-z]{3})", words)]
        if places:
            at = random.choice(places)
            words = f"{words[:at]}-\n{words[at:]}"
    if words[-1].isalnum() and random.random() < 0.3:
        words += random.choice([",", "."])
    return words


def draft_with(random: Random, cases: Sequence[Case], ending: Ending) -> bytes:
    """A draft with a paragraph for each case, and a heading first: the case at place n is in paragraph n + 2."""
    if ending == ".docx":
        return _as_docx(random, cases)
    lines = ["# A reply to the consultation" if ending == ".md" else "A reply to the consultation"]
    for case in cases:
        note = random.choice(["¹²", "[{}]", "[^{}]", "<sup>{}</sup>"] if ending == ".md" else ["¹²", "[{}]"])
        words = re.sub(r"\{(\d+)\}", lambda match, note=note: note.format(match[1]), case.words)  # type: ignore[misc]
        text = words if case.block else f"We wrote to them: {case.marks[0]}{words}{case.marks[1]} as everybody knows."
        wrapped = _wrapped(text) if random.random() < 0.6 else text
        lines.append("\n".join(f"> {line}" for line in wrapped.split("\n")) if case.block else wrapped)
    return "\n\n".join(lines).encode()


def _wrapped(text: str) -> str:
    """Lines broken at spaces, and where they are broken already."""
    lines = list[str]()
    for part in text.split("\n"):
        lines.append("")
        for word in part.split(" "):
            if len(lines[-1]) + len(word) > COLUMNS:
                lines.append("")
            lines[-1] += (" " if lines[-1] else "") + word
    return "\n".join(lines)


def _as_docx(random: Random, cases: Sequence[Case]) -> bytes:
    document = docx.Document()
    document.add_heading("A reply to the consultation", 1)
    for case in cases:
        paragraph = document.add_paragraph(style="Quote" if case.block else None)
        paragraph.add_run("" if case.block else f"We wrote to them: {case.marks[0]}")
        for part in re.split(r"(\{\d+\})", case.words):
            _add(random, paragraph, part)
        paragraph.add_run("" if case.block else f"{case.marks[1]} as everybody knows.")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(random: Random, paragraph: WordParagraph, part: str) -> None:
    """A part of a quotation in runs as Word leaves them: bold begins somewhere, a note is superscript."""
    if part.startswith("{"):
        paragraph.add_run(part[1:-1]).font.superscript = True
        return
    at = random.randint(0, len(part))
    paragraph.add_run(part[:at])
    paragraph.add_run(part[at:]).bold = random.random() < 0.5
