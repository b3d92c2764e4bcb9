"""A library with documents for staff, and what was kept of them while they were public."""

from datetime import UTC, date, datetime
from pathlib import Path

from assistant.basket.kept import KeptQuote, keep
from assistant.basket.store import QuoteDesk
from assistant.desk.pins import PinDesk, pin_of
from assistant.desk.signed import Signature
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from corpus.document import Document
from index.models.encoder import Encoder
from tests.browser.routes import BUDGET, PINNED, Place, place_of
from tests.conftest import sync_folder
from tests.internal_documents import with_internal, without_internal

DAY = date(2026, 11, 25)


def place_with_internal(folder: Path, encoder: Encoder) -> Place:
    """Quotations are kept, linked and pinned while every document is public; then some become internal."""
    posts, library = with_internal(folder / "posts"), folder / "library"
    told = (posts / "catalogue.toml").read_text("utf-8")
    (posts / "catalogue.toml").write_text(told.replace("internal = true", ""))
    sync_folder(library, encoder, posts)  # type: ignore[arg-type]
    searcher = LiveLibrary(library, encoder).current.searcher
    kept = [
        _kept(
            searcher.document(BUDGET),
            "EAEA should spend its marmalade reserve on the quokka campaign of the board.",
            "",
        ),
        _kept(
            searcher.document("old-fees.txt"),
            "EAEA believes that fees for evening classes should be low.",
            "Zanzibar fees",
        ),
    ]
    desk = DeskFile(library)
    for token in "ABC":
        basket = QuoteDesk(desk).change(f"page-{token * 22}", 0, lambda one: one.adding(kept[0]).adding(kept[1]))
        assert len(basket.quotes) == 2
    PinDesk(desk).pin(pin_of(PINNED, tuple(kept), Signature("maria", datetime.now(UTC))), 0)
    (posts / "catalogue.toml").write_text(told)
    sync_folder(library, encoder, posts)  # type: ignore[arg-type]
    sync_folder(folder / "twin", encoder, without_internal(folder / "public"))  # type: ignore[arg-type]
    return Place(library, folder / "twin", kept[0], kept[1], place_of(searcher.document(BUDGET), kept[0].words))


def _kept(document: Document, words: str, successor: str) -> KeptQuote:
    start = document.text.index(words)
    return keep(document, start, start + len(words), DAY, successor)
