from datetime import date

import pytest

from assistant.filtering import filters_told, told_filters, told_period
from corpus.errors import QuestionError
from index.query import Filters, Period


def test_filters_are_read_as_people_type_them() -> None:
    told = {"since": "2019", "until": "2024-05-01", "topic": ["a", " b "], "kind": "post", "status": None}
    read = filters_told(told, "EAEA")
    assert read == Filters(date(2019, 1, 1), date(2024, 5, 1), ("post",), (), ("a", "b"))


def test_filters_that_are_not_named_stay() -> None:
    others = Filters(since=date(2019, 1, 1), kinds=("post",))
    assert filters_told({"kind": ["page"]}, "", others) == Filters(since=date(2019, 1, 1), kinds=("page",))
    assert filters_told({"kind": []}, "", others) == Filters(since=date(2019, 1, 1))


def test_the_organisations_name_stands_for_the_organisation_itself() -> None:
    assert filters_told({"publisher": "eaea"}, "EAEA").publishers == ("", "eaea")
    assert filters_told({"publisher": ["OECD", "EAEA"]}, "EAEA").publishers == ("", "OECD", "EAEA")
    assert filters_told({"publisher": "OECD"}, "EAEA").publishers == ("OECD",)
    assert filters_told({"publisher": "OECD"}, "").publishers == ("OECD",)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"year": "2019"}, 'There is no filter "year"; there are since, until, kind'),
        ({"since": "soon"}, '"soon" is no date'),
        ({"since": 2019}, 'The filter "since" must be a year or a day'),
        ({"until": ""}, 'The filter "until" must be'),
        ({"topic": 3}, 'The filter "topic" must be a text or a list of texts'),
        ({"topic": ["a", ""]}, 'The filter "topic" must be'),
        ({"language": {"en": 1}}, 'The filter "language" must be'),
    ],
)
def test_filters_that_cannot_be_meant_are_refused(told: dict[str, object], sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        filters_told(told, "EAEA")


def test_filters_are_told_in_words() -> None:
    filters = filters_told(
        {"since": "2019", "until": "2024-05-01", "kind": ["post", "page"], "publisher": "EAEA", "topic": "x"}, "EAEA"
    )
    assert told_filters(filters) == ["since 2019", "until 2024-05-01", "kind post or page", "topic x", "publisher EAEA"]
    assert told_filters(Filters(publishers=("",))) == ["publisher the organisation itself"]
    assert told_filters(Filters()) == []


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2016-01-01", "2016-12-31", "published in 2016"),
        ("2016-03-01", "2016-03-31", "published in March 2016"),
        ("2016-12-01", "2016-12-31", "published in December 2016"),
        ("2014-01-01", "2018-12-31", "published from 2014 until 2018"),
        ("2019-01-01", None, "published since 2019"),
        ("2019-03-01", None, "published since 2019-03-01"),
        (None, "2014-12-31", "published until 2014"),
        (None, "2019-04-30", "published until 2019-04-30"),
    ],
)
def test_periods_are_told_in_words(since: str | None, until: str | None, words: str) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    assert told_period(Period(first, last, "words")) == words
