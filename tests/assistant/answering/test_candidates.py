"""Which sentences may answer, on a library of a few posts and without a model."""

from pathlib import Path

import pytest

from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files


def ranked(folder: Path, files: dict[str, str], question: str) -> list[str]:
    encoder = ToyEncoder()
    sync_folder(folder / "library", encoder, write_files(folder / "posts", files))
    answerer = ExtractiveAnswerer(Searcher.open(folder / "library", encoder))
    return [one.words for one in answerer.findings(query_of(question), "en").ranked]


def test_a_statement_goes_before_a_sentence_of_the_same_words_that_narrates(tmp_path: Path) -> None:
    text = "The literacy courses of adults had rooms in town. The literacy courses of adults must have rooms in town."
    found = ranked(tmp_path, {"a.txt": post("Rooms", text)}, "Do literacy courses of adults have rooms in town?")
    assert "must" in found[0] and len(found) == 2


@pytest.mark.parametrize(
    "report",
    [
        "According to the Commission, literacy courses for adults should be short and cheap.",
        "The European Commission proposes literacy courses for adults that are short and cheap.",
        "In the view of the OECD, literacy courses for adults should be short and cheap.",
    ],
)
def test_what_another_body_says_goes_behind_the_organisations_own_words(tmp_path: Path, report: str) -> None:
    own = "Literacy courses for adults should be short and cheap, and near to where they live."
    found = ranked(
        tmp_path, {"a.txt": post("Courses", f"{report} {own}")}, "Should literacy courses be short and cheap?"
    )
    assert found == [own, report]


def test_another_body_is_heard_where_it_is_asked_for(tmp_path: Path) -> None:
    report = "According to the Commission, literacy courses should be short and cheap."
    own = "Literacy courses should be near to where adults live."
    question = "What does the Commission say about short and cheap literacy courses?"
    assert ranked(tmp_path, {"a.txt": post("Courses", f"{own} {report}")}, question)[0] == report


def test_a_common_word_of_question_and_report_is_not_the_body(tmp_path: Path) -> None:
    report = "According to the European Commission, literacy courses for adults should be short and cheap."
    own = "Literacy courses for adults should be short and cheap in European towns."
    question = "Should European literacy courses be short and cheap?"
    assert ranked(tmp_path, {"a.txt": post("Courses", f"{report} {own}")}, question) == [own, report]


def test_where_another_body_is_asked_only_passages_that_name_it_answer(tmp_path: Path) -> None:
    files = {
        "own.txt": post(
            "Courses", "Literacy courses for adults must be short and cheap, and in the towns where they live."
        ),
        "told.txt": post(
            "News", "The Teachers Union wrote to us. It says that literacy courses for adults must be long."
        ),
    }
    assert ranked(tmp_path, files, "What does the Bakers Union say about literacy courses for adults?") == []
    found = ranked(tmp_path, files, "What does the Teachers Union say about literacy courses for adults?")
    assert found and all("courses for adults must be long" in one or "Union" in one for one in found)


def test_a_question_answers_none(tmp_path: Path) -> None:
    text = "Who should pay for literacy courses of adults? The state should pay for literacy courses of adults."
    found = ranked(tmp_path, {"a.txt": post("Money", text)}, "Who should pay for literacy courses?")
    assert found == ["The state should pay for literacy courses of adults."]


def test_what_was_replaced_goes_behind_what_holds(tmp_path: Path) -> None:
    files = {
        "old.txt": post("Fees", "Literacy courses should have small fees for all adults.", day="12.03.2014"),
        "new.txt": post("Fees", "Literacy courses should have no fees for all adults.", day="12.03.2022"),
        "catalogue.toml": '[documents."old.txt"]\nstatus = "superseded"\nsuperseded_by = "new.txt"\n',
    }
    assert "no fees" in ranked(tmp_path, files, "Should literacy courses have fees for adults?")[0]
