"""A report as people read it: lines for a terminal, and a page."""

import re
from dataclasses import replace
from html import unescape

import pytest

from assistant.report_page import report_page
from assistant.report_text import LISTED, PLACES, report_lines
from index.reports.changes import DocumentChange, Fact, Hunk, Piece
from index.reports.report import Failure, Holding, ItemOutcome, Listed, Report

EVIL = "<script>alert(1)</script>"


def hunk(number: int) -> Hunk:
    pieces = (Piece("same", "EAEA calls for"), Piece("removed", f"old{number}"), Piece("added", f"new{number}"))
    return Hunk("Funding", 2, (*pieces, Piece("same", "funding")), opens=False, closes=True)


def change(item: str = "a.txt", places: int = 1) -> DocumentChange:
    facts = (Fact("published", "", "2021-03-12"),)
    return DocumentChange("/posts", item, item, "Alpha", facts, tuple(map(hunk, range(places))), places, places)


@pytest.fixture
def report() -> Report:
    repeats = (("copy.txt", "a.txt"),)
    items = (
        ItemOutcome("/posts", "a.txt", "changed", documents=("a.txt",)),
        ItemOutcome("/posts", "b.txt", "unchanged", "corrected: kind", ("b.txt",)),
        ItemOutcome("/posts", "quiet.txt", "unchanged", "", ("quiet.txt",)),
        ItemOutcome("/posts", "copy.txt", "duplicate", "copy.txt says what a.txt says", repeats=repeats),
        ItemOutcome("/posts", "scan.pdf", "skipped", "scan.pdf has no text layer.", (), "no text layer"),
        ItemOutcome("/posts", "gone.txt", "removed"),
        ItemOutcome("https://e.org/", "page", "skipped", "page was not looked at.", (), "not looked at"),
    )  # fmt: skip
    corrected = DocumentChange("/posts", "b.txt", "b.txt", "Beta", (Fact("kind", "post", "statement"),))
    return Report(
        items,
        "000002",
        True,
        4,
        9,
        1,
        1.5,
        ("A note.",),
        "2026-11-24T03:30:00+00:00",
        (Holding("/posts", 5), Holding("https://e.org/", 1)),
        (Failure("https://e.org/", "https://e.org/ is down."),),
        (change(), corrected),
        (),
        (Listed("/posts", "gone.txt", "gone.txt", "Gone with the wind", "post", "2019-01-02"),),
        (Listed("/posts", "n.txt", "n.txt", "Never dated", "post", ""),),
    )


def test_changes_are_told_in_words_below_their_item(report: Report) -> None:
    lines = [line.strip() for line in report_lines(report)]
    at = lines.index("changed    a.txt")
    assert lines[at + 1 : at + 3] == [
        "published: none -> 2021-03-12",
        "“Funding”, page 2: ... EAEA calls for [-old0-] {+new0+} funding",
    ]
    at = lines.index("unchanged  b.txt  (corrected: kind)")
    assert lines[at + 1] == "kind: post -> statement"
    assert lines[0] == "FAILED     https://e.org/  (https://e.org/ is down.)"
    assert not [line for line in lines if "quiet.txt" in line]
    assert "Not looked at, and as before: 1 item" in lines
    assert "/posts holds 5 items: 1 changed, 2 unchanged, 1 duplicate, 1 skipped, 1 removed." in lines


def test_a_sync_shows_the_first_and_says_where_the_rest_is(report: Report) -> None:
    items = tuple(ItemOutcome("/posts", f"{number}.txt", "changed") for number in range(LISTED + 5))
    told = replace(report, items=items, changes=(change("0.txt", PLACES + 2),))
    short, whole = "\n".join(report_lines(told)), "\n".join(report_lines(told, whole=True))
    assert "changed    ... and 5 more (all with `assistant report`)" in short
    assert "... and 2 more places (all with `assistant report`)" in short
    assert "new4" not in short
    assert "new4" in whole and "24.txt" in whole and "more" not in whole
    assert "Never dated" in whole and "Never dated" not in short


