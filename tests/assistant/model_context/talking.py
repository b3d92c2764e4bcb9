"""The protocol's own client, for tests that are no coroutines."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
from mcp import Client, MCPError


def spoken(to: Any, work: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    """What `work` returns, done with a client of a server in this process, at an address or behind a transport.

    Raises the MCPError that it raises, and not a group with that in it.
    """

    async def talk() -> Any:
        async with Client(to, mode=mode) as client:
            try:
                return await work(client)
            except MCPError as error:
                return error

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        result = threads.submit(anyio.run, talk).result()
    if isinstance(result, MCPError):
        raise result
    return result


def called(to: Any, tool: str, mode: str = "auto", **arguments: Any) -> Any:
    """The result of one call."""
    return spoken(to, lambda client: client.call_tool(tool, arguments), mode)


def told(result: Any) -> str:
    """The one text of a result."""
    (block,) = result.content
    return str(block.text)
