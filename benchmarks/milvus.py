"""`python -m benchmarks.milvus EVALUATION`: whether Milvus ranks words as tantivy does, on MTRAG ClapNQ.

Some 12,000 passages in an embedded Milvus, in this process: its times say nothing of a cluster, and none are told.
Questions are asked by themselves and with what was said before them, which counts less.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.batch import read_questions
from benchmarks.embedded_milvus import embedded_milvus
from benchmarks.ranking import RandomEncoder
from benchmarks.report import machine, table, write_section
from corpus.sources import open_source
from index.build import sync
from index.library.generation import STORE, open_current
from index.local.narrowing import Narrowing
from index.local.opening import LocalWords
from index.local.stems import Stems
from index.milvus.cluster import Cluster
from index.milvus.expressions import Expressions
from index.milvus.ledger import Ledger
from index.milvus.publishing import Place, Staged, published
from index.milvus.words import MilvusWords
from index.ports import PassageWords
from index.query import Filters, Weighted
from index.reports.report import silent
from index.searching.follow_up import read_together
from index.searching.opened import Opened

SET = "mtrag-clapnq"
K = 10
PAGE = Path(__file__).parent.parent / "docs" / "scale.md"


def main() -> None:
    """Measure, print and write the table."""
    evaluation = Path(sys.argv[1]) / SET
    with tempfile.TemporaryDirectory() as folder, embedded_milvus(Path(folder) / "milvus") as port:
        library = Path(folder) / "library"
        told = sync(library, [open_source(str(evaluation / "corpus.jsonl"))], RandomEncoder())
        opened = Opened.of(open_current(library))
        tantivy = LocalWords(opened.keywords, Narrowing(opened.store, opened.keywords))
        queries = [query for _, query in read_questions(evaluation / "queries.jsonl", Filters())]
        with _sent(opened, Place(Cluster(f"http://127.0.0.1:{port}"), "bench", library, "FLAT"), Path(folder)) as words:
            alone = [[Weighted(query.text, 1.0)] for query in queries]
            rows = [
                _row("a question by itself", alone, tantivy, words),
                _row("with what was said before", [read_together(query, 1.0) for query in queries], tantivy, words),
            ]
    text = table(("what", f"of tantivy's first {K}", "the same first one", "greatest difference of a score"), rows)
    write_section("agreement", f"{machine()}\n{told.passages:,} passages, {len(queries)} questions.\n\n{text}", PAGE)
    sys.stdout.write(text + "\n")


@contextmanager
def _sent(opened: Opened, place: Place, folder: Path) -> Iterator[MilvusWords]:
    """The words of a generation, sent to a place."""
    generation = opened.generation
    shutil.copyfile(generation.folder / STORE, folder / STORE)  # what is published already stays as it is
    with published(place, Staged(folder, generation.recipe, opened.vectors.vectors_of, None), silent) as told:
        expressions = Expressions(opened.store.values_of, Stems())
        with closing(Ledger.open(place.ledger_of(told.collection))) as ledger:
            yield MilvusWords(place.cluster, told.collection, expressions, ledger)


def _row(
    name: str, questions: Sequence[Sequence[Weighted]], tantivy: PassageWords, milvus: PassageWords
) -> tuple[str, ...]:
    kept = first = asked = 0
    furthest = 0.0
    for texts in questions:
        expected, found = tantivy.search(texts, K, ("en",)), milvus.search(texts, K, ("en",))
        scores = dict(zip(expected.rows.tolist(), expected.scores.tolist(), strict=True))
        both = {
            row: score for row, score in zip(found.rows.tolist(), found.scores.tolist(), strict=True) if row in scores
        }
        furthest = max([furthest, *(abs(score / scores[row] - 1) for row, score in both.items())])
        kept, asked = kept + len(both), asked + len(scores)
        first += expected.rows[:1].tolist() == found.rows[:1].tolist()
    return name, f"{kept / asked:.3f}", f"{first / len(questions):.3f}", f"{furthest:.1%}"


if __name__ == "__main__":
    main()
