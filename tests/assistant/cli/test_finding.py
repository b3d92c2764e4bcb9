"""`assistant find`."""

import csv
import json
from pathlib import Path

from tests.assistant.cli.commands import assistant, refused


def test_find_tells_every_mention_on_the_terminal_as_json_and_as_a_table(library: Path, tmp_path: Path) -> None:
    table = tmp_path / "mentions.csv"
    run = assistant("find", '"fair shares"', "--index", library, "--csv", table)
    lines = run.stdout.splitlines()
    assert lines[:3] == ["“fair shares”: 2 times in 1 document", "years: 2021 1", "kinds: post 1"]
    sentence = "EAEA calls for a fair share of funding for adult education in every programme."
    assert f"  {sentence}" in lines and f"Written to {table}." in lines
    told = json.loads(assistant("find", "fair shares", "--index", library, "--json").stdout)
    (document,) = told["documents"]
    (found,) = document["sentences"]
    assert (found["sentence"], told["by_year"]) == (sentence, [["2021", 1]])
    ((start, end),) = found["matches"]
    assert sentence[start - found["start"] : end - found["start"]] == "fair share"
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert row["sentence"] == sentence and row["published"] == "2021-07-12" and row["start"] == str(found["start"])
    assert "holds no word" in refused(assistant("find", "?", "--index", library))
    assert "no passage holds “zebra”" in assistant("find", "zebra", "--index", library).stdout
