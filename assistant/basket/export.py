"""Quotations to files, by the ending of the file's name."""

import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.basket.bibtex import as_bibtex
from assistant.basket.csl import as_csl
from assistant.basket.docx import as_docx
from assistant.basket.kept import KeptQuote
from assistant.basket.markdown import as_markdown
from assistant.basket.table import as_table
from corpus.errors import BasketError
from corpus.message import Message
from index.library.generation import disk_errors

Writer = Callable[[Sequence[KeptQuote], str, date], bytes]
"""(quotations, organisation, day of the export) to the bytes of a file."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which quotations are handed on."""

    media_type: str
    write: Writer


FORMS = {
    ".docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
    ".md": Form("text/markdown; charset=utf-8", lambda *told: as_markdown(*told).encode()),
    ".csv": Form("text/csv; charset=utf-8", lambda quotes, who, _: as_table(quotes, who).encode("utf-8-sig")),
    ".bib": Form("application/x-bibtex; charset=utf-8", lambda quotes, who, _: as_bibtex(quotes, who).encode()),
    ".json": Form(
        "application/vnd.citationstyles.csl+json; charset=utf-8", lambda quotes, who, _: as_csl(quotes, who).encode()
    ),
}
"""By the ending of a file's name. The table has the mark by which Excel knows UTF-8."""


def exported(ending: str, quotes: Sequence[KeptQuote], organisation: str, day: date) -> bytes:
    """Quotations in the form of an ending of FORMS.

    Raises BasketError for another ending, for no quotations, and for one with signs that no such file can hold.
    """
    form = FORMS.get(ending.lower())
    if form is None:
        raise BasketError(f'Quotations are not written as "{ending}". Choose one of {", ".join(FORMS)}.')
    if not quotes:
        raise BasketError(Message("There is no quotation to export. Add some first."))
    for quote in quotes:
        _check_signs(quote)
    return form.write(quotes, organisation, day)


def export(path: Path, quotes: Sequence[KeptQuote], organisation: str, day: date) -> None:
    """Write quotations to a file, which appears whole or not at all, and takes the place of one that is there.

    Raises BasketError as `exported` does, StorageError when the disk refuses.
    """
    data = exported(path.suffix, quotes, organisation, day)
    with disk_errors(path):
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _check_signs(quote: KeptQuote) -> None:
    for text in (quote.words, quote.title, quote.note, quote.notice, quote.section, quote.speaker):
        for sign in text:
            if not sign.isspace() and (unicodedata.category(sign) in ("Cc", "Cs") or sign in "\ufffe\uffff"):
                raise BasketError(
                    f"A quotation of “{quote.title}” holds a sign (U+{ord(sign):04X}) that no file can hold. "
                    "Take it out of the basket, and collect the words without that sign."
                )
