"""The page that tells what is kept of people."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.settings import Settings
from assistant.web import openid_sign_in, speaking, whose_basket
from assistant.web.page_parts import CONVERSATION_SECONDS
from assistant.web.render import Pages


@dataclass(frozen=True, slots=True)
class PrivacyViews:
    """Answers the address /privacy. For how long addresses are counted stands in the page itself, and in a test."""

    pages: Pages
    settings: Settings

    def add_to(self, app: FastAPI) -> None:
        """Make the page part of an application."""
        app.get("/privacy")(self.privacy)

    def privacy(self, request: Request) -> HTMLResponse:
        """What is kept, and what leaves this machine, by the settings as they are."""
        values = {
            "organisation": self.settings.organisation,
            "milvus": bool(self.settings.milvus),
            "keep_questions": self.settings.keep_questions,
            "days": self.settings.keep_questions_days,
            "hours": CONVERSATION_SECONDS // 3600,
            "basket_days": whose_basket.DAYS,
            "language_days": speaking.DAYS,
            "openid": bool(self.settings.openid_issuer),
            "minutes": openid_sign_in.MINUTES,
            "networks": self.settings.log_addresses == "network",
        }
        return HTMLResponse(self.pages.to(request).page("privacy.html", values))
