"""The protocol over standard input and output, for a program that starts the assistant itself."""

import sys
from contextlib import redirect_stdout, suppress

import anyio
from mcp.server.stdio import stdio_server

from assistant.api import Assistant
from assistant.mcp.answers import Source
from assistant.mcp.server import server_over
from assistant.settings import Settings


def serve_stdio(settings: Settings) -> None:
    """Answer until standard input ends; of all documents, since whoever starts it can read the files of the index.

    Raises LibraryError, SettingsError.
    """
    with redirect_stdout(sys.stderr):  # nothing but the protocol goes out, whatever a library says while it is loaded
        assistant = Assistant.open(settings=settings)
    with suppress(KeyboardInterrupt):
        anyio.run(_serve, assistant)


async def _serve(assistant: Assistant) -> None:
    server = server_over(Source(assistant))
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
