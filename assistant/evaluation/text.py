"""What was measured as lines for a terminal."""

from collections.abc import Iterator, Sequence

from assistant.answer import Answer
from assistant.evaluation.calibration import Calibration
from assistant.evaluation.expectations import Expected
from assistant.evaluation.judging import Judged, Judgement, TagCount
from assistant.evaluation.measure import Evaluation
from assistant.evaluation.retrieval import Retrieval


def evaluation_lines(told: Evaluation) -> Iterator[str]:
    """What was measured, part by part."""
    yield from (f"Note: {note}" for note in told.notes)
    if told.retrieval:
        yield from retrieval_lines(told.retrieval)
    if told.judgement:
        yield from judgement_lines(told.judgement)


def retrieval_lines(retrieval: Retrieval) -> Iterator[str]:
    """One measure a line, then what was left out."""
    yield f"Test collection: {len(retrieval.run)} queries"
    yield from (f"  {name:<10} {figure(value)}" for name, value in retrieval.measures)
    yield from (f"  Note: {note}" for note in retrieval.notes)


def judgement_lines(judgement: Judgement) -> Iterator[str]:
    """The wrong ones, how many are right, of each tag too, and how far the confidence can be believed."""
    for one in judgement.wrong:
        yield from _wrong_lines(one)
    unjudged = judgement.asked - len(judgement.judged)
    yield f"Saved questions: {judgement.right} of {len(judgement.judged)} right" + (
        f"; {unjudged} more expect nothing" if unjudged else ""
    )
    yield from _tag_lines(judgement.by_tag)
    yield from _calibration_lines(judgement.calibration)


def figure(value: float | None) -> str:
    """A share as tables have it, such as .461."""
    return "-" if value is None else f"{value:.3f}".removeprefix("0")


def _wrong_lines(one: Judged) -> Iterator[str]:
    yield f"  wrong     {one.question.text}  ({one.question.id})"
    if one.question.expected:
        yield f"  expected  {_expected(one.question.expected)}"
    yield f"  came      {_came(one.answer)}\n"


def _expected(expected: Expected) -> str:
    parts = [str(expected.status)]
    parts += [f"from {' or '.join(choice)}" for choice in expected.documents]
    parts += [" or ".join(map(str, choice)) for choice in expected.sentences]
    parts += [f"not first “{sentence}”" for sentence in expected.not_first]
    return "\n            ".join(parts)


def _came(answer: Answer) -> str:
    quotes = [f"“{_one_line(c.quote)}” ({c.document.id})" for c in answer.citations]
    return "\n            ".join([f"{answer.status}, confidence {figure(answer.confidence)}", *quotes])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tag_lines(counts: Sequence[TagCount]) -> Iterator[str]:
    width = max((len(one.tag) for one in counts), default=0)
    yield from (f"  {one.tag:<{width}}  {one.right:>4} of {one.judged}" for one in counts)


def _calibration_lines(told: Calibration) -> Iterator[str]:
    if told.auroc is not None:
        yield (
            f"Confidence: AUROC {figure(told.auroc)} "
            f"({told.answerable} questions that should be answered, {told.unanswerable} that should not)"
        )
    if told.answers:
        yield f"Answers given: {told.answers}, Brier score {figure(told.brier)}, calibration error {figure(told.ece)}"
        yield "  confidence   answers  mean  right"
        for one in told.bins:
            mean, right = figure(one.confidence), figure(one.right / one.answers)
            yield f"  {one.low:.1f} to {one.high:.1f}  {one.answers:>8}  {mean:>4}  {right:>5}"
