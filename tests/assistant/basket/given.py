"""Quotations of documents that are made for a test, and what reads files of quotations back."""

from dataclasses import replace
from datetime import date

from assistant.basket.kept import KeptQuote, keep
from corpus.document import Document, Section

DAY = date(2026, 11, 25)
HARD = [
    "=HYPERLINK(\"http://x\") is no formula but the name of a sign of our time",
    "EAEA said “learning is a right”, „ein Recht“, and 'not a favour', in one breath",
    "- a list that begins\n- with dashes, goes on\n+ with others\n* and with stars",
    "• Adults learn in many places.\n• Nobody pays for all of them.\n• EAEA asks who does.",
    "A paragraph ends here.\n\nAnother one begins there, and the demand runs over both.",
    "# No heading, 100 % & more: {x} costs $5_000 ~ or ^2 \\ as `code` says <b>so</b> |",
    "1. First of all\n2) then we\n2014. That was a year\n===\nand --- or ... (c) +- ?`x !`y ``z'' <<a>> ,,b",
    "[Not a link](http://x) ![nor an image] [^1] *nor stress* __at all__ &amp; &#35; http://a.b/c_d_e",
    "Ελλάδα, Україна, Łódź, ŐŰ, naïve, ﬁnance and soft\u00adhyphens, 10\u00a0% and 😀 too",
    "“Nested «quotes» of all shapes” 'end here’ with ''two'' of them \"straight\"",
    "> quoted by a mail\n>> and again, by another one\n    indented by four spaces",
    "A tab\tin words, 21,5 % less <!-- a comment --> and a colon :- at the end ---",
]  # fmt: skip
"""Words in which some format means something by each sign."""


def document(text: str, name: str = "a.txt") -> Document:
    return Document(name, "A fair share", text, (Section("", 0, len(text)),), published=date(2021, 7, 12))


def kept(words: str, name: str = "a.txt", **facts: object) -> KeptQuote:
    """A quotation that is the whole text of a document."""
    return replace(keep(document(words, name), 0, len(words), DAY), **facts)  # type: ignore[arg-type]
