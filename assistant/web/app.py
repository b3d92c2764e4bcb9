"""The web application: a FastAPI shell with Gradio's Ask page at "/", the plain pages, and the doors for programs."""

import logging
from datetime import date
from typing import Any

import gradio as gr
from fastapi import FastAPI

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
from assistant.web.failing import add_failing
from assistant.web.first_paint import FirstPaint
from assistant.web.gradio_words import gradio_words
from assistant.web.guard import Guard
from assistant.web.keeping import Keeping
from assistant.web.look import look_of
from assistant.web.metrics import Metrics
from assistant.web.open_pages import OpenPages, Questions
from assistant.web.openid_sign_in import OpenIdViews
from assistant.web.opening import Opening
from assistant.web.own_files import add_files, add_look
from assistant.web.page import Page, Renewing
from assistant.web.rate import RateLimit
from assistant.web.render import Pages
from assistant.web.sending import failed
from assistant.web.sign_in import SignInViews
from assistant.web.speaking import Speaking
from assistant.web.theme import theme
from assistant.web.tongues import read_tongues
from assistant.web.views.baskets import BasketViews
from assistant.web.views.checking import CheckViews
from assistant.web.views.documents import DocumentViews
from assistant.web.views.feedback import FeedbackViews
from assistant.web.views.finding import FindingViews
from assistant.web.views.health import HealthViews
from assistant.web.views.library import LibraryViews
from assistant.web.views.page_images import PageImageViews
from assistant.web.views.positions import PositionViews
from assistant.web.views.privacy import PrivacyViews
from assistant.web.views.sheets import SheetViews
from assistant.web.views.syncing import SyncViews
from assistant.web.watching import Watch
from assistant.web.whose_basket import Baskets
from assistant.web.widget import WidgetViews
from assistant.wire import by_header_of, by_openid_of, desk_of, keys_of, require_mcp, signing_in_of, syncing_of
from corpus.drawing import Drawer
from corpus.errors import DamagedDesk, StorageError
from index.query import Query

OF_GRADIO: dict[str, Any] = {
    "path": "/", "footer_links": [], "run_history": False, "allowed_paths": [], "show_error": False, "max_file_size": 1,
    "ssr_mode": False, "enable_monitoring": False, "pwa": False, "mcp_server": False,
}  # fmt: skip
"""What Gradio is not to do by itself."""


def create_app(library: LiveLibrary, settings: Settings, drawer: Drawer) -> FastAPI:
    """The application over a library; nothing in it leaves this machine. `drawer` draws the pages of PDFs."""
    tongues = read_tongues()
    pages = Pages.in_every(tongues)
    counted = Metrics(library, lambda: open_pages.waiting)
    noting = _noting(desk_of(settings).gaps, counted)
    look = look_of(settings)
    opening = Opening(settings.organisation, look, pages, Dialogue(settings.organisation, pages, noting))
    page = Page(library, opening)
    asking = page.build()
    open_pages = OpenPages(asking)
    rate = RateLimit()
    app = FastAPI(title="advocacy-assistant", docs_url=None, redoc_url=None, openapi_url=None)
    # Each of these lies around those before it.
    app.add_middleware(Renewing, page=page)
    app.add_middleware(FirstPaint, library=library, opening=opening)
    app.add_middleware(Questions, pages=open_pages)
    _add_sign_in(app, library, settings, pages)
    app.add_middleware(Speaking, tongues=tongues, default=settings.language)
    app.add_middleware(Guard, rate=rate, mcp=settings.mcp, is_full=open_pages.are_busy)
    app.add_middleware(Watch, metrics=counted, networks=settings.log_addresses == "network")
    add_files(app)
    add_look(app, look)
    add_failing(app, pages)
    app.add_exception_handler(Exception, failed)
    HealthViews(library, counted, settings.metrics_from).add_to(app)
    _add_pages(app, library, settings, pages, drawer)
    quotes, keeping = QuoteDesk(DeskFile(library.path)), Keeping()
    BasketViews(library, settings.organisation, pages, quotes, keeping).add_to(app)
    FeedbackViews(library, opening, pages, desk_of(settings).feedback, quotes, keeping).add_to(app)
    PrivacyViews(pages, settings).add_to(app)
    without_key = settings.without_key and settings.access == "open"
    access = Access(keys_of(settings), rate, without_key, frozenset(settings.widget_origins))
    _add_doors(app, ApiViews(library, settings.organisation, pages, noting, without_key), access, mcp=settings.mcp)
    blocked = [str(settings.index.absolute())]
    gr.mount_gradio_app(app, asking, blocked_paths=blocked, theme=theme(), i18n=gradio_words(tongues), **OF_GRADIO)
    return app


def _add_sign_in(app: FastAPI, library: LiveLibrary, settings: Settings, pages: Pages) -> None:
    """Who is asking, who may enter, and the pages for it."""
    accounts = signing_in_of(settings)
    by_openid = by_openid_of(settings, accounts)
    baskets = Baskets(QuoteDesk(DeskFile(library.path)))
    sign_in = SignInViews(accounts, pages, baskets, settings.access, by_header_of(settings), by_openid is not None)
    sign_in.add_to(app)
    if by_openid:
        OpenIdViews(by_openid, sign_in).add_to(app)


def _add_pages(app: FastAPI, library: LiveLibrary, settings: Settings, pages: Pages, drawer: Drawer) -> None:
    """The plain pages."""
    desk = DeskFile(library.path)
    DocumentViews(library, pages).add_to(app)
    PositionViews(library, settings.organisation, pages, VerdictDesk(desk)).add_to(app)
    FindingViews(library, settings.organisation, pages).add_to(app)
    CheckViews(library, settings.organisation, pages).add_to(app)
    PageImageViews(library, pages, drawer).add_to(app)
    SheetViews(library, drawer).add_to(app)
    LibraryViews(library, pages, desk_of(settings)).add_to(app)
    SyncViews(library, pages, syncing_of(settings)).add_to(app)
    WidgetViews(settings.organisation, pages).add_to(app)


def _add_doors(app: FastAPI, api: ApiViews, access: Access, *, mcp: bool) -> None:
    """What other programs ask."""
    add_api(app, api, access)
    if mcp:
        require_mcp()
        from assistant.web.mcp import add_mcp  # takes half a second to import, and is an extra

        add_mcp(app, api, access)


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
