"""Quotations as BibTeX, in UTF-8, for BibTeX and BibLaTeX.

Written without a library: bibtexparser 2.1 (the best kept one) lets LaTeX make other signs of "--", "``" and "?`", and
writes Greek capitals as Latin ones; it reads this back in the tests.
"""

import re
from collections.abc import Sequence
from datetime import date

from assistant.basket.citing import annotation_of, by_document, key_of, pages_of, remarks_of, web_address
from assistant.basket.kept import KeptQuote

SPECIAL = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"{\textasciicircum}", "~": r"{\textasciitilde}", '"': "{''}",
    "@": "{@}",
}  # fmt: skip
"""Signs that mean something to LaTeX. Braces by name: BibTeX counts them, a backslash before them or not. A
line that begins with "@" is taken for a new entry by readers that go on after mistakes."""
JOINED = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)")
"""Between signs of which LaTeX's fonts make one: "--" is printed as a dash."""


def as_bibtex(quotes: Sequence[KeptQuote], organisation: str) -> str:
    """An entry for each document, with its quotations in `annote`, to the letter once LaTeX has set them."""
    return "\n".join(_entry(ones, organisation) for ones in by_document(quotes))


def _entry(quotes: Sequence[KeptQuote], organisation: str) -> str:
    document = quotes[0]
    published = document.published
    told = {
        "author": f"{{{escaped(document.speaker or organisation)}}}",  # a second pair of braces: this is one name
        "title": f"{{{escaped(document.title or document.document)}}}",  # and these letters keep their case
        "year": str(published.year) if published else "",
        "date": published.isoformat() if published else "",
        "howpublished": escaped(document.kind),
        "pages": escaped(pages_of(quotes)),
        "url": _address(document),
        "urldate": _latest(quotes).isoformat(),
        "language": escaped(document.language),
        "note": escaped(remarks_of(quotes)),
        "annote": escaped(annotation_of(quotes)),
    }
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in told.items() if value)
    return f"@misc{{{key_of(document, organisation)},\n{fields}}}\n"


def escaped(text: str) -> str:
    """A text as LaTeX prints it again."""
    return "{}".join("".join(SPECIAL.get(sign, sign) for sign in part) for part in JOINED.split(text))


def _address(quote: KeptQuote) -> str:
    r"""The address as \url takes it: verbatim, but for "%" and "#", which begin a comment and a parameter."""
    return web_address(quote).replace("%", r"\%").replace("#", r"\#")


def _latest(quotes: Sequence[KeptQuote]) -> date:
    return max(quote.collected for quote in quotes)
