"""Rankings of documents, their files and their measures."""

import itertools
import json
import math
from pathlib import Path
from urllib.parse import unquote

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import query_of
from assistant.evaluation.collection import TestCollection, read_collection
from assistant.evaluation.retrieval import DEPTH, MEASURES, Retrieval, measure_retrieval, measured, ranking_of
from assistant.evaluation.trec import column, write_qrels, write_run
from corpus.document import Document, Section
from corpus.errors import EvaluationError
from corpus.sources import open_source
from index.build import sync
from index.hit import Hit
from index.search import Searcher
from index.texts.passages import Passage
from tests.conftest import ToyEncoder, post, sync_folder, write_files


def hit(document: str, score: float) -> Hit:
    text = "Some words."
    made = Document(document, document, text, (Section("", 0, len(text)),))
    return Hit(made, Passage("p", document, "", 0, len(text)), score, score, (), True, True, ())


def collection(qrels: dict[str, dict[str, int]]) -> TestCollection:
    return TestCollection({name: query_of("x") for name in qrels}, qrels, ())


def test_a_document_stands_where_its_best_passage_stands() -> None:
    hits = [hit("b", 0.9), hit("a", 0.8), hit("b", 0.7), hit("c", 0.6)]
    assert ranking_of(hits) == [("b", 0.9), ("a", 0.8), ("c", 0.6)]


def test_scores_fall_strictly_so_that_every_tool_keeps_the_order() -> None:
    ranking = ranking_of([hit(name, score) for name, score in (("a", 0.5), ("z", 0.5), ("m", 0.5), ("b", 0.7))])
    assert [name for name, _ in ranking] == ["a", "z", "m", "b"]
    scores = [score for _, score in ranking]
    assert all(one > other for one, other in itertools.pairwise(scores))
    found = dict(measured(collection({"q": {"a": 1}}), {"q": ranking}))
    assert (found["RR@10"], found["Success@1"], found["nDCG@10"]) == (1.0, 1.0, 1.0)


def test_a_ranking_has_at_most_a_hundred_documents() -> None:
    assert len(ranking_of([hit(str(number), 1 - number / 1000) for number in range(150)])) == DEPTH


def test_measures_are_those_of_the_field() -> None:
    qrels = {"q1": {"a": 2, "b": 1, "c": 0}, "q2": {"x": 1}, "q3": {"n": 1}}
    run = {"q1": [("c", 0.9), ("b", 0.8), ("a", 0.7)], "q2": [("x", 0.5)], "q3": list[tuple[str, float]]()}
    found = dict(measured(collection(qrels), run))
    gain = (1 / math.log2(3) + 2 / math.log2(4)) / (2 / math.log2(2) + 1 / math.log2(3))
    assert list(found) == list(MEASURES)
    assert found["nDCG@10"] == pytest.approx((gain + 1 + 0) / 3)
    assert found["RR@10"] == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert found["R@100"] == pytest.approx(2 / 3)
    assert (found["Success@1"], found["Success@5"]) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_an_id_is_one_column_and_comes_back(name: str) -> None:
    assert column(name).split() == [column(name)]
    assert unquote(column(name)) == name


def test_files_are_read_by_others_as_they_were_meant(tmp_path: Path) -> None:
    qrels = {"q 1": {"posts/a b.html": 1, "100%": 0}}
    run = {"q 1": [("100%", 0.9), ("posts/a b.html", 0.899999)]}
    write_run(tmp_path / "run", run)
    write_qrels(tmp_path / "qrels", qrels)
    assert (tmp_path / "run").read_text(encoding="utf-8").splitlines()[1] == (
        "q%201 Q0 posts/a%20b.html 2 0.899999 advocacy-assistant"
    )
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    read = ir_measures.calc_aggregate(
        measures,
        list(ir_measures.read_trec_qrels(str(tmp_path / "qrels"))),
        list(ir_measures.read_trec_run(str(tmp_path / "run"))),
    )
    assert {str(name): value for name, value in read.items()} == dict(measured(collection(qrels), run))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"d 1": "Funding for adult education.", "d/2": "Prison libraries.", "d3": "Green skills."}
    rows = [{"_id": name, "title": "", "text": text} for name, text in texts.items()]
    queries = [
        {"_id": "q1", "text": "funding adult education"},
        {"_id": "q2", "text": "and there?", "history": [["user", "prison libraries"], ["agent", "Prison libraries."]]},
    ]
    qrels = "q1\td 1\t1\nq1\tgone\t1\nq2\td/2\t1\n"
    lines = {name: "\n".join(map(json.dumps, told)) for name, told in (("corpus", rows), ("queries", queries))}
    files = {f"{name}.jsonl": text for name, text in lines.items()}
    return write_files(tmp_path / "set", {**files, "qrels.tsv": qrels})


def searched(folder: Path, encoder: ToyEncoder) -> Retrieval:
    library = folder.parent / "library"
    sync(library, [open_source(str(folder / "corpus.jsonl"))], encoder)
    return measure_retrieval(read_collection(folder), Searcher.open(library, encoder), lambda: None)


def test_a_library_is_measured_and_what_it_cannot_find_is_told(folder: Path, toy_encoder: ToyEncoder) -> None:
    told = searched(folder, toy_encoder)
    assert {query: ranking[0][0] for query, ranking in told.run.items()} == {"q1": "d 1", "q2": "d/2"}
    assert dict(told.measures)["R@100"] == pytest.approx((1 / 2 + 1) / 2)
    assert dict(told.measures)["RR@10"] == 1.0
    assert told.notes == ("1 of the relevant documents not in the index, counted as not found: gone",)


def test_a_document_that_repeats_another_is_told_apart_from_one_that_is_unknown(
    tmp_path: Path, toy_encoder: ToyEncoder
) -> None:
    text = post("Funding", "EAEA calls for a fair share of funding for adult education in every programme. " * 5)
    posts = write_files(tmp_path / "posts", {"a.txt": text, "b.txt": text})
    sync_folder(tmp_path / "library", toy_encoder, posts)
    searcher = Searcher.open(tmp_path / "library", toy_encoder)
    told = measure_retrieval(collection({"q": {"a.txt": 1, "b.txt": 1}}), searcher, lambda: None)
    assert told.notes == (
        "1 of the relevant documents say what others say and are found as those, counted as not found: b.txt",
    )


def test_an_index_of_another_corpus_is_refused(folder: Path, toy_encoder: ToyEncoder) -> None:
    (folder / "qrels.tsv").write_text("q1\tx1\t1\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"holds no relevant document of the collection, such as x1"):
        searched(folder, toy_encoder)
