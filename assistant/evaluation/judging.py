"""Whether an answer is what was expected of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assistant.answer import Answer, Citation
from assistant.evaluation.calibration import Calibration, calibrate
from assistant.evaluation.expectations import Expected, Sentence
from assistant.evaluation.saved_questions import SavedQuestion
from assistant.extract import Answerer
from corpus.document import BULLET
from corpus.folding import fold

SENTENCE_ENDS = ".!?:;…"
ENDED = re.compile(rf"[{SENTENCE_ENDS}][\"'»)\]]*$")


@dataclass(frozen=True, slots=True)
class Judged:
    """A saved question, the answer that came, and what is wrong with it: nothing where it is right."""

    question: SavedQuestion
    answer: Answer
    faults: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """What was asked, what was expected, what came."""
        expected = self.question.expected
        return {
            "_id": self.question.id,
            "text": self.question.text,
            "expected": expected.as_record() if expected else None,
            "came": {
                "status": self.answer.status,
                "confidence": round(self.answer.confidence, 4),
                "citations": [{"document": c.document.id, "quote": c.quote} for c in self.answer.citations],
            },
            "faults": list(self.faults),
        }


@dataclass(frozen=True, slots=True)
class TagCount:
    """How many of the judged questions of a tag are answered as expected."""

    tag: str
    judged: int
    right: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a file of saved questions. Those without an expectation are `asked` and not among the `judged`."""

    asked: int
    judged: tuple[Judged, ...]
    calibration: Calibration

    @property
    def wrong(self) -> tuple[Judged, ...]:
        """Those whose answer is not what was expected."""
        return tuple(one for one in self.judged if one.faults)

    @property
    def right(self) -> int:
        """How many answers are as expected."""
        return len(self.judged) - len(self.wrong)

    @property
    def by_tag(self) -> tuple[TagCount, ...]:
        """The counts of each tag, in the order in which they first come."""
        tags = dict.fromkeys(tag for one in self.judged for tag in one.question.tags)
        members = {tag: [one for one in self.judged if tag in one.question.tags] for tag in tags}
        return tuple(TagCount(tag, len(ones), sum(not one.faults for one in ones)) for tag, ones in members.items())

    def as_record(self) -> dict[str, Any]:
        """The judgement in JSON; its form is in docs/api.md."""
        return {
            "asked": self.asked,
            "judged": len(self.judged),
            "right": self.right,
            "by_tag": [asdict(one) for one in self.by_tag],
            "wrong": [one.as_record() for one in self.wrong],
            "calibration": self.calibration.as_record(),
        }


def judge_all(
    questions: Sequence[SavedQuestion], answerer: Answerer, today: date | None, tick: Callable[[], None]
) -> Judgement:
    """Ask every question, and judge those that expect something; for `today` see SavedQuestion.query."""
    judged = list[Judged]()
    for question in questions:
        answer = answerer.answer(question.query(today))
        if question.expected:
            judged.append(Judged(question, answer, faults_of(answer, question.expected)))
        tick()
    return Judgement(len(questions), tuple(judged), _calibration(judged))


def faults_of(answer: Answer, expected: Expected) -> tuple[str, ...]:
    """What is wrong with an answer, in words; nothing where it is what was expected.

    A sentence must be quoted whole, alone or with its neighbours; only white space, ligatures, soft hyphens and quote
    glyphs may differ.
    """
    if answer.status != expected.status:
        return (f"{answer.status}, not {expected.status}",)
    cited = {citation.document.id for citation in answer.citations}
    documents = [choice for choice in expected.documents if not cited.intersection(choice)]
    sentences = [
        choice
        for choice in expected.sentences
        if not any(_quotes(citation, one) for citation in answer.citations for one in choice)
    ]
    return (
        *(f"does not cite {_told(choice)}" for choice in documents),
        *(f"does not quote {_told(map(str, choice))}" for choice in sentences),
        *(f"quotes {one} before what is expected" for one in _too_early(answer, expected)),
    )


def _too_early(answer: Answer, expected: Expected) -> list[Sentence]:
    """Those of `not_first` that are quoted before any expected sentence; one that is quoted with it is not."""
    wanted = [one for choice in expected.sentences for one in choice]
    early = list[Sentence]()
    for citation in answer.citations:
        if any(_quotes(citation, one) for one in wanted):
            break
        early += [one for one in map(Sentence, expected.not_first) if _quotes(citation, one)]
    return early


def _quotes(citation: Citation, sentence: Sentence) -> bool:
    """Whether a quotation holds a sentence whole: neither its beginning nor the end of one that may deny it."""
    if sentence.document and citation.document.id != sentence.document:
        return False
    words = fold(sentence.text)
    behind = "(?:$| )" if ENDED.search(words) else "$"
    wanted = re.compile(rf"(?:^|[{SENTENCE_ENDS}][\"'»)\]]* |[{BULLET}–-] ){re.escape(words)}{behind}")
    return wanted.search(fold(citation.quote)) is not None


def _told(choice: Iterable[str]) -> str:
    return " or ".join(choice)


def _calibration(judged: Sequence[Judged]) -> Calibration:
    """How far `confidence` can be believed. A question that names no topic is told by its words, before anything is
    looked for, so its confidence says nothing and is left out.
    """
    expectations = [(one, one.question.expected) for one in judged if one.question.expected]
    given = [(one.answer.confidence, not one.faults) for one in judged if one.answer.status == "answered"]
    return calibrate(
        given,
        [one.answer.confidence for one, expected in expectations if expected.status == "answered"],
        [one.answer.confidence for one, expected in expectations if expected.status in ("not_found", "mentioned_only")],
    )
