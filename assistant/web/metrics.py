"""What is counted while the page is served, in a registry of its own, for Prometheus to fetch.

No label holds what somebody typed: routes are those of the program, statuses are numbers or those of answers.
"""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.answer import Answer
from assistant.library import LiveLibrary
from assistant.syncing.state import SyncState, kept_state

REQUEST_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.3, 0.7, 2, 5, 15)
ANSWER_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.7, 2, 5)
"""Upper bounds; .3, .7 and 2 s are what is promised for answers."""


class Metrics:
    """The counts of one server. `waiting` tells how many questions wait for their turn."""

    def __init__(self, library: LiveLibrary, waiting: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "assistant_requests", "Requests by route and status.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "assistant_request_seconds", "Until the answer to a request began.", ("route",),
            buckets=REQUEST_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._answers = Counter("assistant_answers", "Questions by status.", ("status",), registry=self._registry)
        self._answer_seconds = Histogram(
            "assistant_answer_seconds", "Finding an answer.", buckets=ANSWER_SECONDS, registry=self._registry
        )
        Gauge("assistant_questions_waiting", "Questions that wait.", registry=self._registry).set_function(waiting)
        ProcessCollector(registry=self._registry)
        self._registry.register(_OfLibrary(library))

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: Answer, seconds: float) -> None:
        """Count an answer to a person's question."""
        self._answers.labels(answer.status).inc()
        self._answer_seconds.observe(seconds)

    def exposition(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self._registry)


class _OfLibrary(Collector):
    """What is read when it is asked for: the index that is served, and the last sync, whoever ran it."""

    def __init__(self, library: LiveLibrary) -> None:
        self._library = library

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        generation = self._library.current.searcher.generation
        info = GaugeMetricFamily("assistant_index_info", "The index that is served.", labels=("generation", "model"))
        info.add_metric((generation.name, generation.recipe.model), 1)
        yield info
        contents, state = generation.contents, kept_state(self._library.path)
        yield _one("documents", "Documents that are served.", contents.documents)
        yield _one("passages", "Passages that are served.", contents.passages)
        yield _one("index_fell_back", "1 where a damaged index was left.", bool(generation.warning))
        if state is not None:
            yield from _of_sync(state)


def _of_sync(state: SyncState) -> Iterator[Metric]:
    yield _one("sync_running", "1 while a sync runs.", state.runs)
    yield _one("sync_last_success_timestamp_seconds", "When all sources were up to date.", state.succeeded)
    yield _one("sync_last_success_duration_seconds", "How long that took.", state.seconds)
    yield _one("sync_last_failed_sources", "Sources that failed.", len(state.failed))
    yield _one("sync_last_unreadable_items", "Items that could not be read.", state.unreadable)
    items = GaugeMetricFamily("assistant_sync_last_items", "Items by outcome.", labels=("outcome",))
    for name, count in state.counts.items():
        items.add_metric((name,), count)
    yield items
    ended = GaugeMetricFamily("assistant_sync_last_outcome", "1 for how the last one ended.", labels=("outcome",))
    ended.add_metric(("running" if state.runs else state.outcome or "broken",), 1)
    yield ended


def _one(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"assistant_{name}", told, float(value))
