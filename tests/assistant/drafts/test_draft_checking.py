import json
import re
from dataclasses import replace
from html import unescape

import pytest
from lxml import html

from assistant.drafts.checking import QuotationChecker, check_draft
from assistant.drafts.outcomes import Checked, DraftReport
from assistant.drafts.page import check_page
from assistant.drafts.quotations import MOST_QUOTATIONS, Quotation, Stretch
from assistant.drafts.reading import draft_of
from assistant.drafts.records import check_record
from assistant.drafts.report import cautions, check_lines
from assistant.quotes import Place
from corpus.document import Document, Section, Span
from corpus.errors import DraftError
from index.search import Searcher

DRAFT = """# Our reply

“Basic skills courses must be free of charge” and “fair shares”. EAEA has called for a fair share of funding.

"Basic skills courses must not be free of charge, and travel and childcare should be paid as well."

> Skills are the currency of our common European future and of growth.

“EAEA regrets that the guarantee has no budget … and asks for one before the year ends.”

“The moon is made of green cheese and of nothing else.” «Members call for well-being, self-esteem and a fair share»

“We never closed this one \\<script>alert(1)\\</script>
"""


def check(text: str, checker: QuotationChecker) -> Checked:
    return checker.check(Quotation(text, (Stretch(1, 0, len(text)),)))


@pytest.fixture(scope="module")
def report(searcher: Searcher) -> DraftReport:
    return check_draft(draft_of(DRAFT.encode(), "reply.md", ".md"), searcher, "EAEA")


def test_every_quotation_has_its_outcome(report: DraftReport) -> None:
    assert [(one.quotation.paragraph, one.outcome) for one in report.quotations] == [
        (2, "exact"), (2, "too_short"), (3, "altered"), (4, "exact"), (5, "exact_with_omissions"), (6, "not_found"),
        (6, "exact"), (7, "unclosed"),
    ]  # fmt: skip
    assert report.counts["exact"] == 3 and sum(report.counts.values()) == 8
    assert not report.all_right
    right = replace(report, quotations=tuple(one for one in report.quotations if one.outcome == "exact"))
    assert right.all_right


def test_an_exact_one_has_every_place_the_better_one_first(report: DraftReport) -> None:
    *_, shared, _ = report.quotations
    assert [place.document.id for place in shared.places] == ["plain.txt", "second.txt"]
    block = report.quotations[3]
    assert block.quotation.block and block.places[0].others_words


def differing(checked: Checked) -> list[tuple[str, str]]:
    assert checked.nearest is not None
    return [(one.stored, one.drafted) for one in checked.nearest.differences if one.kind != "same"]


def test_an_altered_one_tells_the_nearest_words_and_what_differs(
    checker: QuotationChecker, report: DraftReport
) -> None:
    altered = report.quotations[2]
    assert altered.nearest is not None and altered.nearest.place.document.id == "plain.txt"
    assert altered.nearest.place.words.startswith("Basic skills courses must be free")
    assert (differing(altered), altered.remarks) == ([("", "not")], ("A denial was put in or left out.",))
    noted = check("Courses¹ begin with 12 adults in a small room of 100 m", checker)
    assert (differing(noted), noted.remarks) == ([("10", "12"), ("", "small")], ("A number differs.",))
    at_the_end = check("courses must be free of charge, and travel and childcare should be paid as good", checker)
    assert differing(at_the_end) == [("well", "good")]


def test_a_quotation_in_an_exact_one_is_not_told_again_and_one_in_another_is(searcher: Searcher) -> None:
    inner = "‘must be free of charge, and travel and childcare’"
    outer = f"“Nobody says here that {inner} anywhere in this sentence.” Then “skills {inner[1:-1]} should be paid”."
    told = check_draft(draft_of(outer.encode(), "d", ".txt"), searcher, "EAEA").quotations
    assert [(one.outcome, one.quotation.text.startswith("must")) for one in told] == [
        ("altered", False), ("exact", True), ("altered", False),
    ]  # fmt: skip


def test_a_mark_that_was_forgotten_does_not_spoil_the_next_quotation(searcher: Searcher) -> None:
    text = "“So it was said long ago\n\n“Basic skills courses must be free of charge” it is."
    told = check_draft(draft_of(text.encode(), "d", ".txt"), searcher, "EAEA").quotations
    assert [one.outcome for one in told] == ["unclosed", "exact"]


def test_a_sentence_that_goes_on_and_a_title_are_told_as_such(checker: QuotationChecker) -> None:
    assert check("Basic skills courses must be free of charge.", checker).remarks == (
        "The sentence goes on in the source.",
    )
    assert check("A guarantee for all adults in Europe", checker).remarks == ("The words are a title.",)


