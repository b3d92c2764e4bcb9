import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts.differences import differences_between, remarks_on

STORED = "EAEA calls for 10 fair shares of funding, and for time."


def marked(stored: str, drafted: str) -> str:
    found = differences_between(stored, drafted).differences
    return " ".join(one.stored if one.kind == "same" else f"[{one.kind}: {one.stored}|{one.drafted}]" for one in found)


def test_each_word_that_differs_is_marked_and_no_other() -> None:
    drafted = "EAEA never calls for 12 fair shares of funding and time."
    assert marked(STORED, drafted) == (
        "EAEA [put_in: |never] calls for [changed: 10|12] fair shares of [changed: funding,|funding] and "
        "[left_out: for|] time."
    )
    assert marked("the “ﬁne”  lit­eracy", 'the "fine"\nliteracy') == "the “ﬁne”  lit­eracy"


@pytest.mark.parametrize(
    ("drafted", "told"),
    [
        (STORED.replace("calls", "does not call"), "A denial"),
        (STORED.replace("10", "100"), "A number"),
        ("e" + STORED[1:], "Only the first letter's case"),
        ("[e]" + STORED[1:], "Only the first letter's case"),
        (STORED.replace("of", "of [public]"), "square brackets"),
        (STORED.replace("fair shares", "[big] parts"), ""),
        (STORED.replace("fair", "fаir"), ""),
        (STORED.replace("fair", "fa\u200bir"), "not seen"),
        (STORED.replace("fair", "FAIR"), "case"),
        (STORED, "a word is cut"),
    ],
)
def test_what_differences_amount_to_is_told(drafted: str, told: str) -> None:
    remarks = list(remarks_on(differences_between(STORED, drafted).differences))
    assert (told in " ".join(remarks)) if told else remarks == []


WORDS = st.lists(st.sampled_from(["we", "ask", "for", "more", "time", "money,", "now."]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_both_sides_are_told_whole_and_in_order(stored: str, drafted: str) -> None:
    found = differences_between(stored, drafted).differences
    assert " ".join(one.stored for one in found if one.stored) == stored
    assert " ".join(one.drafted for one in found if one.drafted) == drafted
    assert all(one.stored == one.drafted for one in found if one.kind == "same")
    assert all((one.stored == "", one.drafted == "") == (one.kind == "put_in", one.kind == "left_out") for one in found)
