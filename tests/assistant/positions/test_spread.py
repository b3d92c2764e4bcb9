from datetime import date

from assistant.positions.spread import spread_of
from corpus.document import Document


def documents(*years: int | None) -> list[Document]:
    return [
        Document(f"{at}", "", "", (), published=date(year, 5, 1) if year else None) for at, year in enumerate(years)
    ]


def test_years_between_without_a_document_are_shown_and_undated_ones_last() -> None:
    spread = spread_of(documents(2019, 2016, None, 2016), [2016, 2017, 2019])
    assert spread.years == ("2016", "2017", "2018", "2019", "")
    assert (dict(spread.by_year), dict(spread.by_kind)) == ({"2016": 2, "2019": 1, "": 1}, {"post": 4})
    assert spread.by_both == {("2016", "post"): 2, ("2019", "post"): 1, ("", "post"): 1}


def test_a_year_of_which_the_library_holds_nothing_is_told_apart() -> None:
    told = spread_of(documents(2016, 2019), [2014, 2016, 2017, 2019, 2020]).sentence
    assert told == (
        "2 documents, 2016–2019; nothing before 2016; none in 2017; nothing after 2019; "
        "the library holds nothing at all from 2018"
    )


def test_many_silent_years_are_counted() -> None:
    told = spread_of(documents(2010, 2020), range(2010, 2021)).sentence
    assert told == "2 documents, 2010–2020; none in 9 of the years between"


def test_documents_without_a_date_are_counted_alone() -> None:
    assert spread_of(documents(None), [2019]).sentence == "1 document, without a date"
    assert spread_of([], [2019]).sentence == "0 documents"
