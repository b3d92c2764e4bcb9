"""How likely answers are right, fitted: `python -m benchmarks.confidence EVAL [--saved FILE] [--libraries FOLDER]`.

Prints the weights and the intercept that assistant/answering/confidence.py holds, and what they say of the questions
that were not fitted. A question's signs are those that an answer sees; right is an answer of which a quotation is what
the set expects. Half of each set is fitted, every second question, each set with its WEIGHT; FILE holds saved questions
on the sample content, which are one set more. The signs of something amiss may only lower the confidence, the others
only raise it, since a sign turned round by chance would surprise people. The libraries are kept in FOLDER for the next
run, where one is named.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answer import Citation
from assistant.answering.asked import asked_of, language_of
from assistant.answering.choice import chosen, cited
from assistant.answering.confidence import Signs
from assistant.batch import read_questions
from assistant.evaluation.calibration import auroc, reliability
from assistant.evaluation.collection import QRELS, QUERIES, read_collection
from assistant.evaluation.saved_questions import read_saved_questions
from assistant.extract import ExtractiveAnswerer
from assistant.settings import default_cache
from assistant.vocabulary import read_vocabulary
from corpus.sample import content
from corpus.sources import open_source
from index.build import sync
from index.models.encoder import Encoder, open_encoder
from index.models.model_files import EMBEDDED_MODEL
from index.query import Filters, Query
from index.search import Searcher

SAVED = "saved"
WEIGHT = {"squad2": 2.0, "doc2dial": 0.7, "mtrag-clapnq": 0.5, SAVED: 1.0}
"""Squad2 counts most, whose questions without an answer are the only ones that were written to mislead."""
LOWERING = {"rarest", "names", "numbers", "denies", "denied_otherwise", "opposite", "unnumbered"}
PENALTY = 1e-4
NAMES = tuple(field.name for field in fields(Signs))

Gold = Callable[[Sequence[Citation]], bool]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Signs of shape (questions, signs), and for each question whether the answer was right."""

    signs: Numbers
    right: NDArray[np.bool_]

    def half(self, which: int) -> "Seen":
        """Every second question."""
        return Seen(self.signs[which::2], self.right[which::2])


def main() -> None:
    """Fit, and print what the other half says."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("evaluation", type=Path)
    reader.add_argument("--saved", type=Path)
    reader.add_argument("--libraries", type=Path)
    told = reader.parse_args()
    encoder = open_encoder(EMBEDDED_MODEL, default_cache())
    with ExitStack() as stack:
        kept = told.libraries or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        seen = {
            name: _seen(
                _opened(told.evaluation / name / "corpus.jsonl", kept / name, encoder), _asked(told.evaluation / name)
            )
            for name in WEIGHT
            if (told.evaluation / name).is_dir()
        }
        if told.saved:
            seen[SAVED] = _seen(_opened(content(), kept / SAVED, encoder), _saved(told.saved))
    weights = fitted({name: one.half(0) for name, one in seen.items()})
    print(", ".join(f"{name}={weight:.2f}" for name, weight in zip((*NAMES, "INTERCEPT"), weights, strict=True)))
    for name, one in seen.items():
        print(name, _judged(one.half(1), weights))


def fitted(seen: dict[str, Seen]) -> Numbers:
    """The weights of the signs and the intercept, shape (signs + 1,): logistic regression, each set by its WEIGHT."""
    signs = np.concatenate([one.signs for one in seen.values()])
    right = np.concatenate([one.right for one in seen.values()])
    shares = np.concatenate([np.full(len(one.right), WEIGHT[name] / len(one.right)) for name, one in seen.items()])
    shares /= shares.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        totals = signs @ weights[:-1] + weights[-1]
        off = shares * (1 / (1 + np.exp(-totals)) - right)
        cost = float((shares * np.logaddexp(0, np.where(right, -totals, totals))).sum())
        slopes = np.append(signs.T @ off + PENALTY * weights[:-1], off.sum())
        return cost + PENALTY * float((weights[:-1] ** 2).sum()) / 2, slopes

    bounds = [(None, 0) if name in LOWERING else (0, None) for name in NAMES] + [(None, None)]
    found: Numbers = minimize(loss, np.zeros(len(NAMES) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return found


def _judged(seen: Seen, weights: Numbers) -> str:
    told = 1 / (1 + np.exp(-(seen.signs @ weights[:-1] + weights[-1])))
    bins = reliability(list(zip(told.tolist(), seen.right.tolist(), strict=True)))
    shares = "; ".join(f"{one.low:.1f}: {one.right / one.answers:.2f} of {one.answers}" for one in bins)
    apart = auroc(told[seen.right].tolist(), told[~seen.right].tolist())
    return f"AUROC of right answers {apart or 0.0:.3f}; right {shares}"


def _opened(source: Path, library: Path, encoder: Encoder) -> Searcher:
    sync(library, [open_source(str(source))], encoder)
    return Searcher.open(library, encoder, read_vocabulary(None))


def _seen(searcher: Searcher, asked: Iterable[tuple[Query, Gold]]) -> Seen:
    answerer, signs, right = ExtractiveAnswerer(searcher), [], []
    for query, gold in asked:
        language = language_of(query.text, searcher.languages, searcher)
        if asked_of(query, searcher, language).weights:
            found = answerer.findings(query, language)
            quotes = chosen(found.asked, found.ranked) if found.ranked else []
            signs.append(astuple(found.signs))
            right.append(gold([cited(at, quote) for at, quote in enumerate(quotes, start=1)]))
    return Seen(np.array(signs), np.array(right))


def _asked(source: Path) -> Iterator[tuple[Query, Gold]]:
    golds = _golds(source)
    for name, query in read_questions(source / QUERIES, Filters()):
        if name in golds:
            yield query, golds[name]


def _saved(path: Path) -> Iterator[tuple[Query, Gold]]:
    """Saved questions that are answered or not found: what else is silence is told by other signs."""
    for one in read_saved_questions(path):
        if one.expected and one.expected.status in ("answered", "not_found"):
            sentences = [choice.text for choices in one.expected.sentences for choice in choices]
            yield one.query(date.today()), _holds(sentences)


def _golds(source: Path) -> dict[str, Gold]:
    """By question, whether quotations are what the set expects; questions of which it says nothing are left out."""
    if (source / QRELS[0]).is_file():
        qrels = read_collection(source).qrels
        return {name: _cites({one for one, grade in judged.items() if grade > 0}) for name, judged in qrels.items()}
    with (source / QUERIES).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["_id"]: _overlaps(row["gold"]) if "gold" in row else _holds(_answers(row)) for row in rows}


def _answers(row: dict[str, Any]) -> Sequence[str]:
    return row["answers"] if row["answerable"] else ()


def _cites(documents: set[str]) -> Gold:
    return lambda quotes: any(quote.document.id in documents for quote in quotes)


def _holds(answers: Sequence[str]) -> Gold:
    return lambda quotes: any(answer in quote.quote for answer in answers for quote in quotes)


def _overlaps(gold: dict[str, Any]) -> Gold:
    """Half of the shorter of span and quotation lies in the other."""

    def right(quotes: Sequence[Citation]) -> bool:
        return any(
            quote.document.id == gold["document"]
            and min(quote.end, gold["end"]) - max(quote.start, gold["start"])
            >= 0.5 * min(gold["end"] - gold["start"], quote.end - quote.start)
            for quote in quotes
        )

    return right


if __name__ == "__main__":
    main()
