"""Files that a site links: PDFs, each fetched once and asked for again only when it may have changed."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from corpus.errors import FetchError
from corpus.web.fetching import Answer, Validators
from corpus.web.mirror import Piece
from corpus.web.visit import LARGEST_FILE, Visit

PDF_LINK = re.compile(r"""href\s*=\s*["']([^"'<>]{1,1000}\.pdf(?:[?#][^"'<>]{0,200})?)["']""", re.IGNORECASE)
PDF_MARK = b"%PDF-"


def fetch_file(visit: Visit, piece: Piece, version: str) -> None:
    """Bring a PDF into the mirror; a failure is recorded, and the bytes that are held stay.

    `version` is remembered when the file is as new as the site can tell, so that it is not asked for again.
    """
    address = str(piece.about["address"])
    held = Validators(piece.about.get("etag", ""), piece.about.get("last_modified", "")) if piece.digest else None
    try:
        answer = visit.ask(address, LARGEST_FILE, held)
        if answer.status != 304:
            _check_pdf(answer, address)
    except FetchError as error:
        visit.keep((replace(piece, version="" if error.transient else version, problem=str(error)), None))
        return
    told = {"etag": answer.validators.etag, "last_modified": answer.validators.modified}
    about = piece.about if answer.status == 304 else piece.about | told
    visit.keep((replace(piece, version=version, about=about, problem=""), answer.body if answer.body else None))


def fetch_linked(visit: Visit, pieces: Iterable[Piece], known: Collection[str], all_again: bool) -> list[str]:
    """Fetch the PDFs that pieces link and that are not `known` by name; keys of those that nothing links any more."""
    linked = {visit.site.name_of(a): a for piece in pieces for a in piece.about.get("files", ())}
    held = {p.key: p for p in visit.mirror.pieces(visit.name, with_gone=True) if p.key.startswith("file/")}
    wanted = {f"file/{name}": (name, address) for name, address in linked.items() if name not in known}
    visit.mirror.revive(visit.name, [key for key in wanted if key in held])
    for done, (key, (name, address)) in enumerate(wanted.items(), start=1):
        piece = held.get(key) or Piece(key, name, "pdf", "", {"address": address})
        if all_again or not piece.version:
            fetch_file(visit, piece, "linked")
            visit.progress("Fetching linked files", done, len(wanted))
    return [key for key in held if key not in wanted]


def _check_pdf(answer: Answer, address: str) -> None:
    if not answer.body:
        raise FetchError(f"{address} is empty (0 bytes).")
    if PDF_MARK not in answer.body[:1024]:
        what = "a web page (a login or an error?)" if answer.media_type in ("text/html", "") else answer.media_type
        raise FetchError(f"{address} should be a PDF, but is {what}, so it was not read.")