def test_a_quotation_of_5000_words_is_checked_word_for_word(checker: QuotationChecker, searcher: Searcher) -> None:
    text = searcher.document("plain.txt").text
    words = (text.split() * 80)[:5_000]
    found = check(" ".join(words), checker)
    assert found.outcome in ("altered", "not_found")
    one = check(text.replace("free", "cheap"), checker)
    assert one.outcome == "altered" and one.nearest is not None
    assert [(d.stored, d.drafted) for d in one.nearest.differences if d.kind != "same"] == [("free", "cheap")]
    assert check(text, checker).outcome == "exact"
    copy = check(" ".join(words * 3), checker)
    assert (copy.outcome, copy.remarks) == ("not_found", ("It is too long to be compared word by word.",))


def test_too_many_quotations_are_refused(searcher: Searcher) -> None:
    text = "“a b” " * (MOST_QUOTATIONS + 1)
    with pytest.raises(DraftError, match="in parts"):
        check_draft(draft_of(text.encode(), "d", ".txt"), searcher, "EAEA")


def test_the_lines_begin_with_what_is_wrong(report: DraftReport) -> None:
    lines = list(check_lines(report))
    heads = [line for line in lines if re.match(r"[A-Z ]{6,}  |exact", line)]
    assert [line.split("  ")[0] for line in heads] == [
        "ALTERED", "NOT FOUND", "NOT CLOSED", "exact", "exact", "exact", "exact with omissions",
    ]  # fmt: skip
    assert heads[0] == "ALTERED  paragraph 3, below “Our reply”"
    assert (
        "  “Basic skills courses must {+not+} be free of charge, and travel and childcare should be paid as well.”"
        in lines
    )
    assert "  left out: “of its own,”" in lines
    assert "    shown there as a block quotation: somebody else's words" in lines
    assert "Too short to check: “fair shares” (paragraph 2)" in lines
    assert lines[-1].strip().startswith("reply.md: 8 quotations: 3 exact, 1 exact with omissions, 1 altered")


def test_what_speaks_against_quoting_a_place_is_told(report: DraftReport) -> None:
    plain = Document("a", "A", "Some words.", (Section("", 0, 11),), notice="A sample.")
    shared = replace(
        plain, speaker="OECD", signatories=("EAEA", "Others"), status="superseded", superseded_by="b",
        quotations=(Span(0, 4),),
    )  # fmt: skip
    assert list(cautions(Place(shared, 0, 4), replace(report, notices=("A sample.",)))) == [
        "the words of OECD, not the organisation's own",
        "said together with others: EAEA, Others",
        "shown there as a block quotation: somebody else's words",
        "superseded by b",
    ]
    assert list(cautions(Place(plain, 0, 4), report)) == ["A sample."]


def test_the_record_holds_slices_of_documents(report: DraftReport, searcher: Searcher) -> None:
    record = json.loads(json.dumps(check_record(report)))
    assert (record["draft"], record["all_right"], record["counts"]["altered"]) == ("reply.md", False, 1)
    assert [one["outcome"] for one in record["quotations"]] == [one.outcome for one in report.quotations]
    (claim,) = record["claims"]
    places = [place for one in record["quotations"] for place in (*one["places"], *one["omissions"])]
    places += [one["nearest"] for one in record["quotations"] if one["nearest"]] + claim["nearest"]
    assert len(places) > 6
    for place in places:
        document = searcher.document(place["document"])
        assert (document.title if place["in_title"] else document.text)[place["start"] : place["end"]] == place["words"]
    assert record["quotations"][2]["nearest"]["differences"][1] == {"kind": "put_in", "stored": "", "drafted": "not"}


def test_the_page_shows_every_quotation_and_runs_nothing(report: DraftReport) -> None:
    page = check_page(report)
    assert "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src 'none'" in page
    tree = html.fromstring(page)
    assert [card.get("data-outcome") for card in tree.xpath("//article[@data-outcome]")] == [
        "altered", "not_found", "unclosed", "exact_with_omissions", "exact", "exact", "exact",
    ]  # fmt: skip
    assert [unescape(mark.text) for mark in tree.xpath("//p[@class='hunk']/ins")] == ["not"]
    assert not tree.xpath("//p[@class='hunk']/del")


def test_a_draft_without_quotations_is_told_as_that(searcher: Searcher) -> None:
    report = check_draft(draft_of(b"It says nothing of that kind.", "d.txt", ".txt"), searcher, "EAEA")
    assert [line.strip() for line in check_lines(report)] == ["d.txt holds no quotations."]
    assert report.all_right and "d.txt holds no quotations." in check_page(report)
