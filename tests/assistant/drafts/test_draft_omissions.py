import pytest

from assistant.drafts.checking import QuotationChecker
from assistant.drafts.outcomes import Checked
from assistant.drafts.quotations import Quotation, Stretch


def check(text: str, checker: QuotationChecker) -> Checked:
    return checker.check(Quotation(text, (Stretch(1, 0, len(text)),)))


@pytest.mark.parametrize(
    ("quote", "left_out"),
    [
        ("EAEA regrets that the guarantee has no budget … and asks for one before the year ends.", ["of its own,"]),
        ("EAEA regrets that the guarantee has no budget [...] before the year ends.", ["of its own, and asks for one"]),
        ("Basic skills courses must be free (…) as well. ... Courses begin with 10 adults in a room", None),
        (
            "Basic skills cour-\nses must be free¹ of charge . . . should be paid as well",
            [", and travel and childcare"],
        ),
    ],
)
def test_pieces_in_order_are_exact_with_omissions_and_what_is_left_out_is_told(
    quote: str, left_out: list[str] | None, checker: QuotationChecker
) -> None:
    found = check(quote, checker)
    assert found.outcome == "exact_with_omissions"
    assert {place.document.id for place in (*found.places, *found.omissions)} == {"plain.txt"}
    told = [gap.words.strip() for gap in found.omissions]
    assert told == left_out if left_out else len(told) == 2
    ends = [place.start for place in found.places]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "quote",
    [
        "asks for one before the year ends. [...] EAEA regrets that the guarantee has no budget",  # the other way round
        "Basic skills courses must be free of charge … Nobody should be left behind when work",  # two documents
        "EAEA regrets that the guarantee has no budget … and asks for two before the year",
        "EAEA regrets that the guarantee has no budget … lifelong right",  # a short piece, far away
        "EAEA does [...] accept that providers close. They support learners",  # a denial is left out
        "that the guarantee has … budget of its own, and asks for one before",  # so is one here
        "EAEA … close … learners … day … all",
    ],
)
def test_other_pieces_are_not(quote: str, checker: QuotationChecker) -> None:
    assert check(quote, checker).outcome in ("altered", "not_found", "too_short")


def test_dots_at_the_ends_leave_nothing_out(checker: QuotationChecker) -> None:
    for quote in ("... must be free of charge, and travel …", "[...] must be free of charge, and travel (...)"):
        found = check(quote, checker)
        assert (found.outcome, found.set_aside, found.omissions) == ("exact", ("the dots at an end",), ())
