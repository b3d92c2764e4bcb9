"""The REST interface: each verb reads what is asked, asks the assistant once, and sends the record."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Annotated, Any

from fastapi import FastAPI, File, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.api import Assistant
from assistant.drafts.records import check_record
from assistant.holdings import document_record, listing_record
from assistant.library import LiveLibrary
from assistant.web.api.asked import Ask, AskWords, FindWords, Listed, Narrowed, Pages, Search, SearchWords, Text, Words
from assistant.web.api.turns import Turns, answering, checking
from assistant.web.api.verbs import ROOT, VERBS, described, listed
from assistant.web.dialogue import Note
from assistant.web.render import Pages as Templates
from assistant.web.visitor import person_of

Record = dict[str, Any]
DocumentId = Annotated[str, Path(description="The id of the document.")]
KEPT_OFFERED = {"Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class ApiViews:
    """Answers the addresses below /api/v1. `note` is told of each question, `without_key` whether none is needed."""

    library: LiveLibrary
    organisation: str
    templates: Templates
    note: Note
    without_key: bool = True
    answering: Turns = field(default_factory=answering)
    checking: Turns = field(default_factory=checking)

    def add_to(self, api: FastAPI) -> None:
        """Make the verbs part of an application, and what tells of them."""
        for verb in VERBS:
            verb.add(api, getattr(self, verb.name))
        told = described(api, without_key=self.without_key)
        page = self.templates.page("api.html", {"verbs": listed(), "without_key": self.without_key})
        api.get("/", include_in_schema=False)(lambda: HTMLResponse(page, headers=KEPT_OFFERED))
        api.get("/openapi.json", include_in_schema=False)(lambda: JSONResponse(told, headers=KEPT_OFFERED))

    async def ask(self, request: Request, asked: Ask) -> Response:
        """Only `answered` has citations. A question may lean on its `history`; the years that it names narrow as
        filters do, unless `all_years`.
        """
        return await self._answered(request, asked)

    async def ask_by_address(self, request: Request, asked: Annotated[AskWords, Query()]) -> Response:
        """As by POST, without a history."""
        narrowed = Narrowed.model_validate(asked.model_dump(include=set(Narrowed.model_fields)))
        return await self._answered(request, Ask(question=asked.q, filters=narrowed, all_years=asked.all_years))

    async def search(self, request: Request, asked: Search) -> Response:
        """The question is read as by `ask`."""
        return await self._found(request, asked)

    async def search_by_address(self, request: Request, asked: Annotated[SearchWords, Query()]) -> Response:
        """As by POST, without a history."""
        narrowed = Narrowed.model_validate(asked.model_dump(include=set(Narrowed.model_fields)))
        return await self._found(
            request, Search(question=asked.q, filters=narrowed, all_years=asked.all_years, k=asked.k)
        )

    async def positions(self, request: Request, asked: Annotated[Words, Query()]) -> Response:
        """Of each document the one sentence that says most of the topic `q`."""
        return await self._told(request, lambda one: one.positions(asked.q, filters=asked.told()).as_record())

    async def find(self, request: Request, asked: Annotated[FindWords, Query()]) -> Response:
        """All of them, not the nearest: `q` is one word, or several in a row."""

        def found(one: Assistant) -> Record:
            told = one.find(asked.q, filters=asked.told())
            every, first = told.mentions.documents, (asked.page - 1) * asked.per_page
            shown = replace(told.mentions, documents=every[first : first + asked.per_page])
            counts = {"by_year": told.mentions.by_year, "by_kind": told.mentions.by_kind}
            return replace(told, mentions=shown).as_record() | counts | _paged(request, asked, len(every))

        return await self._told(request, found)

    async def check(self, request: Request, asked: Text) -> Response:
        """What became of every quotation, to the letter. Nothing of the text is kept."""
        return await self._checked(request, lambda one: check_record(one.check(asked.text)))

    async def check_file(
        self, request: Request, draft: Annotated[UploadFile, File(description="A .docx, .md, .markdown or .txt.")]
    ) -> Response:
        """As `check`. A file has at most 12 MB; nothing of it is kept."""
        return await self._checked(
            request, lambda one: check_record(one.check_file(draft.file.read(), draft.filename or "the file"))
        )

    async def documents(self, request: Request, asked: Annotated[Listed, Query()]) -> Response:
        """The newest first."""

        def listing(one: Assistant) -> Record:
            skip = (asked.page - 1) * asked.per_page
            found = one.documents(asked.q, filters=asked.told(), skip=skip, count=asked.per_page)
            return listing_record(found) | _paged(request, asked, found.total)

        return await self._told(request, listing)

    async def document(self, request: Request, name: DocumentId) -> Response:
        """With its text, in which all offsets count. The `/` of an id may be written `%2F`."""
        return await self._told(request, lambda one: document_record(one.document(name), one.translations_of(name)))

    async def status(self, request: Request) -> Response:
        """Counted."""
        return await self._told(request, lambda one: one.holdings().as_record())

    async def _answered(self, request: Request, asked: Ask) -> Response:
        def answered(one: Assistant) -> Record:
            query = one.query(
                asked.question, history=asked.said, filters=asked.filters.told(), all_years=asked.all_years
            )
            began = perf_counter()
            answer = one.answer(query)
            self.note(query, answer, perf_counter() - began)
            return answer.as_record()

        return await self._told(request, answered)

    async def _found(self, request: Request, asked: Search) -> Response:
        def found(one: Assistant) -> Record:
            return one.search(
                asked.question,
                k=asked.k,
                history=asked.said,
                filters=asked.filters.told(),
                all_years=asked.all_years,
            ).as_record()

        return await self._told(request, found)

    async def _checked(self, request: Request, work: Callable[[Assistant], Record]) -> Response:
        return await self.checking.run(self._work(request, work))

    async def _told(self, request: Request, work: Callable[[Assistant], Record]) -> Response:
        return await self.answering.run(self._work(request, work))

    def _work(self, request: Request, work: Callable[[Assistant], Record]) -> Callable[[], Response]:
        """The work over what the one who asks may see, in one generation."""
        person = person_of(request)

        def response() -> Response:
            one = Assistant(self.library.seen_by(person), self.organisation)
            return JSONResponse(work(one) | {"generation": one.edition.searcher.generation.name})

        return response


def _paged(request: Request, asked: Pages, total: int) -> Record:
    further = asked.page * asked.per_page < total
    query = request.url.include_query_params(page=asked.page + 1).query
    path = f"{ROOT}{request.url.path.removeprefix(ROOT)}?{query}"
    return {"page": asked.page, "per_page": asked.per_page, "total": total, "next": path if further else None}
