"""The verbs of the REST interface, and how they are told to other programs (OpenAPI 3.1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi

from assistant.web.api.answers import Answer, Found, Mentions, Timeline
from assistant.web.api.checks import Check
from assistant.web.api.forms import Form
from assistant.web.api.holdings import Document, Documents, Status
from assistant.web.api.problems import MEDIA_TYPE, Problem, Refusal, RefusedError

ROOT = "/api/v1"
VERSION = "1.0.0"
"""Within version 1 fields may come, and none goes or changes its meaning."""
Sent = Literal["", "application/json", "multipart/form-data"]
PROBLEMS = {
    400: "The question, filter or draft cannot be meant as it is.",
    401: "The key is not known, or there is none and one is needed.",
    403: "Pages of this site may not ask.",
    404: "There is no such document.",
    408: "The request did not come to its end.",
    413: "The request is too large.",
    415: "The request is of another media type.",
    422: "The request is not in its form.",
    429: "Too many requests with this key, or from this address; `Retry-After` says when to try again.",
    503: "Too many questions at this moment, or the library cannot be used; `Retry-After` may say when to try again.",
}
"""Statuses of problems, and what they say; the `detail` of each says more."""
WITH_BODY = (408, 413, 415)
"""Those that only what is sent can have."""
DESCRIPTION = (
    "Answers questions with an organisation's own published words, each with its source. A quotation is the slice "
    "`[start, end)` of its document's text, to the letter; no text is generated. Problems come in the form of RFC 9457."
)


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can be asked: its address, what it is called in clients, and the form of what comes back."""

    method: Literal["GET", "POST"]
    path: str
    name: str
    summary: str
    form: type[Form]
    sent: Sent = ""

    def add(self, api: FastAPI, endpoint: Callable[..., Any]) -> None:
        """Make it part of an application."""
        api.add_api_route(
            self.path,
            endpoint,
            methods=[self.method],
            name=self.name,
            operation_id=self.name,
            tags=["library"],
            summary=self.summary,
            response_model=None,  # records are sent as they are; the tests hold that they have this form
            responses={200: {"model": self.form, "description": self.form.__doc__}, **self._problems()},
            dependencies=[Depends(_only(self.sent))] if self.sent else [],
        )

    def _problems(self) -> dict[int | str, dict[str, Any]]:
        schema = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told = {status: text for status, text in PROBLEMS.items() if self.sent or status not in WITH_BODY}
        return {status: {"description": text, "content": schema} for status, text in told.items()}


VERBS = (
    Verb("POST", "/ask", "ask", "Answer a question in the organisation's own words", Answer, "application/json"),
    Verb("GET", "/ask", "ask_by_address", "The same, as a link", Answer),
    Verb("POST", "/search", "search", "Find the passages nearest to a question", Found, "application/json"),
    Verb("GET", "/search", "search_by_address", "The same, as a link", Found),
    Verb("GET", "/positions", "positions", "What was said of a topic over the years", Timeline),
    Verb("GET", "/find", "find", "Every document and sentence that mentions something", Mentions),
    Verb("POST", "/check", "check", "Check the quotations of a text", Check, "application/json"),
    Verb("POST", "/check/file", "check_file", "Check the quotations of a file", Check, "multipart/form-data"),
    Verb("GET", "/documents", "documents", "List the documents", Documents),
    Verb("GET", "/documents/{name:path}", "document", "One document, whole", Document),
    Verb("GET", "/status", "status", "What the library holds", Status),
)


def described(api: FastAPI, *, without_key: bool) -> dict[str, Any]:
    """The OpenAPI description of an application with the verbs."""
    told = get_openapi(
        title="Advocacy assistant",
        version=VERSION,
        description=DESCRIPTION,
        routes=api.routes,
        servers=[{"url": ROOT}],
    )
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    told["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    told["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key that those who run this server gave out."}
    }
    told["security"] = [{"key": []}, *([{}] if without_key else [])]
    return told


def _only(media_type: Sent) -> Callable[[Request], None]:
    def check(request: Request) -> None:
        sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if sent != media_type:
            raise RefusedError(Refusal(415, "media_type", f"This is sent as {media_type}, not as {_named(sent)}."))

    return check


def _named(media_type: str) -> str:
    return media_type if media_type.isprintable() and 0 < len(media_type) < 100 else "something else"


def listed(verbs: Sequence[Verb] = VERBS) -> list[dict[str, str]]:
    """The verbs for a page that people read."""
    return [
        {"method": one.method, "path": ROOT + one.path.replace(":path", ""), "summary": one.summary} for one in verbs
    ]
