"""The protocol over one library: calls and documents, whatever carries the messages."""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any
from urllib.parse import quote, unquote

import anyio.to_thread
import mcp_types as protocol
from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from pydantic import ValidationError

from assistant.mcp.answers import Source, facts_of
from assistant.mcp.tools import QUOTE, TOOLS, Tool
from corpus.document import Document
from corpus.errors import UserError
from index.library.listing import Listing

NAME = "advocacy-assistant"
SCHEME = "document://"
LISTED = 100
"""Documents of one list of resources."""
READS = protocol.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
TEMPLATE = protocol.ResourceTemplate(
    uri_template=f"{SCHEME}{{id}}",
    name="document",
    title="The text of a document",
    description=f"The whole text of a document to the letter; `id` is percent-encoded. {QUOTE}",
    mime_type="text/plain",
)
Asking = ServerRequestContext[dict[str, Any], Any]
Work = Callable[[], Any]


async def in_a_thread(_: str, work: Work) -> Any:
    """Work beside the messages, as much at once as there are threads."""
    return await anyio.to_thread.run_sync(work)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server goes about its answers: `run` gives the work of a tool its turn (reading a text is the work of
    `document`), `told` says what a client is told of a failure.
    """

    run: Callable[[str, Work], Awaitable[Any]] = in_a_thread
    told: Callable[[UserError], str] = str


def server_over(source: Source, manners: Manners = Manners()) -> Server[dict[str, Any]]:
    """A server of what a source may tell of; light enough to be made for a single request."""
    answering = _Answering(source, manners)
    organisation = source.assistant.organisation
    server: Server[dict[str, Any]] = Server(
        NAME,
        version=version(NAME),
        title=f"What {organisation} has said",
        instructions=_instructions(organisation),
        on_list_tools=answering.list_tools,
        on_call_tool=answering.call_tool,
        on_list_resources=answering.list_resources,
        on_list_resource_templates=answering.list_templates,
        on_read_resource=answering.read_resource,
    )
    server.middleware.clear()  # it comes with one that reports each call to OpenTelemetry, where that is set up
    return server


class _Answering:
    def __init__(self, source: Source, manners: Manners) -> None:
        self._source = source
        self._manners = manners

    async def list_tools(self, _: Asking, __: protocol.PaginatedRequestParams | None) -> protocol.ListToolsResult:
        return protocol.ListToolsResult(tools=[_tool(name, tool) for name, tool in TOOLS.items()])

    async def call_tool(self, _: Asking, asked: protocol.CallToolRequestParams) -> protocol.CallToolResult:
        tool = TOOLS.get(asked.name)
        if tool is None:
            told = f"There is no tool “{asked.name}”. There are: {', '.join(TOOLS)}."
            raise MCPError(protocol.INVALID_PARAMS, told)
        try:
            record = await self._worked(asked.name, partial(tool.called, self._source, asked.arguments or {}))
        except ValidationError as error:
            return _refused(_told(error))
        except UserError as error:
            return _refused(self._manners.told(error))
        text = protocol.TextContent(type="text", text=json.dumps(record, ensure_ascii=False))
        return protocol.CallToolResult(content=[text], structured_content=record)

    async def list_templates(
        self, _: Asking, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListResourceTemplatesResult:
        return protocol.ListResourceTemplatesResult(resource_templates=[TEMPLATE])

    async def list_resources(
        self, _: Asking, asked: protocol.PaginatedRequestParams | None
    ) -> protocol.ListResourcesResult:
        cursor = (asked.cursor if asked else None) or "0"
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise MCPError(protocol.INVALID_PARAMS, "This cursor is not one that was given.")
        skip = int(cursor)
        listing: Listing = await self._read(partial(self._source.assistant.documents, skip=skip, count=LISTED))
        resources = [
            protocol.Resource(
                uri=uri_of(one.id),
                name=one.id,
                title=one.title,
                description=", ".join((one.kind, one.published or "undated", one.status)),
                mime_type="text/plain",
            )
            for one in listing.entries
        ]
        end = skip + len(resources)
        further = str(end) if resources and end < listing.total else None
        return protocol.ListResourcesResult(resources=resources, next_cursor=further)

    async def read_resource(self, _: Asking, asked: protocol.ReadResourceRequestParams) -> protocol.ReadResourceResult:
        uri = str(asked.uri)
        if not uri.startswith(SCHEME):
            raise MCPError(protocol.INVALID_PARAMS, f"Resources have addresses such as {SCHEME}ID.")
        name = unquote(uri.removeprefix(SCHEME))
        found: Document = await self._read(partial(self._source.assistant.document, name))
        contents = protocol.TextResourceContents(
            uri=uri, mime_type="text/plain", text=found.text, _meta=facts_of(found)
        )
        return protocol.ReadResourceResult(contents=[contents])

    async def _read(self, work: Work) -> Any:
        try:
            return await self._worked("document", work)
        except UserError as error:
            raise MCPError(protocol.INVALID_PARAMS, self._manners.told(error)) from None

    async def _worked(self, tool: str, work: Work) -> Any:
        try:
            return await self._manners.run(tool, work)
        except (MCPError, UserError, ValidationError):
            raise
        except Exception as error:
            # A bug costs one answer. The protocol would go on too, and tell the client what the bug says.
            logging.getLogger(__name__).exception("“%s” was not answered", tool)
            raise MCPError(protocol.INTERNAL_ERROR, "This server has failed; its log says how.") from error


def uri_of(name: str) -> str:
    """The address of a document's text."""
    return SCHEME + quote(name, safe="")


def _instructions(organisation: str) -> str:
    return (
        f"This server holds what {organisation} has published, and answers with exact quotations; it writes no text of "
        f"its own. {QUOTE} Where it finds nothing, say that nothing was found. Say of a document that it is superseded "
        "or historic where its status says so, and whose view it tells where `speaker` or `reported` names somebody. "
        "Let `check` look through what you wrote with quotations before you hand it on."
    )


def _tool(name: str, tool: Tool[Any]) -> protocol.Tool:
    properties = {key: {"description": told} for key, told in tool.tells.items()}
    schema = tool.arguments.model_json_schema()
    schema.pop("description", None)  # the tool has one
    return protocol.Tool(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=schema,
        output_schema={"type": "object", "properties": properties, "required": list(properties)},
        annotations=READS,
    )


def _refused(sentence: str) -> protocol.CallToolResult:
    return protocol.CallToolResult(content=[protocol.TextContent(type="text", text=sentence)], is_error=True)


def _told(error: ValidationError) -> str:
    """What is wrong with some arguments, without repeating their values."""
    faults = [f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg']}" for one in error.errors()]
    return f"These arguments cannot be meant: {'; '.join(faults)}."