def test_the_page_tells_everything_once(report: Report) -> None:
    page = report_page(report)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("</style>")[1])).split())
    assert "EAEA calls for old0 new0 funding" in words
    assert "<del>old0</del> <ins>new0</ins>" in page
    assert re.search(r"A source failed\. https://e\.org/ is down\.", words)
    for told in ("A note.", "Gone with the wind", "scan.pdf has no text layer.", "Never dated", "copy.txt"):
        assert told in words
    headings = re.findall(r"<h2>(.*?)\s*(?:<span|</h2>)", page)
    assert headings == ["Changed", "Removed", "Needs attention", "Duplicates", "Sources"]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    assert [re.findall(r"<td[^>]*>(\d+)</td>", row) for row in rows] == [
        ["5", "0", "1", "2", "1", "1", "1"],
        ["1", "0", "0", "0", "0", "0", "1"],
    ]


def test_the_page_asks_for_nothing_and_escapes_everything(report: Report) -> None:
    listed = Listed(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)
    place = Hunk(EVIL, 1, (Piece("added", EVIL, 3, EVIL),), opens=True, closes=True)
    told = replace(
        report,
        items=(
            ItemOutcome(EVIL, EVIL, "skipped", EVIL),
            ItemOutcome(EVIL, EVIL, "duplicate", repeats=((EVIL, EVIL),)),
        ),
        notes=(EVIL,),
        holdings=(Holding(EVIL, 2),),
        failed=(Failure(EVIL, EVIL),),
        changes=(DocumentChange(EVIL, EVIL, EVIL, EVIL, (Fact(EVIL, EVIL, EVIL),), (place,)),),
        added=(listed,), removed=(listed,), undated=(listed,),
    )  # fmt: skip
    page = report_page(told)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 15
    assert not re.search(r"""\b(?:src|href)\s*=|url\(|@import|\bon\w+\s*=""", page)


QUESTIONS = {
    "asked": 3,
    "new": 1,
    "changed": [
        {
            "_id": "ila",
            "text": "Accounts?",
            "was": {"status": "answered", "citations": [{"document": "a.txt", "quote": "We say no."}]},
            "now": {"status": "answered", "citations": [{"document": EVIL, "quote": EVIL}]},
            "right": False,
        }
    ],
    "problem": "",
}


def test_changed_answers_are_told_with_the_report(report: Report) -> None:
    told = replace(report, saved_questions=QUESTIONS)
    lines = list(report_lines(told, whole=True))
    assert lines[-6:] == [
        "1 of 3 saved questions are answered differently:",
        "  Accounts?  (ila)",
        "    answered -> answered, not as expected",
        "    - “We say no.” (a.txt)",
        f"    + “{EVIL}” ({EVIL})",
        "1 saved questions were asked for the first time; the next sync compares.",
    ]
    page = report_page(told)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split('<section id="answers">')[1])).split())
    assert words.startswith("Saved questions 3 questions 1 of 2 that were asked before are answered differently; 1 was")
    assert "Accounts? ila · answered → answered, not as expected We say no. a.txt" in words
    assert "<del>We say no.</del>" in page and "<script" not in page


def test_a_report_says_why_questions_were_not_compared(report: Report) -> None:
    told = replace(report, saved_questions={"asked": 0, "new": 0, "changed": [], "problem": "No such file."})
    assert list(report_lines(told))[-1] == "The saved questions were not compared: No such file."
    page = report_page(told)
    assert "not compared.</strong> No such file." in page and 'id="answers"' not in page
    assert 'id="answers"' not in report_page(report)


def test_a_cut_piece_says_how_much_is_missing(report: Report) -> None:
    piece = Piece("added", "begins", 700, "ends")
    cut = DocumentChange("/posts", "a.txt", "a.txt", "A", (), (Hunk("", None, (piece,), True, True),), 0, 702, True, 4)
    told = replace(report, changes=(cut,))
    assert "{+begins [... 700 words ...] ends+}" in "\n".join(report_lines(told))
    assert "... and 4 more places" in "\n".join(report_lines(told, whole=True))
    page = report_page(told)
    assert "… 700 words …" in page
    assert "Too different in parts" in page
