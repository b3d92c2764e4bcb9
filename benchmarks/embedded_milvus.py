"""An embedded Milvus server (milvus-lite) on loopback, in this process, which pymilvus asks as it asks a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def embedded_milvus(folder: Path) -> Iterator[int]:
    """The port of a server that keeps its data in a folder, for as long as a block runs. Raises ImportError where
    milvus-lite is not installed.
    """
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(folder), port=0)
    yield port
    server.stop(grace=0).wait()
    database.close()
