"""What is told of sources in the forms that are text: facts, warnings, keys, addresses."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import bibtexparser
import pytest

from assistant.basket.bibtex import as_bibtex
from assistant.basket.citing import warnings_of, web_address
from assistant.basket.csl import as_csl
from assistant.basket.markdown import as_markdown
from assistant.basket.table import COLUMNS, as_table
from tests.assistant.basket.given import DAY, kept

FACTS: dict[str, Any] = {
    "title": "Fees & “fairness” in _our_ 100 % world",
    "kind": "statement",
    "address": "https://eaea.example/a_b%20c.pdf?x=1&y=2#top",
    "page": 2,
    "page_label": "iv",
    "section": "Our position",
    "status": "superseded",
    "superseded_by": "b.pdf",
    "successor": "Fees, again",
    "speaker": "EAEA with two others",
    "notice": "Sample text.",
    "note": "for the reply",
}
FIRST = kept("EAEA does not support fees.", **FACTS)
SECOND = replace(
    kept("It asks for a fair share of funding.", **FACTS), page=5, page_label="", collected=date(2026, 1, 2)
)
OTHER = kept("Other words of another text.", "b.txt", published=None, title="", address="javascript:alert(1)")
QUOTES = [FIRST, OTHER, SECOND]
CSL_NAMES = {
    "id", "type", "title", "author", "genre", "issued", "accessed", "page", "URL", "language", "status", "note",
    "annote", "custom",
}  # fmt: skip
"""Of the properties that the schema of CSL-JSON 1.0.2 knows."""


def test_a_table_has_a_row_for_each_with_all_facts() -> None:
    first, other, second = csv.DictReader(io.StringIO(as_table(QUOTES, "EAEA"), newline=""))
    assert tuple(first) == COLUMNS
    assert (first["number"], second["number"], first["name"]) == ("1", "3", FIRST.name)
    assert (first["speaker"], other["speaker"]) == ("EAEA with two others", "EAEA")
    assert (first["page"], second["page"], other["page"]) == ("iv", "5", "")
    assert (first["status"], first["superseded_by"]) == ("superseded", "Fees, again")
    assert (first["accessed"], second["accessed"], other["published"]) == ("2026-11-25", "2026-01-02", "")
    assert (first["address"], other["address"]) == (FACTS["address"], "")


@pytest.mark.parametrize("sign", ["=1+1 are the first words", "+1", "-1", "@a", "\tx"])
def test_no_cell_is_a_formula(sign: str) -> None:
    quote = kept("These are words.", title=sign, note=sign, speaker=sign, notice=sign)
    (row,) = csv.DictReader(io.StringIO(as_table([quote], "EAEA"), newline=""))
    assert {row[name] for name in ("title", "note", "speaker", "notice")} == {f"'{sign}"}


def test_bibtex_has_an_entry_for_each_document() -> None:
    read = bibtexparser.parse_string(as_bibtex(QUOTES, "EAEA"))
    first, other = read.entries
    assert first.entry_type == "misc" and first.key.startswith("eaeawithtwoothers2021-")
    assert other.key.startswith("eaeaundated-")
    assert first["title"] == r"{Fees \& “fairness” in \_our\_ 100 \% world}"
    assert (first["year"], first["date"], first["pages"]) == ("2021", "2021-07-12", "iv, 5")
    assert first["url"] == r"https://eaea.example/a_b\%20c.pdf?x=1&y=2\#top"
    assert (first["urldate"], first["howpublished"]) == ("2026-11-25", "statement")
    assert first["note"].startswith("Status: superseded. Superseded by “Fees, again”. Do not quote it")
    assert first["note"].endswith("Sample text.")
    assert first["annote"] == (
        f"“EAEA does not support fees.” (page iv (page 2 of the file), {FIRST.name})\n\nNote: for the reply\n\n"
        f"“It asks for a fair share of funding.” (page 5, {SECOND.name})\n\nNote: for the reply"
    )
    assert {"url", "year", "pages"}.isdisjoint(other.fields_dict)


def test_csl_has_an_item_for_each_document_in_the_words_of_its_schema() -> None:
    first, other = json.loads(as_csl(QUOTES, "EAEA"))
    assert set(first) == CSL_NAMES and set(other) < CSL_NAMES
    assert (first["type"], other["type"]) == ("report", "webpage")
    assert first["author"] == [{"literal": "EAEA with two others"}]
    assert first["issued"] == {"date-parts": [[2021, 7, 12]]} and "issued" not in other
    assert first["accessed"] == {"date-parts": [[2026, 11, 25]]}
    assert (first["URL"], first["page"], first["genre"]) == (FACTS["address"], "iv, 5", "statement")
    assert (first["status"], other["title"]) == ("superseded", "b.txt")
    told = first["custom"]["quotations"]
    assert [(one["name"], one["page"], one["accessed"]) for one in told] == [
        (FIRST.name, 2, "2026-11-25"),
        (SECOND.name, 5, "2026-01-02"),
    ]


def test_markdown_has_a_footnote_for_each_and_tells_warnings_beside_it() -> None:
    blocks = as_markdown(QUOTES, "EAEA", DAY).split("\n\n")
    at = blocks.index("> “EAEA does not support fees.”[^1]")
    assert blocks[at + 1] == "**Superseded by “Fees, again”. Do not quote it as the position of today.**"
    assert blocks[at + 2] == "Note: for the reply"
    assert blocks[-3] == (
        "[^1]: EAEA with two others, *Fees \\& “fairness” in \\_our\\_ 100 % world*, statement, 12 July 2021, "
        "page iv (page 2 of the file), under “Our position”. <https://eaea.example/a_b%20c.pdf?x=1&y=2#top>. "
        "Status: superseded. Accessed 25 November 2026. Sample text."
    )
    assert blocks[-2] == "[^2]: EAEA, *b.txt*, post, undated, file b.txt. Status: current. Accessed 25 November 2026."


def test_warnings_are_told_in_every_case() -> None:
    assert warnings_of(kept("These are words.")) == ()
    assert warnings_of(replace(FIRST, successor="", superseded_by=""))[0].startswith("Superseded. Do not")
    assert warnings_of(replace(FIRST, successor=""))[0].startswith("Superseded by “b.pdf”.")
    assert warnings_of(replace(FIRST, status="historic")) == ("The document is historic.",)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://a.b/ü ö>", "https://a.b/ü%20ö%3E"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[", ""),
        ("", ""),
        ('https://a.b/"><x', "https://a.b/%22%3E%3Cx"),
    ],
)
def test_only_addresses_of_the_web_are_told_without_signs_that_end_them(address: str, told: str) -> None:
    assert web_address(replace(FIRST, address=address)) == told
