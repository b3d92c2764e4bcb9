"""What a page shows where a question cannot be answered: the sentence, with the status that says whose fault it is."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.web.render import Pages
from corpus.errors import ClusterError, PageBusy, UserError
from corpus.message import Message

AWAY = Message("The library cannot be searched at this moment. Try again in a minute.")
AGAIN: Mapping[str, str] = {"Cache-Control": "no-store", "Retry-After": "10"}
"""As long as a server that is searched may take for an answer."""


@dataclass(frozen=True, slots=True)
class Failing:
    """Why there is no answer; nothing where there is one."""

    sentence: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def failing(error: UserError, status: int = 400) -> Failing:
    """What is shown of an error; `status` where asking again does not help. What names a server of this organisation is
    for the log.
    """
    if isinstance(error, ClusterError):
        logging.getLogger(__name__).error("%s", error)
        return Failing(AWAY, 503, AGAIN)
    if isinstance(error, PageBusy):
        return Failing(str(error), 503, AGAIN)
    return Failing(str(error), status)


def add_failing(app: FastAPI, pages: Pages) -> None:
    """Let every page that shows no sentence of its own say that the library cannot be searched."""

    def away(request: Request, error: Exception) -> HTMLResponse:
        assert isinstance(error, ClusterError)
        told = failing(error)
        values = {"title": Message("Not possible now"), "told": told.sentence}
        return HTMLResponse(pages.to(request).page("told.html", values), told.status, told.headers)

    app.add_exception_handler(ClusterError, away)
