import json
import math
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.matrix_rate import Shapes
from benchmarks.peers.contenders import CONTENDERS, OURS, chosen
from benchmarks.peers.contest import Measured
from benchmarks.peers.floor import Machine, floor_of
from benchmarks.peers.picture import PANELS, draw
from benchmarks.peers.process import measured, size_of
from benchmarks.peers.results import figures, ndcg, ratios, spread
from benchmarks.peers.texts import TextSet, documents_of, marker, questions_of, read_set, with_change

DOCUMENTS = 60


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    """Sixty documents; question q3 is answered by d3, and q1 by none that is judged to."""
    folder = tmp_path / "set"
    folder.mkdir()
    lines = [json.dumps({"_id": f"d{n}", "title": "", "text": f"Words of document {n}."}) for n in range(DOCUMENTS)]
    (folder / "corpus.jsonl").write_text("\n".join(lines) + "\n")
    asked = [{"_id": f"q{n}", "text": "And that?", "rewrite": f"What is document {n}?"} for n in range(10)]
    (folder / "queries.jsonl").write_text("".join(json.dumps(one) + "\n" for one in asked))
    judged = "".join(f"q{n}\td{n}\t{0 if n == 1 else 1}\n" for n in range(10))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged)
    return folder


def names(texts: TextSet) -> list[str]:
    return [json.loads(line)["_id"] for line in texts.lines]


def test_the_whole_set_has_all_documents_and_the_questions_that_are_judged(evaluation: Path) -> None:
    whole = read_set(evaluation, 0)
    assert len(whole.lines) == DOCUMENTS
    assert whole.questions["q3"] == "What is document 3?"
    assert "q1" not in whole.questions
    assert whole.questions.keys() == whole.qrels.keys()


def test_a_part_is_the_same_each_time_and_asks_only_what_it_can_answer(evaluation: Path) -> None:
    part = read_set(evaluation, 8)
    assert part == read_set(evaluation, 8)
    assert len(set(names(part))) == 8
    assert part.questions
    assert all(judged and set(names(part)) >= judged.keys() for judged in part.qrels.values())


def test_what_is_written_is_what_is_read(evaluation: Path, tmp_path: Path) -> None:
    part = read_set(evaluation, 8)
    folder = part.written(tmp_path / "texts")
    assert [one.name for one in documents_of(folder)] == names(part)
    assert questions_of(folder) == part.questions


def test_a_change_is_of_one_document_and_of_the_same_one_each_time(evaluation: Path, tmp_path: Path) -> None:
    before = documents_of(read_set(evaluation, 0).written(tmp_path / "texts"))
    first, second = with_change(before, 0), with_change(before, 1)
    assert [one for one in first.documents if one not in before] == [first.changed]
    assert first.changed.name == second.changed.name
    assert marker(0) in first.changed.text
    assert marker(0) not in second.changed.text


def test_ndcg_is_what_its_definition_says() -> None:
    found = ndcg({"q": ["wrong", "right", "other"]}, {"q": {"right": 1, "missed": 1}})
    assert found == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))


def test_a_question_that_finds_nothing_counts_as_nothing() -> None:
    assert ndcg({"q": ["right"], "r": []}, {"q": {"right": 1}, "r": {"right": 1}}) == pytest.approx(0.5)


def test_a_spread_is_the_median_and_the_range() -> None:
    assert spread([3.0, 1.0, 2.0], ".1f") == "2.0 (1.0–3.0)"
    assert spread([3.0], ".1f") == "3.0"


def test_ratios_are_of_runs_that_stood_next_to_each_other() -> None:
    ours, other = chosen(["by_txtai"])[:2]
    mine, others = filled(1.0), filled(2.0)
    mine.rates, others.rates = [10.0, 30.0], [5.0, 10.0]
    row = next(line for line in ratios({ours: mine, other: others}).splitlines() if line.startswith("| txtai"))
    assert "2.50 (2.00–3.00)" in row
    assert "0.50 (0.50–0.50)" in row


def test_ours_is_compared_with_every_library_at_its_defaults_and_tuned() -> None:
    modules = {one.module for one in CONTENDERS if one.module != OURS}
    assert len(modules) == 5
    assert all({one.way for one in CONTENDERS if one.module == name} == {"default", "tuned"} for name in modules)
    assert [one.module for one in chosen(["by_chroma"])] == [OURS, "by_chroma", "by_chroma"]


def test_a_change_that_was_not_found_is_told(evaluation: Path) -> None:
    lost = filled(1.0)
    lost.seen = False
    assert "**no**" in figures({CONTENDERS[0]: lost}, {"q": {"d": 1}})


def test_the_picture_has_a_bar_for_everyone_in_each_panel(tmp_path: Path) -> None:
    results = {one: filled(1.0 + at) for at, one in enumerate(CONTENDERS)}
    draw(results, tmp_path / "peers.svg")
    root = ElementTree.parse(tmp_path / "peers.svg").getroot()
    bars = root.findall("{http://www.w3.org/2000/svg}rect")[1:]
    assert len(bars) == len(PANELS) * len(CONTENDERS)
    assert all(float(bar.get("width", "")) > 0 for bar in bars)


def test_operations_of_a_text_are_those_of_its_matrix_products() -> None:
    layers, width, inner, tokens = 2, 4, 8, 3
    squares, inners = 4 * tokens * width * width, 2 * tokens * width * inner
    attention = 2 * tokens * tokens * width
    assert Shapes(layers, width, inner).operations([tokens]) == 2 * layers * (squares + inners + attention)


def test_the_floor_of_a_question_reads_every_vector_once() -> None:
    floor = floor_of(["one"], ["two"], 1000, Shapes(1, 384, 1536), Machine(1e12, 1e9))
    assert floor.vectors == pytest.approx(1000 * 384 * 4 / 1e9)


def test_a_process_is_measured_and_its_last_line_read(tmp_path: Path) -> None:
    words = "print('noise'); block = bytearray(64 * 2**20); print('{\"seconds\": 2}')"
    run = measured([sys.executable, "-c", words], tmp_path / "errors")
    assert run.told == {"seconds": 2}
    assert run.wall > 0
    assert run.peak > 64 * 2**20


def test_a_process_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such model"):
        measured([sys.executable, "-c", "raise SystemExit('no such model')"], tmp_path / "errors")


def test_the_size_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"abc")
    (tmp_path / "b").write_bytes(b"de")
    assert size_of(tmp_path) == 5


def test_ours_builds_takes_a_change_in_and_finds_it(evaluation: Path, tmp_path: Path) -> None:
    texts = read_set(evaluation, 8).written(tmp_path / "texts")
    (tmp_path / "ours").mkdir()
    assert job("build", texts, tmp_path)["passages"] == 8
    assert job("seen", texts, tmp_path) == {"seen": False}
    job("change", texts, tmp_path)
    assert job("seen", texts, tmp_path) == {"seen": True}
    assert job("first", texts, tmp_path)["found"]


def job(action: str, texts: Path, folder: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.peers.job", OURS, "default", action]
    run = subprocess.run(
        [*command, str(folder / "ours" / "index"), str(texts), "0"], check=True, capture_output=True, text=True
    )
    told: dict[str, object] = json.loads(run.stdout.splitlines()[-1])
    return told


def filled(value: float) -> Measured:
    """What took `value` of everything."""
    twice = [value, value]
    return Measured(1, value, 1, 1, twice, twice, twice, twice, twice, twice, {"q": ["d"]}, seen=True)
