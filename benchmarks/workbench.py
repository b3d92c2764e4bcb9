"""What the pages of staff cost on a large library: `python -m benchmarks.workbench EVAL`.

The passages of MTRAG Cloud with random vectors, as in `benchmarks.ranking`, and with days from 2010 to 2025 laid over
the documents. Topics are two telling words in a row of each question there is; each is asked once.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median, quantiles

from assistant.batch import read_questions
from assistant.positions.comparison import compare_documents, compare_times
from assistant.positions.timeline import timeline
from assistant.web.views.finding import DOCUMENTS_A_PAGE
from benchmarks.ranking import SET, RandomEncoder
from benchmarks.report import machine, table, write_section
from corpus.catalogue import Catalogue
from corpus.errors import QuestionError
from corpus.sources import Source, open_source
from corpus.sources.item import Item
from index.build import sync
from index.query import Filters, Query
from index.search import Searcher

GOAL = 150.0
FIRST_DAY, DAYS = date(2010, 1, 1), 5800
SEED = 7
BEFORE, UNTIL = date(2017, 12, 31), date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class DatedSource:
    """A source whose documents get days: which one gets which, the seed tells."""

    whole: Source
    address: str
    catalogue: Catalogue

    def items(self) -> Iterator[Item]:
        """See Source."""
        return self.whole.items()


def main() -> None:
    """Measure, print and write the table."""
    evaluation = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        source = _dated(open_source(str(evaluation / SET / "corpus.jsonl")))
        told = sync(Path(folder) / "library", [source], RandomEncoder())
        searcher = Searcher.open(Path(folder) / "library", RandomEncoder())
        queries = [query.text for _, query in read_questions(evaluation / SET / "queries.jsonl", Filters())]
        topics = list(dict.fromkeys(topic for text in queries for topic in _topics(text, searcher)))
        rows = _rows(topics, searcher)
    text = table(("what", "asked", "p50", "p95", "goal (p95)", "met"), rows)
    write_section("workbench", f"{machine()}\n{told.passages:,} passages, `make bench`.\n\n{text}")
    sys.stdout.write(text + "\n")


def _dated(source: Source) -> DatedSource:
    chance = Random(SEED)
    days = {item.name: {"published": FIRST_DAY + timedelta(days=chance.randrange(DAYS))} for item in source.items()}
    return DatedSource(source, source.address, Catalogue({}, days))


def _topics(question: str, searcher: Searcher) -> Iterator[str]:
    """The first two telling words that stand in a row."""
    words = [word.strip(".,?!;:\"'()") for word in question.split()]
    for pair in pairwise(words):
        if all(searcher.question_terms(word, "en") for word in pair):
            yield " ".join(pair)
            return


def _rows(topics: Sequence[str], searcher: Searcher) -> list[tuple[str, ...]]:
    chance = Random(SEED)
    names = [document.id for document in searcher.documents_holding(topics[0])]
    chosen = (chance.sample(names, 2) for _ in topics)
    pairs = [(searcher.document(old), searcher.document(new)) for old, new in chosen]
    timelines = [partial(timeline, Query(topic), searcher) for topic in topics]
    mentions = [partial(_found, topic, searcher) for topic in topics]
    times = [partial(compare_times, Query(topic), BEFORE, UNTIL, searcher) for topic in topics]
    documents = [partial(compare_documents, old, new, searcher) for old, new in pairs]
    return [
        _row("a timeline", timelines),
        _row("every mention", mentions),
        _row("two times", times),
        _row("two documents", documents),
    ]


def _found(topic: str, searcher: Searcher) -> None:
    """What a page shows of all documents."""
    for one in searcher.mentions(topic).documents[:DOCUMENTS_A_PAGE]:
        one.sentences()


def _row(name: str, asking: Sequence[Callable[[], object]]) -> tuple[str, ...]:
    times = []
    for ask in asking:
        began = time.perf_counter()
        try:
            ask()
        except QuestionError:
            continue
        times.append(1000 * (time.perf_counter() - began))
    p95 = quantiles(times, n=20)[-1]
    met = "yes" if p95 <= GOAL else "**no**"
    return name, str(len(times)), f"{median(times):.0f} ms", f"{p95:.0f} ms", f"≤ {GOAL:g} ms", met


if __name__ == "__main__":
    main()
