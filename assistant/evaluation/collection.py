"""Test collections in the form of BEIR: queries, and judgements of which documents are relevant to them (qrels).

::

    DIR/queries.jsonl                     {"_id", "text", "history"} a line, as batches have it
    DIR/qrels.tsv or DIR/qrels/test.tsv   query, document, relevance, between tabs; a head line may be there
    DIR/corpus.jsonl                      {"_id", "title", "text"} a line; only where the index is to be built from it
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.batch import read_questions
from corpus.errors import EvaluationError
from corpus.sources.item import storable
from index.query import Filters, Query

QUERIES = "queries.jsonl"
QRELS = ("qrels.tsv", "qrels/test.tsv")
HEADS = ("score", "relevance", "rel", "label")
"""What the third column of a head line is called."""
NAMED = 3
"""Ids that a note names; the others are counted."""

Qrels = Mapping[str, Mapping[str, int]]
"""Relevance by query and document; 0 and less is not relevant."""


@dataclass(frozen=True, slots=True)
class TestCollection:
    """Queries that have at least one relevant document, and their judgements. `notes` tell what was left out."""

    __test__ = False  # the field's name, not one of pytest's classes

    queries: Mapping[str, Query]
    qrels: Qrels
    notes: tuple[str, ...]

    def judged_documents(self) -> set[str]:
        """Ids of the relevant documents."""
        return {name for judged in self.qrels.values() for name, relevance in judged.items() if relevance > 0}


def read_collection(folder: Path) -> TestCollection:
    """The collection in a folder.

    Raises EvaluationError when a file is missing, has a line that cannot be meant, or nothing is left to measure;
    QuestionError when a line of the queries is none.
    """
    queries, qrels = _queries(folder / QUERIES), _read_qrels(_qrels_file(folder))
    relevant = {query: judged for query, judged in qrels.items() if any(one > 0 for one in judged.values())}
    kept = {name: query for name, query in queries.items() if name in relevant}
    if not kept:
        raise EvaluationError(
            f"No query of {folder / QUERIES} has a relevant document in {_qrels_file(folder)}, such as "
            f"{next(iter(qrels))}. Check that both are of the same collection."
        )
    empty = queries.keys() & (qrels.keys() - relevant.keys())
    notes = (
        *listed(qrels.keys() - queries.keys(), "of the qrels missing among the queries, left out"),
        *listed(queries.keys() - qrels.keys(), "of the queries missing in the qrels, left out"),
        *listed(empty, "of the queries without a relevant document, left out"),
    )
    return TestCollection(kept, {name: relevant[name] for name in kept}, notes)


def listed(names: Collection[str], what: str) -> Iterator[str]:
    """How many ids are what, and the first of them; nothing where there are none."""
    if names:
        more = ", ..." if len(names) > NAMED else ""
        yield f"{len(names)} {what}: {', '.join(sorted(names)[:NAMED])}{more}"


def _queries(path: Path) -> dict[str, Query]:
    if not path.is_file():
        raise EvaluationError(f"{path} does not exist: a test collection holds its queries there.")
    queries = dict[str, Query]()
    for name, query in read_questions(path, Filters()):
        if not isinstance(name, str) or not name or not storable(name):
            raise EvaluationError(f'{path}: the "_id" {name!r} is no text. Write it in quotes.')
        if name in queries:
            raise EvaluationError(f'{path}: the "_id" {name} comes twice. Give each query its own.')
        queries[name] = query
    if not queries:
        raise EvaluationError(f'{path} holds no query. Write one a line: {{"_id": "...", "text": "..."}}.')
    return queries


def _qrels_file(folder: Path) -> Path:
    for name in QRELS:
        if (folder / name).is_file():
            return folder / name
    raise EvaluationError(
        f"{folder} holds neither {' nor '.join(QRELS)}: which documents are relevant is not known. Put one there."
    )


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if number == 1 and len(cells) == 3 and cells[2].strip().lower() in HEADS:
            continue
        query, document, relevance = _judgement(path, number, cells)
        if qrels.setdefault(query, {}).setdefault(document, relevance) != relevance:
            raise EvaluationError(f"{path}, line {number} judges {document} for {query} anew. Keep one of the lines.")
    if not qrels:
        raise EvaluationError(f"{path} holds no judgement. Write query, document and relevance, between tabs.")
    return qrels


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from None
    except UnicodeDecodeError:
        raise EvaluationError(f"{path} is not UTF-8. Save the file as UTF-8.") from None
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _judgement(path: Path, number: int, cells: list[str]) -> tuple[str, str, int]:
    try:
        query, document, relevance = cells
        if not query or not document:
            raise ValueError
        value = float(relevance)
        if not value.is_integer():
            raise ValueError
    except (ValueError, OverflowError):
        raise EvaluationError(
            f"{path}, line {number} is not query, document and relevance (a whole number) between tabs. "
            "Mend or remove the line."
        ) from None
    return query, document, int(value)
