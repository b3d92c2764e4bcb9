"""What was said of a topic over the years, on the bundled sample."""

from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import query_of
from assistant.positions.gathering import MOST_MENTIONS, gathered
from assistant.positions.timeline import Timeline, timeline
from corpus.errors import QuestionError
from index.query import Filters
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

ACCOUNTS = {
    "statements/2016-learning-accounts.pdf": "Individual learning accounts should not be introduced as a European "
    "instrument.",
    "posts/2016-11-learning-accounts.html": "Individual learning accounts should not be introduced as a European "
    "instrument.",
    "posts/2019-06-tampere-health-conference.html": "Workshop 6 discussed learning accounts and whether they could pay "
    "for a yoga course.",
    "statements/2022-learning-accounts.pdf": "EAEA supports the introduction of individual learning accounts in all "
    "Member States, on condition that they reach adults who have been left out of learning until now.",
    "posts/2022-02-learning-accounts.html": "Learning accounts must come with free and independent guidance for every "
    "adult.",
    "posts/2024-06-learning-accounts-two-years-on.md": "Learning accounts should be free of fees for adults with low "
    "qualifications.",
}


def asked(topic: str, searcher: Searcher, filters: Filters = Filters()) -> Timeline:  # noqa: B008 - frozen
    return timeline(query_of(topic, filters=filters), searcher)


def test_each_document_says_its_best_sentence_in_the_order_of_dates(sample: Searcher) -> None:
    found = asked("learning accounts", sample)
    assert {one.citation.document.id: one.citation.quote for one in found.positions} == ACCOUNTS
    days = [one.citation.document.published for one in found.positions]
    assert days == sorted(day for day in days if day)
    assert [one.citation.number for one in found.positions] == [1, 2, 3, 4, 5, 6]


def test_every_sentence_is_a_slice_of_its_document(sample: Searcher) -> None:
    for topic in ("learning accounts", "micro-credentials", "refugees", "funding of adult education", "guidance"):
        assert all(one.citation.exact for one in asked(topic, sample).positions)


def test_what_takes_no_position_is_told_apart_and_superseded_ones_keep_their_status(sample: Searcher) -> None:
    found = {one.citation.document.id: one for one in asked("learning accounts", sample).positions}
    assert not found["posts/2019-06-tampere-health-conference.html"].states
    assert found["statements/2022-learning-accounts.pdf"].states
    record = found["statements/2016-learning-accounts.pdf"].as_record()
    assert (record["status"], record["superseded_by"]) == ("superseded", "statements/2022-learning-accounts.pdf")


@pytest.mark.parametrize(
    ("topic", "documents"),
    [
        ("prison education", {"posts/2022-10-prison-education.html"}),
        ("validation of prior learning", {"posts/2018-05-validation.html"}),
        (
            "What is EAEA’s position on micro-credentials?",
            {
                "posts/2019-06-tampere-health-conference.html",
                "statements/2021-micro-credentials.pdf",
                "posts/2021-07-micro-credentials.html",
                "posts/2021-07-microcertifications-fr.html",
                "statements/2022-learning-accounts.pdf",
            },
        ),
    ],
)
def test_documents_about_something_else_are_left_out(topic: str, documents: set[str], sample: Searcher) -> None:
    assert {one.citation.document.id for one in asked(topic, sample).positions} == documents


@pytest.mark.parametrize("topic", ["digital currency", "nuclear power", "xyzzy"])
def test_a_topic_of_no_document_is_told(topic: str, sample: Searcher) -> None:
    found = asked(topic, sample)
    assert not found.positions and found.nothing == f"Nothing found: the library holds no sentence about “{topic}”."
    assert found.spread.sentence == "0 documents"


def test_a_topic_of_one_document_is_told(sample: Searcher) -> None:
    told = asked("prison education", sample).spread.sentence
    assert told == "1 document, 2022; nothing before 2022; nothing after 2022"


def test_coverage_names_the_years_without_a_document(sample: Searcher) -> None:
    told = asked("refugees", sample).spread.sentence
    assert told == "4 documents, 2017–2022; nothing before 2017; none in 2018, 2019 and 2020; nothing after 2022"


def test_filters_narrow_and_coverage_speaks_of_what_was_looked_at(sample: Searcher) -> None:
    since = Filters(since=date(2022, 1, 1), kinds=("post",))
    found = asked("learning accounts", sample, since)
    assert {one.citation.document.kind for one in found.positions} == {"post"}
    assert found.spread.sentence == "2 documents, 2022–2024; none in 2023; nothing after 2024"


def test_filters_that_let_nothing_pass_say_which_to_relax(sample: Searcher) -> None:
    found = asked("learning accounts", sample, Filters(since=date(2022, 1, 1), kinds=("event report",)))
    assert not found.positions and "No document passes the filters" in found.nothing


@pytest.mark.parametrize("topic", ["EAEA", "what?", "and the"])
def test_what_names_no_topic_is_refused(topic: str, sample: Searcher) -> None:
    with pytest.raises(QuestionError, match="names no topic"):
        asked(topic, sample)


def many(tmp_path: Path, count: int) -> Searcher:
    """A library in which so many documents mention owls, most of them far down in their text."""
    pad = [f"Sentence {number} tells of another thing altogether, at some length." for number in range(30)]
    files = {
        f"{number:04}.txt": post(f"Post {number}", *pad, f"EAEA calls for owls in town {number}.", day="12.03.2021")
        for number in range(count)
    }
    encoder = ToyEncoder()
    sync_folder(tmp_path / "library", encoder, write_files(tmp_path / "posts", files))
    return Searcher.open(tmp_path / "library", encoder)


def test_every_document_that_mentions_the_topic_is_there_however_many_passages_it_takes(tmp_path: Path) -> None:
    found = asked("owls", many(tmp_path, 130))
    assert len(found.positions) == 130 and found.further == 0
    assert {one.citation.quote for one in found.positions} == {f"EAEA calls for owls in town {n}." for n in range(130)}


def test_of_more_documents_than_are_looked_at_the_others_are_counted(tmp_path: Path) -> None:
    searcher = many(tmp_path, MOST_MENTIONS + 10)
    found = asked("owls", searcher)
    assert gathered(query_of("owls"), searcher).mentioned == MOST_MENTIONS + 10
    assert found.further == MOST_MENTIONS + 10 - len(found.positions) > 0
