"""pymilvus without what it reads of its surroundings: the settings alone say which server is asked, and how.

On import (3.0) it reads a file `.env` of any folder above its own into the environment of this process: names of
servers, of proxies, of whatever else somebody who can write there likes. Its one call for that finds a `dotenv` that
reads nothing. gRPC would also send what it has through the proxy that `http_proxy` names.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pymilvus import MilvusClient

READS_FILES = "dotenv"
CHANNEL = {"grpc.enable_http_proxy": 0, "grpc.use_local_subchannel_pool": 1}
"""Options of gRPC. Without the second a new connection waits for as long as the one that was lost would have, up to two
minutes, although the server is back."""
_IMPORTING = Lock()


def pymilvus_alone() -> ModuleType:
    """The package. Raises ImportError where it is not installed."""
    with _IMPORTING, _without_files():
        import pymilvus
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # else it prints what is told as an error here
    return cast(ModuleType, pymilvus)


def client_of(address: str, token: str, seconds: float) -> "MilvusClient":
    """A connection that is there within so many seconds. Raises as pymilvus does."""
    made: MilvusClient = pymilvus_alone().MilvusClient(address, token=token, timeout=seconds, grpc_options=CHANNEL)
    return made


@contextmanager
def _without_files() -> Iterator[None]:
    nothing, kept = ModuleType(READS_FILES), sys.modules.get(READS_FILES)
    setattr(nothing, "load_dotenv", lambda: False)  # noqa: B010 - a module has no such name that mypy could know
    sys.modules[READS_FILES] = nothing
    try:
        yield
    finally:
        del sys.modules[READS_FILES]
        if kept is not None:
            sys.modules[READS_FILES] = kept
