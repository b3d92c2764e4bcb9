"""Files that a site links: PDFs, each fetched once and asked for again only when it may have changed."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from corpus.errors import FetchError
from corpus.parsing import unescaped
from corpus.web.addresses import Site
from corpus.web.fetching import Answer, Validators
from corpus.web.mirror import Piece
from corpus.web.visit import LARGEST_FILE, Visit

PDF_LINK = re.compile(r"""href\s*=\s*["']([^"'<>]{1,1000}\.pdf(?:[?#][^"'<>]{0,200})?)["']""", re.IGNORECASE)
PDF_MARK = b"%PDF-"
MOST_OF_PAGE, MOST_OF_SITE = 500, 5_000
"""Files that are fetched of those that one page links, and of those that all of them do; as many as pages are read."""
FURTHER = "further files"


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
    linked, more = _linked(visit, pieces, known)
    held = {p.key: p for p in visit.mirror.pieces(visit.name, with_gone=True) if p.key.startswith("file/")}
    wanted = {f"file/{name}": (name, address) for name, address in linked.items()}
    visit.mirror.revive(visit.name, [key for key in wanted if key in held])
    for done, (key, (name, address)) in enumerate(wanted.items(), start=1):
        piece = held.get(key) or Piece(key, name, "pdf", "", {"address": address})
        if all_again or not piece.version:
            fetch_file(visit, piece, "linked")
            visit.progress("Fetching linked files", done, len(wanted))
    if more:
        problem = (
            f"Further files of {visit.name} were not looked at: {MOST_OF_PAGE} are read of those that one page links, "
            f"{MOST_OF_SITE} of one site."
        )
        visit.keep((Piece(f"file/{FURTHER}", FURTHER, "pdf", "", {"address": visit.name}, problem), None))
    return [key for key in held if key not in wanted and not (more and key == f"file/{FURTHER}")]


def linked_in(site: Site, base: str, text: str) -> list[str]:
    """Addresses of the PDFs that a page at `base` links: those that are fetched, and one that tells of more."""
    found = dict[str, None]()
    for link in PDF_LINK.finditer(text):
        address = site.resolved(base, unescaped(link[1]))
        if address:
            found[address] = None
        if len(found) > MOST_OF_PAGE:
            break
    return list(found)


def _linked(visit: Visit, pieces: Iterable[Piece], known: Collection[str]) -> tuple[dict[str, str], bool]:
    """Addresses by name of the files that are wanted beside those that are known, and whether there are more."""
    linked, more = dict[str, str](), False
    for piece in pieces:
        files = piece.about.get("files", ())
        more = more or len(files) > MOST_OF_PAGE
        for address in files[:MOST_OF_PAGE]:
            name = visit.site.name_of(address)
            if name in known:
                continue
            if len(linked) < MOST_OF_SITE or name in linked:
                linked[name] = address
            else:
                more = True
    return linked, more


def _check_pdf(answer: Answer, address: str) -> None:
    if not answer.body:
        raise FetchError(f"{address} is empty (0 bytes).")
    if PDF_MARK not in answer.body[:1024]:
        what = "a web page (a login or an error?)" if answer.media_type in ("text/html", "") else answer.media_type
        raise FetchError(f"{address} should be a PDF, but is {what}, so it was not read.")
