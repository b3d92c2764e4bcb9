"""The web application: a FastAPI shell with the page at "/" and a page for every document."""

import logging
from datetime import date
from pathlib import Path

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse

from assistant.answer import Answer
from assistant.basket.store import QuoteDesk
from assistant.desk.gaps import GapDesk
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.positions.verdicts import VerdictDesk
from assistant.settings import Settings
from assistant.web.api.application import add_api
from assistant.web.api.door import Access
from assistant.web.api.views import ApiViews
from assistant.web.dialogue import Dialogue, Note
from assistant.web.guard import Guard
from assistant.web.page import Page
from assistant.web.rate import RateLimit
from assistant.web.render import Pages, quoted_span
from assistant.web.sign_in import SignInViews
from assistant.web.theme import theme
from assistant.web.views.baskets import BasketViews
from assistant.web.views.checking import CheckViews
from assistant.web.views.finding import FindingViews
from assistant.web.views.library import LibraryViews
from assistant.web.views.page_images import PageImageViews
from assistant.web.views.positions import PositionViews
from assistant.web.visitor import person_of
from assistant.web.widget import WidgetViews
from assistant.wire import desk_of, keys_of, require_mcp, signing_in_of
from corpus.drawing import Drawer
from corpus.errors import DamagedDesk, StorageError
from index.query import Query

FOLDER = Path(__file__).parent


def create_app(library: LiveLibrary, settings: Settings, drawer: Drawer) -> FastAPI:
    """The application over a library; nothing in it leaves this machine. `drawer` draws the pages of PDFs."""
    pages = Pages()
    kept = desk_of(settings)
    dialogue = Dialogue(settings.organisation, pages, _noting(kept.gaps))
    app = FastAPI(title="advocacy-assistant", docs_url=None, redoc_url=None, openapi_url=None)
    SignInViews(signing_in_of(settings), pages).add_to(app)
    rate = RateLimit()
    app.add_middleware(Guard, rate=rate, mcp=settings.mcp)  # the last one added is the outermost
    _add_files(app)
    _add_documents(app, library, pages)
    desk = DeskFile(library.path)
    PositionViews(library, settings.organisation, pages, VerdictDesk(desk)).add_to(app)
    FindingViews(library, settings.organisation, pages).add_to(app)
    CheckViews(library, settings.organisation, pages).add_to(app)
    BasketViews(library, settings.organisation, pages, QuoteDesk(desk)).add_to(app)
    PageImageViews(library, pages, drawer).add_to(app)
    LibraryViews(library, pages, kept).add_to(app)
    WidgetViews(settings.organisation, pages).add_to(app)
    api = ApiViews(library, settings.organisation, pages, _noting(kept.gaps), settings.without_key)
    access = Access(keys_of(settings), rate, settings.without_key, frozenset(settings.widget_origins))
    add_api(app, api, access)
    if settings.mcp:
        require_mcp()
        from assistant.web.mcp import add_mcp  # takes half a second to import, and is an extra

        add_mcp(app, api, access)
    gr.mount_gradio_app(
        app,
        Page(library, dialogue, pages, settings.organisation).build(),
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
    )
    return app


def _noting(gaps: GapDesk) -> Note:
    """Counts what was not found. Where it cannot be kept the answer is right all the same, and the log says why."""

    def note(query: Query, answer: Answer) -> None:
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

    @app.get("/page/icon.svg")
    @app.get("/favicon.ico")
    def icon() -> FileResponse:
        return _own_file("icon.svg")


def _own_file(name: str) -> FileResponse:
    return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})


def _add_documents(app: FastAPI, library: LiveLibrary, pages: Pages) -> None:
    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "generation": library.current.searcher.generation.name}

    @app.get("/documents/{name:path}")
    def document(
        request: Request, name: str, start: str | None = None, end: str | None = None, check: str | None = None
    ) -> HTMLResponse:
        try:
            searcher = library.seen_by(person_of(request)).searcher
            found = searcher.document(name)
        except KeyError:
            return HTMLResponse(pages.missing(), 404)
        mark = quoted_span(found, start, end, check)
        lost = mark is None and (start is not None or end is not None)
        return HTMLResponse(pages.document(found, mark, searcher, lost=lost))
