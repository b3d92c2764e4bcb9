"""Quotations as Markdown (CommonMark, with footnotes as GitHub, Pandoc and others read them)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.basket.citing import CLOSING, OPENING, paragraphs_of, source_of, told_day, warnings_of
from assistant.basket.kept import KeptQuote

NUMBERED = "|".join(rf"(?<=^\d{{{digits}}})[.)]" for digits in range(1, 10))
SIGNS = re.compile(
    r"[\\`*_\[\]<>&~|^$={}#]"  # mean something anywhere, in CommonMark or in its usual extensions
    r"|(?<=[-.+,?!])[-.+,?!]|[-+](?=-)|\.(?=\.)|!(?=\[)"  # "--", "...", ",,", "+-" are typeset as other signs by some
    r"|\((?=(?:c|r|tm|p)\))"  # and so is "(c)"
    rf"|^[-+]|{NUMBERED}",  # lists
    re.MULTILINE | re.IGNORECASE,
)


def as_markdown(quotes: Sequence[KeptQuote], organisation: str, day: date) -> str:
    """Each quotation in a block of its own, its source in a footnote. `day` is that of the export."""
    blocks = [f"# Quotations: {escaped(organisation)}", f"Exported on {told_day(day)}."]
    for number, quote in enumerate(quotes, start=1):
        blocks.append("\n>\n".join(_block(quote, number)))
        blocks += [f"**{escaped(told)}**" for told in warnings_of(quote)]
        blocks += [f"Note: {_lines(quote.note)}"] if quote.note else []
    blocks += [_footnote(quote, organisation, number) for number, quote in enumerate(quotes, start=1)]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """A text, without white space around its lines, that a reader of Markdown shows as it is."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return SIGNS.sub(lambda sign: "\\" + sign[0], "\n".join(line for line in lines if line))


def _block(quote: KeptQuote, number: int) -> Iterator[str]:
    """The paragraphs of a block quotation."""
    *first, last = paragraphs_of(quote.words)
    marked = [*first, f"{last}{CLOSING}"]
    marked[0] = f"{OPENING}{marked[0]}"
    for at, paragraph in enumerate(marked, start=1):
        reference = f"[^{number}]" if at == len(marked) else ""
        yield "> " + _lines(paragraph, "\\\n> ") + reference


def _lines(text: str, broken: str = "\\\n") -> str:
    return escaped(text).replace("\n", broken)


def _footnote(quote: KeptQuote, organisation: str, number: int) -> str:
    source = source_of(quote, organisation)
    address = f" <{source.address}>." if source.address else ""
    title = escaped(" ".join(source.title.split()))
    told = f"{escaped(source.speaker)}, *{title}*, {escaped(source.details)}.{address} {escaped(source.closing)}"
    return f"[^{number}]: " + " ".join(told.split())
