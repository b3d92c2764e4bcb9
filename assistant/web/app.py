"""The web application: a FastAPI shell with the page at "/" and a page for every document."""

import logging
from datetime import date
from pathlib import Path

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from assistant.answer import Answer
from assistant.basket.store import QuoteDesk
from assistant.desk.gaps import GapDesk
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.positions.verdicts import VerdictDesk
from assistant.settings import Settings
from assistant.web.dialogue import Dialogue, Note
from assistant.web.first_paint import FirstPaint
from assistant.web.gradio_words import gradio_words
from assistant.web.guard import Guard
from assistant.web.look import Look, look_of
from assistant.web.metrics import Metrics
from assistant.web.openid_sign_in import OpenIdViews
from assistant.web.opening import Opening
from assistant.web.page import Page
from assistant.web.rate import RateLimit
from assistant.web.render import Pages, quoted_span
from assistant.web.sign_in import SignInViews
from assistant.web.speaking import Speaking
from assistant.web.theme import theme
from assistant.web.tongues import read_tongues
from assistant.web.views.baskets import BasketViews
from assistant.web.views.checking import CheckViews
from assistant.web.views.feedback import FeedbackViews
from assistant.web.views.finding import FindingViews
from assistant.web.views.health import HealthViews
from assistant.web.views.library import LibraryViews
from assistant.web.views.page_images import PageImageViews
from assistant.web.views.positions import PositionViews
from assistant.web.views.sheets import SheetViews
from assistant.web.views.syncing import SyncViews
from assistant.web.visitor import person_of
from assistant.web.watching import Watch
from assistant.web.whose_basket import Baskets
from assistant.wire import by_header_of, by_openid_of, desk_of, signing_in_of, syncing_of
from corpus.drawing import Drawer
from corpus.errors import DamagedDesk, StorageError
from index.query import Query

FOLDER = Path(__file__).parent
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def create_app(library: LiveLibrary, settings: Settings, drawer: Drawer) -> FastAPI:
    """The application over a library; nothing in it leaves this machine. `drawer` draws the pages of PDFs."""
    tongues = read_tongues()
    pages = Pages.in_every(tongues)
    kept = desk_of(settings)
    counted = Metrics(library, lambda: len(asking._queue))
    dialogue = Dialogue(settings.organisation, pages, _noting(kept.gaps, counted))
    look = look_of(settings)
    opening = Opening(settings.organisation, look, pages, dialogue)
    asking = Page(library, opening).build()
    app = FastAPI(title="advocacy-assistant", docs_url=None, redoc_url=None, openapi_url=None)
    quotes = QuoteDesk(DeskFile(library.path))
    accounts = signing_in_of(settings)
    by_openid = by_openid_of(settings, accounts)
    app.add_middleware(FirstPaint, library=library, opening=opening)
    sign_in = SignInViews(
        accounts, pages, Baskets(quotes), settings.access, by_header_of(settings), by_openid is not None
    )
    sign_in.add_to(app)
    if by_openid:
        OpenIdViews(by_openid, sign_in).add_to(app)
    app.add_middleware(Speaking, tongues=tongues, default=settings.language)
    app.add_middleware(Guard, rate=RateLimit())
    # The last one added is the outermost.
    app.add_middleware(Watch, metrics=counted, networks=settings.log_addresses == "network")
    _add_files(app)
    _add_look(app, look)
    _add_documents(app, library, pages)
    desk = DeskFile(library.path)
    PositionViews(library, settings.organisation, pages, VerdictDesk(desk)).add_to(app)
    FindingViews(library, settings.organisation, pages).add_to(app)
    CheckViews(library, settings.organisation, pages).add_to(app)
    BasketViews(library, settings.organisation, pages, quotes).add_to(app)
    PageImageViews(library, pages, drawer).add_to(app)
    SheetViews(library, drawer).add_to(app)
    LibraryViews(library, pages, kept).add_to(app)
    HealthViews(library, counted, settings.metrics_from).add_to(app)
    SyncViews(library, pages, syncing_of(settings)).add_to(app)
    FeedbackViews(library, opening, pages, kept.feedback, quotes, settings).add_to(app)
    gr.mount_gradio_app(
        app,
        asking,
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        blocked_paths=[str(settings.index.absolute())],
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        i18n=gradio_words(tongues),
    )
    return app


def _noting(gaps: GapDesk, counted: Metrics) -> Note:
    """Counts answers, and what was not found. Where that cannot be kept the answer is right all the same, and the log
    says why.
    """

    def note(query: Query, answer: Answer, seconds: float) -> None:
        counted.answer(answer, seconds)
        try:
            gaps.note(query, answer, date.today())
        except (StorageError, DamagedDesk) as error:
            logging.getLogger(__name__).error("A question was not counted: %s", error)

    return note


def _add_files(app: FastAPI) -> None:
    # No parameters: FastAPI would let the address set them.
    @app.get("/page/style.css")
    def style() -> FileResponse:
        return _own_file("style.css")

    @app.get("/page/workbench.css")
    def workbench() -> FileResponse:
        return _own_file("workbench.css")

    @app.get("/page/report.css")
    def report() -> FileResponse:
        return _own_file("report.css")

    @app.get("/page/sync.js")
    def sync() -> FileResponse:
        return _own_file("sync.js")

    @app.get("/page/language.js")
    def language() -> FileResponse:
        return _own_file("language.js")

    @app.get("/page/page.js")
    def script() -> FileResponse:
        return _own_file("page.js")

    @app.get("/page/icon.svg")
    @app.get("/favicon.ico")
    def icon() -> FileResponse:
        return _own_file("icon.svg")


def _add_look(app: FastAPI, look: Look) -> None:
    @app.get("/page/look.css")
    def style() -> Response:
        return Response(look.css, media_type="text/css", headers={"Cache-Control": "no-cache"})

    @app.get("/page/logo")
    def logo() -> Response:
        if look.logo is None:
            return Response(status_code=404)
        # Opened by itself, a picture of this kind is a document, which could hold scripts.
        told = {"Content-Security-Policy": LOGO_POLICY, "Cache-Control": "no-cache"}
        return Response(look.logo.data, media_type=look.logo.media_type, headers=told)


def _own_file(name: str) -> FileResponse:
    return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})


def _add_documents(app: FastAPI, library: LiveLibrary, pages: Pages) -> None:
    @app.get("/documents/{name:path}")
    def document(
        request: Request, name: str, start: str | None = None, end: str | None = None, check: str | None = None
    ) -> HTMLResponse:
        try:
            searcher = library.seen_by(person_of(request)).searcher
            found = searcher.document(name)
        except KeyError:
            return HTMLResponse(pages.to(request).missing(), 404)
        mark = quoted_span(found, start, end, check)
        lost = mark is None and (start is not None or end is not None)
        return HTMLResponse(pages.to(request).document(found, mark, searcher, lost=lost))
