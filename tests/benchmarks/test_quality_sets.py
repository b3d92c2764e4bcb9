"""The table of evaluation sets keeps what was not measured anew."""

import json
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.quality_sets import HEADS, NAMES, SETS, Row, measured, merged
from benchmarks.report import QUALITY, read_table, table, write_section
from tests.conftest import write_files


def row(name: str, ours: str, measure: str = "nDCG@10") -> Row:
    return (name, measure, ours, ".4", "-", ".5", "10", "3", "2026-11-25")


def test_rows_of_a_set_take_the_place_of_its_former_ones_in_the_order_of_the_sets() -> None:
    before = [row("squad2", ".7"), row("doc2dial", ".5", "spans"), row("doc2dial", ".1", "f1"), row("gone", ".9")]
    now = merged(before, "doc2dial", [row("doc2dial", ".6", "spans")])
    assert now == [row("doc2dial", ".6", "spans"), row("squad2", ".7")]
    assert merged(now, "mtrag-cloud", [row("mtrag-cloud", ".3")])[1] == row("mtrag-cloud", ".3")


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    page = write_files(tmp_path, {"page.md": "# Before\n\n<!-- sets -->\nold\n<!-- /sets -->\n\nAfter\n"}) / "page.md"
    rows = [row("doc2dial", ".5"), row("squad2", ".7")]
    for _ in range(2):
        write_section("sets", f"Some \\1 machine.\n\n{table(HEADS, rows)}", page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Before\n\n<!-- sets -->\nSome \\1 machine.\n\n| set |")
    assert text.endswith("| 2026-11-25 |\n<!-- /sets -->\n\nAfter\n")
    assert read_table("sets", HEADS, page) == rows
    assert read_table("sets", ("set", "other"), page) == []
    with pytest.raises(ValueError, match="no markers for speed"):
        read_table("speed", HEADS, page)


def test_the_page_has_a_table_that_the_next_run_can_keep() -> None:
    rows = read_table("sets", HEADS, QUALITY)
    assert {name for name, *_ in rows} & set(NAMES)
    assert all(len(one) == len(HEADS) for one in rows)
    compared = {
        (one.folder, ", ".join(scoring.figures)): (scoring.reference, scoring.published, scoring.goal)
        for one in SETS
        for scoring in one.scorings
    }
    assert [one[3:6] for one in rows] == [compared[one[:2]] for one in rows]


def test_a_set_is_run_and_scored_by_its_own_scorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = {"_id": "d1", "title": "", "text": "Funding for adult education."}
    scorer = "import json, sys\nprint(json.dumps({'questions': 1, 'nDCG@10': .4567, 'told': sys.argv[1:]}))\n"
    files = {
        "score.py": scorer,
        "mtrag-cloud/corpus.jsonl": json.dumps(corpus),
        "mtrag-cloud/queries.jsonl": json.dumps({"_id": "q1", "text": "funding"}),
        "mtrag-cloud/qrels.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\n",
    }
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    ((name, rows),) = measured(write_files(tmp_path, files))
    assert name == "mtrag-cloud"
    assert [one[:3] + one[6:7] for one in rows] == [("mtrag-cloud", "nDCG@10", ".457", "1")]


def test_a_part_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.argv", ["quality", str(tmp_path), "squad3"])
    with pytest.raises(SystemExit, match="squad3: no such part; there are reading, hard, site, sets, doc2dial"):
        quality.main()
