"""What is sent instead of an answer: problems in the form of RFC 9457."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from assistant.web.api.forms import Form
from assistant.web.failing import AGAIN, failing
from corpus.errors import (
    ClusterError,
    DamagedDesk,
    DraftError,
    LibraryError,
    NoDocument,
    NotAllowed,
    StorageError,
    UserError,
)

MEDIA_TYPE = "application/problem+json"
Code = Literal[
    "question", "draft", "form", "media_type", "too_large", "too_slow", "key", "site", "not_allowed", "no_document",
    "no_address", "method", "too_often", "busy", "unavailable", "bug",
]  # fmt: skip
"""What programs may tell problems apart by."""
CODES: Mapping[int, Code] = {
    503: "busy",
    404: "no_address",
    405: "method",
    408: "too_slow",
    413: "too_large",
    415: "media_type",
}
MOST_TOLD, LONGEST_TOLD = 20, 200
"""Parts that are told to be wrong, and characters of what is told of one: names of fields are whatever was sent."""
UNAVAILABLE = (StorageError, DamagedDesk, LibraryError)
"""Failures whose sentences name files of this machine: they are for the log."""


class Wrong(Form):
    """A part of a request that is not in its form."""

    where: str
    """Its place, such as "body.question"."""
    told: str
    """What is wrong with it."""


class Problem(Form):
    """Why there is no answer."""

    type: Literal["about:blank"]
    """What the status says, and nothing more special."""
    title: str
    """What the status says."""
    status: int
    """The HTTP status."""
    detail: str
    """What happened and what to do, in a sentence that can be shown to a person."""
    code: Code
    """What programs may tell problems apart by."""
    errors: list[Wrong]
    """The first parts of the request that are not in their form, for the code "form"."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem that is about to be told."""

    status: int
    code: Code
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()

    @property
    def response(self) -> JSONResponse:
        """The problem as it is sent."""
        told: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [{"where": where, "told": told} for where, told in self.errors],
        }
        return JSONResponse(told, self.status, dict(self.headers), MEDIA_TYPE)


class RefusedError(Exception):
    """Something is refused; never leaves this package."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


def add_problems(api: FastAPI) -> None:
    """Let an application tell its problems in this form."""
    api.add_exception_handler(RefusedError, _refused)
    api.add_exception_handler(UserError, _not_done)
    api.add_exception_handler(RequestValidationError, _not_in_form)
    api.add_exception_handler(HTTPException, _no_such)
    api.add_exception_handler(Exception, _bug)


def refusal_of(error: UserError) -> Refusal:
    """What is told of a failure."""
    if isinstance(error, ClusterError):
        told = failing(error)
        return Refusal(told.status, "unavailable", told.sentence, AGAIN)
    if isinstance(error, UNAVAILABLE):
        logging.getLogger(__name__).error("%s", error)
        return Refusal(
            503, "unavailable", "The library cannot be used at this moment. The log of this server says why."
        )
    if isinstance(error, NoDocument):
        return Refusal(404, "no_document", str(error))
    if isinstance(error, NotAllowed):
        return Refusal(403, "not_allowed", str(error))
    return Refusal(400, "draft" if isinstance(error, DraftError) else "question", str(error))


def problem(status: int, sentence: str, headers: Mapping[str, str]) -> JSONResponse:
    """A problem of which the status says all that programs need."""
    return Refusal(status, CODES.get(status, "form"), sentence, headers).response


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusedError)
    return error.refusal.response


def _not_done(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UserError)
    return refusal_of(error).response


def _not_in_form(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [(_shown(".".join(map(str, one["loc"]))), _shown(str(one["msg"]))) for one in error.errors()[:MOST_TOLD]]
    told = "; ".join(f"{where}: {what}" for where, what in wrong[:3])
    return Refusal(422, "form", f"The request is not in its form: {told}.", errors=wrong).response


def _no_such(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = CODES.get(error.status_code, "form")
    told = {
        404: "There is no such address; /api/v1/ lists all.",
        405: "This address is not asked in this way; /api/v1/ lists all.",
    }
    detail = told.get(error.status_code, str(error.detail))
    headers = {"Allow": ", ".join(_ways(request))} if error.status_code == 405 else {}
    return Refusal(error.status_code, code, detail, headers).response


def _ways(request: Request) -> list[str]:
    """In which ways an address is asked, by whatever routes."""
    routes = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in routes if isinstance(route, Route) for method in route.methods or ()})


def _bug(_: Request, __: Exception) -> JSONResponse:
    return Refusal(500, "bug", "This server has failed; its log says how. Tell those who run it.").response


def _shown(text: str) -> str:
    """The beginning of a text, as can be written as UTF-8: names of fields may hold halves of signs."""
    shown = text if len(text) <= LONGEST_TOLD else f"{text[: LONGEST_TOLD - 1]}…"
    return shown.encode("utf-8", "replace").decode()
