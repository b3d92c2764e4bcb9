"""The saved questions of the tests: on the sample content and on the seed page, in the form that staff use.

They were written from reading the texts, as a member would ask, without trying what the assistant answers; none may be
changed to suit it. Their tags are what makes a question a test of its own (paraphrase, negation, near miss, ...) and
the half that it belongs to: "tuning" for choosing settings, "held-out" for judging them. The 35 oldest were there while
settings were chosen and are all "tuning"; else the halves alternate within each kind.
"""

from datetime import date
from pathlib import Path

from assistant.answer import Answer
from assistant.evaluation.asking import AsOnThePage
from assistant.evaluation.judging import judge_all
from assistant.evaluation.saved_questions import SavedQuestion, read_saved_questions
from assistant.extract import Answerer

ASKED_ON = date(2026, 11, 25)
"""The day on which the questions are asked: a year in them names documents, unless it lies ahead."""
HALVES = ("tuning", "held-out")
SAMPLE, SEED = (
    read_saved_questions(Path(__file__).parent / name) for name in ("sample_questions.jsonl", "seed_questions.jsonl")
)


def of_half(questions: tuple[SavedQuestion, ...], half: str) -> list[SavedQuestion]:
    """The questions with that tag."""
    return [one for one in questions if half in one.tags]


def answered(one: SavedQuestion, answerer: Answerer) -> Answer:
    """The answer to a question, asked on its day."""
    return AsOnThePage(answerer, ASKED_ON).answer(one.query)


def wrongly_answered(questions: list[SavedQuestion], answerer: Answerer) -> list[str]:
    """The questions whose answer is not what is expected."""
    judged = judge_all(questions, AsOnThePage(answerer, ASKED_ON), lambda: None)
    return [one.question.query.question for one in judged.wrong]
