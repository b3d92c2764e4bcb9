"""What is right about an answer, and what its confidence is worth."""

import pytest

from assistant.evaluation.expectations import Expected, Sentence
from assistant.evaluation.judging import faults_of, judge_all
from assistant.evaluation.saved_questions import question_of
from assistant.evaluation.text import judgement_lines
from tests.assistant.evaluation.given import Scripted, answer_of


def quoted(*choices: list[str]) -> tuple[tuple[Sentence, ...], ...]:
    return tuple(tuple(map(Sentence, choice)) for choice in choices)


CITED = (("a.html", "Learning is a “right”."), ("b.pdf", "The efﬁ\xadcient\nway."))


@pytest.mark.parametrize(
    "expected",
    [
        Expected("answered"),
        Expected("answered", (("a.html",), ("b.pdf",))),
        Expected("answered", (("other.html", "b.pdf"),)),
        Expected("answered", (), quoted(['Learning is  a "right".'], ["The efficient way."])),
        Expected("answered", (("a.html",),), quoted(["No such one.", "The efficient way."])),
        Expected(
            "answered", (), ((Sentence("The efficient way.", "a.html"), Sentence("The efficient way.", "b.pdf")),)
        ),
        Expected("answered", (), quoted(["Learning is a “right”."]), ("The efficient way.", "Nobody says so.")),
    ],
)
def test_all_that_is_expected_is_there(expected: Expected) -> None:
    assert faults_of(answer_of(*CITED), expected) == ()


@pytest.mark.parametrize(
    ("expected", "faults"),
    [
        (Expected("not_found"), ("answered, not not_found",)),
        (Expected("answered", (("a.html",), ("c.html", "d.html"))), ("does not cite c.html or d.html",)),
        (Expected("answered", (), quoted(["Learning is a"])), ("does not quote “Learning is a”",)),
        (Expected("answered", (), quoted(["learning is a “right”."])), ("does not quote “learning is a “right”.”",)),
        (
            Expected("answered", (("c.html",),), quoted(["Learning is no “right”."])),
            ("does not cite c.html", "does not quote “Learning is no “right”.”"),
        ),
        (
            Expected("answered", (), ((Sentence("The efficient way.", "a.html"),),)),
            ("does not quote “The efficient way.” (a.html)",),
        ),
        (
            Expected("answered", (), quoted(["The efficient way."]), ('Learning is a "right".',)),
            ('quotes “Learning is a "right".” before what is expected',),
        ),
    ],
)
def test_what_is_wrong_is_told(expected: Expected, faults: tuple[str, ...]) -> None:
    assert faults_of(answer_of(*CITED), expected) == faults


LONGER = (
    ("a", "It rained. Validation must be free. We ask for:\n• Time off;\n• No fees.\nNobody said that Fees are low."),
)


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Validation must be free.", True),
        ("It rained.", True),
        ("Time off;", True),
        ("No fees.", True),
        ("Fees are low.", False),  # the end of a sentence that denies it
        ("Validation must be", False),
        ("must be free.", False),
    ],
)
def test_a_sentence_may_be_quoted_with_its_neighbours(sentence: str, whole: bool) -> None:
    assert (faults_of(answer_of(*LONGER), Expected("answered", (), quoted([sentence]))) == ()) is whole


SAID = [("a", "They say yes."), ("a", "It rains."), ("a", "They say yes. We say no."), ("a", "We say no.")]


@pytest.mark.parametrize(
    ("cited", "right"),
    [
        ([3], True),
        ([1, 3], True),
        ([2], True),
        ([0, 3], False),
        ([3, 0], True),
        ([1], False),
    ],
)
def test_an_expected_sentence_comes_before_those_that_must_not_come_first(cited: list[int], right: bool) -> None:
    expected = Expected("answered", (), ((Sentence("We say no.", "a"),),), ("They say yes.",))
    assert (faults_of(answer_of(*(SAID[at] for at in cited)), expected) == ()) is right


def test_silence_is_an_answer_of_its_own_kind() -> None:
    assert faults_of(answer_of(), Expected("not_found")) == ()
    assert faults_of(answer_of(), Expected("unclear_question")) == ("not_found, not unclear_question",)


QUESTIONS = tuple(
    question_of({"_id": text, "text": text} | told)
    for text, told in {
        "right": {"documents": ["a"], "tags": ["plain", "tuning"]},
        "elsewhere": {"documents": ["a"], "tags": ["plain"]},
        "missed": {"documents": ["a"]},
        "silent": {"status": "not_found", "tags": ["tuning"]},
        "too much": {"status": "not_found"},
        "unclear": {"status": "unclear_question"},
        "free": {"tags": ["plain", "unjudged"]},
    }.items()
)
ANSWERER = Scripted(
    {
        "right": answer_of(("a", "A."), confidence=0.9),
        "elsewhere": answer_of(("b", "B."), confidence=0.7),
        "missed": answer_of(confidence=0.3),
        "silent": answer_of(confidence=0.2),
        "too much": answer_of(("a", "A."), confidence=0.8),
        "unclear": answer_of(confidence=0.0, status="unclear_question"),
        "free": answer_of(("a", "A."), confidence=0.6),
    }
)


def test_a_file_of_questions_is_judged_question_by_question() -> None:
    ticks = list[int]()
    told = judge_all(QUESTIONS, ANSWERER, None, lambda: ticks.append(1))
    assert (told.asked, len(told.judged), told.right, len(ticks)) == (7, 6, 3, 7)
    assert [one.question.id for one in told.wrong] == ["elsewhere", "missed", "too much"]
    assert told.as_record()["by_tag"] == [
        {"tag": "plain", "judged": 2, "right": 1},
        {"tag": "tuning", "judged": 2, "right": 2},
    ]
    assert told.as_record()["wrong"][0] == {
        "_id": "elsewhere",
        "text": "elsewhere",
        "expected": {"status": "answered", "documents": ["a"]},
        "came": {"status": "answered", "confidence": 0.7, "citations": [{"document": "b", "quote": "B."}]},
        "faults": ["does not cite a"],
    }


def test_the_confidence_is_compared_with_what_was_expected() -> None:
    told = judge_all(QUESTIONS, ANSWERER, None, lambda: None).calibration
    assert (told.answerable, told.unanswerable, told.answers) == (3, 2, 3)
    assert told.auroc == pytest.approx(4 / 6)  # .9 is above .2 and .8; .7 and .3 are above .2 alone
    assert told.brier == pytest.approx((0.1**2 + 0.7**2 + 0.8**2) / 3)


def test_its_lines_tell_what_was_expected_and_what_came() -> None:
    lines = "\n".join(judgement_lines(judge_all(QUESTIONS, ANSWERER, None, lambda: None)))
    assert "wrong     elsewhere  (elsewhere)\n  expected  answered\n            from a\n  came      answered" in lines
    assert "“B.” (b)" in lines
    assert "Saved questions: 3 of 6 right; 1 more expect nothing\n  plain      1 of 2\n  tuning     2 of 2\n" in lines
    assert "Confidence: AUROC .667 (3 questions that should be answered, 2 that should not)" in lines
