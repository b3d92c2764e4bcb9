import csv
from pathlib import Path

import pytest

from assistant.mention_records import harmless, write_csv
from corpus.document import Document, Section, Span
from index.searching.mentions import Mentioning, Mentions


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_text_that_a_spreadsheet_would_compute_is_made_harmless(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://x", "skills")'
    document = Document("a", "+title, skills", text, (Section("@here", 0, len(text)),), page_starts=(0,))
    other = Document("b", "Skills", "x", (Section("", 0, 1),))
    found = Mentions(
        "skills",
        (Mentioning(document, (Span(24, 30),), (Span(8, 14),)), Mentioning(other, (), (Span(0, 6),))),
    )
    write_csv(tmp_path / "x.csv", found)
    first, second = rows_of(tmp_path / "x.csv")
    assert (first["sentence"], first["title"], first["section"]) == (f"'{text}", "'+title, skills", "'@here")
    assert (first["start"], first["end"], first["page"]) == ("0", str(len(text)), "1")
    assert (second["document"], second["sentence"], second["start"]) == ("b", "", "")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1+1", "\u00a0@A1", "＝1", "－1", "\n"]
)
def test_any_beginning_of_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", "1-1", "", " a", "'=1", 5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert harmless(value) == value
