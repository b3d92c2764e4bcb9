"""What is said when nothing passes: every number is compared with a count of the documents."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.conversation import query_of
from assistant.relaxing import nothing_passes
from index.query import Filters, Period, Query
from index.searching.mentions import Finder
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {
    "a.txt": post("A", "Learning accounts are told of.", day="12.03.2019 funding"),
    "b.txt": post("B", "Digital skills are told of.", day="12.03.2021 funding, Éducation"),
    "c.txt": post("C", "Skills, and learning.", day="12.03.2021 health"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    made = tmp_path_factory.mktemp("relaxing")
    sync_folder(made / "library", ToyEncoder(), write_files(made / "posts", FILES))
    return Finder.open(made / "library")


def said(library: Finder, question: str = "x", **filters: object) -> str:
    return nothing_passes(query_of(question, filters=Filters(**filters), today=date(2026, 1, 1)), library)  # type: ignore[arg-type]


def test_nothing_is_said_when_some_document_passes(library: Finder) -> None:
    assert (
        said(library)
        == said(library, topics=("FUNDING",))
        == said(library, "“skill”")
        == said(library, "in 2019")
        == ""
    )


def test_one_filter_alone(library: Finder) -> None:
    assert said(library, since=date(2024, 1, 1)) == (
        "No document passes the filters (since 2024). Without “since 2024”, 3 documents pass."
    )


def test_each_filter_is_told_with_what_passes_without_it(library: Finder) -> None:
    assert said(library, since=date(2020, 1, 1), until=date(2020, 12, 31), topics=("funding",)) == (
        "No document passes the filters (since 2020; until 2020; topic funding). "
        "Without “since 2020”, 1 document passes; without “until 2020”, 1 document passes."
    )


def test_filters_that_only_together_let_some_pass(library: Finder) -> None:
    assert said(library, since=date(2024, 1, 1), kinds=("page",)) == (
        "No document passes the filters (since 2024; kind page). No document has the kind “page”; there are: “post”. "
        "To leave out one of these alone is not enough."
    )


@pytest.mark.parametrize(
    ("topic", "offered"),
    [
        ("fundng", "; nearest: “funding”."),
        ("educaton", "; nearest: “Éducation”, “health”."),
        ("heal", "; nearest: “health”."),
        ("zzz", "; there are: “funding”, “health”, “Éducation”."),
    ],
)
def test_an_unknown_value_is_told_with_those_near_to_it(library: Finder, topic: str, offered: str) -> None:
    assert f"No document has the topic “{topic}”{offered} " in said(library, topics=(topic,))


def test_years_of_the_question_can_be_left_out(library: Finder) -> None:
    assert said(library, "What was told in 2020?") == (
        "No document passes the filters (in 2020). Without “in 2020”, 3 documents pass."
    )
    assert said(library, "What was told in 2021?", until=date(2019, 12, 31)) == (
        "No document passes the filters (until 2019; in 2021). "
        "Without “until 2019”, 2 documents pass; without “in 2021”, 1 document passes."
    )


def test_phrases_that_nothing_holds(library: Finder) -> None:
    assert said(library, "“learning skills”") == "Nothing found: no passage holds “learning skills”."
    assert said(library, "“skills” and “accounts”") == (
        "Nothing found: no passage holds “skills” and “accounts”. "
        "Without “skills”, 1 document passes; without “accounts”, 2 documents pass."
    )
    assert said(library, "“accounts”", since=date(2020, 1, 1)) == (
        "Nothing found: no passage in the documents that pass the filters (since 2020) holds “accounts”. "
        "Without “since 2020”, 1 document passes; without “accounts”, 2 documents pass."
    )


def test_filters_that_let_nothing_pass_are_told_before_phrases(library: Finder) -> None:
    assert said(library, "“accounts”", since=date(2024, 1, 1)) == (
        "No document passes the filters (since 2024). Without “since 2024”, 3 documents pass."
    )


def test_every_number_is_a_count(library: Finder) -> None:
    """For each filter alone, what is said is how many documents the others let pass."""
    filters = Filters(date(2020, 1, 1), date(2020, 12, 31), topics=("health",))
    query = Query("x", filters=filters, period=Period(date(2019, 1, 1), None, "since 2019"))
    relaxed = {
        "since 2020": replace(filters, since=date(2019, 1, 1)),
        "until 2020": replace(filters, until=None),
        "topic health": replace(filters, topics=()),
        "since 2019": filters,
    }
    sentence = nothing_passes(query, library)
    for label, rest in relaxed.items():
        count = library.matching_documents(rest)
        assert (f"“{label}”, {count} document" in sentence.casefold()) == (count > 0), label
