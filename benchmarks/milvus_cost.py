"""What a passage on a Milvus server costs: `python -m benchmarks.milvus_cost EVALUATION [SET...]`.

The first set of questions and passages (MTRAG ClapNQ unless others are named), then the first two together, and so on,
each sent to an embedded Milvus of its own, with random vectors of 384 numbers. Bytes are what passed on the
connection. Times are those of the embedded server, which searches one flat segment in this process: they tell whether
the program itself is slow, and nothing of a cluster.
"""

import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from assistant.batch import read_questions
from benchmarks.embedded_milvus import embedded_milvus
from benchmarks.ranking import RandomEncoder
from benchmarks.report import machine, table, write_section
from corpus.sources import open_source
from index.build import Beside, sync
from index.library.generation import open_current
from index.milvus.cluster import Cluster
from index.milvus.opening import OnCluster, on_cluster
from index.milvus.publishing import Place
from index.ports import Scope
from index.query import Filters, Query, Weighted
from index.reports.report import Report
from index.searching.opened import Opened

SETS = ("mtrag-clapnq",)
PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
CANDIDATES = 200
"""As the searcher asks for."""
ASKED = 100
WARM_UP = 5
HEADS = ("passages", "bytes sent a passage", "s per 1,000 sent", "vectors p50, p95 ms", "words p50, p95 ms", "filtered")


def main() -> None:
    """Measure, print and write the table."""
    evaluation, sets = Path(sys.argv[1]), tuple(sys.argv[2:]) or SETS
    queries = [query for _, query in read_questions(evaluation / sets[0] / "queries.jsonl", Filters())]
    rows = [_measured(evaluation, sets[:count], queries) for count in range(1, len(sets) + 1)]
    text = table(HEADS, rows)
    write_section("cost", f"{machine()}\nThe embedded server (milvus-lite), flat vectors.\n\n{text}", PAGE)
    sys.stdout.write(text + "\n")


class Meter(Cluster):
    """Tells the seconds that writing took."""

    seconds = 0.0
    passages = 0

    def upsert(self, collection: str, records: Sequence[object]) -> None:
        """See Cluster."""
        began = time.perf_counter()
        super().upsert(collection, records)  # type: ignore[arg-type]
        self.seconds += time.perf_counter() - began
        self.passages += len(records)


def _measured(evaluation: Path, sets: Sequence[str], queries: Sequence[Query]) -> tuple[str, ...]:
    with (
        tempfile.TemporaryDirectory() as folder,
        embedded_milvus(Path(folder) / "milvus") as port,
        _counted(port) as (address, passed),
    ):
        cluster, library = Meter(address), Path(folder) / "library"
        place = Place(cluster, "cost", library, "FLAT")
        told = _synced(place, [evaluation / one / "corpus.jsonl" for one in sets])
        sent, opened = passed(), Opened.of(open_current(library))
        asked = list(islice(queries, ASKED))
        there = on_cluster(opened.generation, place, opened.store, everybody=False)
        found = [_spread(work, asked) for work in _searches(there)]
    each = cluster.seconds / cluster.passages * 1000
    return (f"{told.passages:,}", f"{sent / cluster.passages:,.0f}", f"{each:.2f}", *found)


def _synced(place: Place, corpora: Sequence[Path]) -> Report:
    sources = [open_source(str(one)) for one in corpora]
    return sync(place.library, sources, RandomEncoder(), beside=Beside(place=place))


def _searches(there: OnCluster) -> list[Callable[[Query], object]]:
    encoder, narrow = RandomEncoder(), Scope(Filters(languages=("en",)))
    return [
        lambda query: there.vectors.search(encoder.encode_queries([query.text])[0], CANDIDATES),
        lambda query: there.words.search([Weighted(query.text, 1.0)], CANDIDATES, ("en",)),
        lambda query: there.vectors.search(encoder.encode_queries([query.text])[0], CANDIDATES, narrow),
    ]


def _spread(work: Callable[[Query], object], queries: Sequence[Query]) -> str:
    took = []
    for query in (*queries[:WARM_UP], *queries):
        began = time.perf_counter()
        work(query)
        took.append((time.perf_counter() - began) * 1000)
    return f"{median(took[WARM_UP:]):.0f}, {quantiles(took[WARM_UP:], n=20)[-1]:.0f}"


@contextmanager
def _counted(port: int) -> Iterator[tuple[str, Callable[[], int]]]:
    """An address that leads to a port, and how many bytes were sent there."""
    passed = 0

    def hand_on(one: socket.socket, other: socket.socket, there: bool) -> None:
        nonlocal passed
        with suppress(OSError):
            while data := one.recv(1 << 20):
                passed += len(data) * there
                other.sendall(data)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                for ends in ((near, far, True), (far, near, False)):
                    threading.Thread(target=hand_on, args=ends, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", lambda: passed


if __name__ == "__main__":
    main()
