"""Two versions of one text at one address: both are kept, the newest is current."""

from datetime import date

from corpus.document import Document, Section
from index.building.versions import Edition, superseded

OLD = "EAEA asks the Member States to give every adult a learning account, and to fill it every year. " * 3
NEW = OLD.replace("every year", "in every year of their lives") + "It also asks for guidance."
OTHER = "The general assembly met in Helsinki and elected a new board of nine people from eight countries. " * 3


def edition(row: int, text: str, url: str = "https://example.org/accounts/", **fields: object) -> Edition:
    return Edition(row, 10 - row, Document(f"d{row}", "T", text, (Section("", 0, len(text)),), url=url, **fields))  # type: ignore[arg-type]


def test_the_older_one_by_its_dates_gives_way() -> None:
    newest = edition(1, NEW, "https://example.org/accounts", published=date(2016, 1, 1), modified=date(2022, 3, 1))
    older = edition(2, OLD, "http://www.example.org/accounts/?utm_source=x", published=date(2016, 1, 1))
    assert superseded([newest, older]) == {2: "d1"}


def test_without_dates_the_one_that_was_read_last_is_the_newest() -> None:
    assert superseded([edition(7, OLD), edition(3, NEW), edition(5, OLD + "More.")]) == {7: "d3", 5: "d3"}


def test_another_text_at_the_same_address_is_no_version() -> None:
    assert superseded([edition(1, OLD), edition(2, OTHER)]) == {}


def test_other_addresses_none_at_all_and_teasers_are_left_alone() -> None:
    assert superseded([edition(1, OLD), edition(2, NEW, "https://example.org/other")]) == {}
    assert superseded([edition(1, OLD, ""), edition(2, NEW, "")]) == {}
    assert superseded([edition(1, OLD[:60], teaser=True), edition(2, NEW)]) == {}
