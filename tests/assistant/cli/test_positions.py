"""`assistant positions` and `assistant compare`."""

import json
from pathlib import Path

from tests.assistant.cli.commands import assistant, refused

OLD, NEW = "statements/2016-learning-accounts.pdf", "statements/2022-learning-accounts.pdf"


def test_positions_are_told_by_year_and_as_json(sample_library: Path) -> None:
    run = assistant("positions", "learning accounts", "--index", sample_library)
    lines = run.stdout.splitlines()
    assert lines[0].startswith("learning accounts: 6 documents, 2016–2024; nothing before 2016")
    assert lines[1].split() == ["2016", "██", "2"] and lines[2].split() == ["2017"]
    assert "superseded by statements/2022-learning-accounts.pdf" in run.stdout
    assert "no position is taken in it" in run.stdout
    told = json.loads(assistant("positions", "learning accounts", "--json", "--index", sample_library).stdout)
    assert told["by_year"] == {"2016": 2, "2019": 1, "2022": 2, "2024": 1}
    assert [one["document"] for one in told["positions"]][:1] == [OLD]


def test_positions_of_nothing_say_so(sample_library: Path) -> None:
    assert "Nothing found" in assistant("positions", "nuclear power", "--index", sample_library).stdout
    assert "names no topic" in refused(assistant("positions", "EAEA", "--index", sample_library))


def test_positions_are_narrowed_by_topic_and_by_years_that_can_be_left_out(sample_library: Path) -> None:
    def years(*options: str) -> list[str]:
        run = assistant("positions", "learning accounts in 2016", "--json", "--index", sample_library, *options)
        return sorted({one["published"][:4] for one in json.loads(run.stdout)["positions"]})

    assert years() == ["2016"] and years("--all-years") == ["2016", "2019", "2022", "2024"]
    assert years("--topic", "no such topic") == []
    assert years("--all-years", "--topic", "funding") not in ([], years("--all-years"))


def test_two_documents_are_compared_and_a_verdict_is_kept(library: Path, posts: Path) -> None:
    words = (posts / "share.txt").read_text(encoding="utf-8")
    (posts / "third.txt").write_text(words.replace("a fair share of", "a third of"), encoding="utf-8")
    assistant("sync", posts, "--index", library)
    asked = ("compare", "share.txt", "third.txt", "--index", library)
    assert "[-fair share-] {+third+}" in assistant(*asked).stdout
    said = ("--pair", "1", "--verdict", "same position", "--by", "Maria", "--note", "only shorter")
    assert "Maria): same position: only shorter" in assistant(*asked, *said).stdout
    told = json.loads(assistant(*asked, "--json").stdout)
    assert told["counts"]["wording differs"] == 1
    assert told["pairs"][0]["verdict"] | {"day": ""} == {
        "verdict": "same position", "note": "only shorter", "by": "Maria", "day": "", "revision": 1,
    }  # fmt: skip


def test_what_cannot_be_compared_is_told(sample_library: Path) -> None:
    index = ("--index", sample_library)
    assert "earlier day first" in refused(assistant("compare", "2022", "2016", "--topic", "accounts", *index))
    assert "name a topic" in refused(assistant("compare", "2016", "2022", *index))
    assert "Name two documents" in refused(assistant("compare", OLD, "2022", *index))
    assert "is no date" in refused(assistant("compare", "then", "now", "--topic", "accounts", *index))
    assert "--pair NUMBER and --verdict" in refused(assistant("compare", OLD, NEW, "--pair", "1", *index))
    assert "pairs; --pair 9999" in refused(
        assistant("compare", OLD, NEW, "--pair", "9999", "--verdict", "clarified", *index)
    )
