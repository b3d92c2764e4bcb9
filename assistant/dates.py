"""Days as people type them: a year, or a day."""

from datetime import date

from corpus.errors import QuestionError
from corpus.message import Message


def first_day(value: str) -> date:
    """The first day of what was typed: "2019" is 1 January 2019. Raises QuestionError."""
    return _day(value, "01-01")


def last_day(value: str) -> date:
    """The last day of what was typed: "2019" is 31 December 2019. Raises QuestionError."""
    return _day(value, "12-31")


def _day(value: str, rest_of_year: str) -> date:
    try:
        return date.fromisoformat(f"{value}-{rest_of_year}" if value.isdigit() and len(value) == 4 else value)
    except ValueError:
        told = Message(
            '"{value}" is no date. Write a year such as 2019, or a day such as 2019-05-01.', {"value": value}
        )
        raise QuestionError(told) from None
