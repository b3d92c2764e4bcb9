"""Documents and questions of an evaluation set, whole or a part that a seed chooses."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.peers.peer import Change, Text

SEED = 7
CORPUS, QUESTIONS = "corpus.jsonl", "questions.json"
Qrels = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class TextSet:
    """The lines of the documents' file, questions by their ids, and which documents answer them."""

    lines: Sequence[str]
    questions: Mapping[str, str]
    qrels: Qrels

    def written(self, folder: Path) -> Path:
        """The folder, with the documents and the questions in it."""
        folder.mkdir(parents=True)
        (folder / CORPUS).write_text("".join(self.lines), encoding="utf-8")
        (folder / QUESTIONS).write_text(json.dumps(dict(self.questions)), encoding="utf-8")
        return folder


def read_set(folder: Path, documents: int) -> TextSet:
    """A set with as many documents, 0 for all. Documents that answer a question come first into a part, and questions
    of which none is in it are left out, as are judgements of others; so a part is easier than the whole.

    A question is asked as a person rewrote it to stand by itself: the libraries compared read no conversations.
    """
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    qrels = _qrels(folder / "qrels.tsv")
    if documents and documents < len(lines):
        lines = _part(lines, {name for judged in qrels.values() for name in judged}, documents)
    names = {json.loads(line)["_id"] for line in lines}
    within = {query: {one: judged[one] for one in judged if one in names} for query, judged in qrels.items()}
    kept = {query: judged for query, judged in within.items() if judged}
    asked = map(json.loads, (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    questions = {one["_id"]: one.get("rewrite") or one["text"] for one in asked if one["_id"] in kept}
    return TextSet(lines, questions, {query: kept[query] for query in questions})


def documents_of(folder: Path) -> list[Text]:
    """The documents that were written into a folder."""
    return [Text(one["_id"], one["text"]) for one in _records(folder / CORPUS)]


def questions_of(folder: Path) -> dict[str, str]:
    """The questions that were written into a folder."""
    told: dict[str, str] = json.loads((folder / QUESTIONS).read_text(encoding="utf-8"))
    return told


def marker(number: int) -> str:
    """Words that no document has, for the change of that number."""
    return f"Quokka ferries number {number} sail to Zanzibar on alternate Wednesdays."


def with_change(documents: Sequence[Text], number: int) -> Change:
    """The change of that number: always of the same document, which gets a sentence that the others have not."""
    at = Random(SEED).randrange(len(documents))
    changed = Text(documents[at].name, f"{marker(number)} {documents[at].text}")
    return Change([*documents[:at], changed, *documents[at + 1 :]], changed)


def _part(lines: Sequence[str], judged: set[str], documents: int) -> list[str]:
    answering = {at for at, line in enumerate(lines) if json.loads(line)["_id"] in judged}
    others = [at for at in range(len(lines)) if at not in answering]
    chance = Random(SEED)
    first = chance.sample(sorted(answering), min(len(answering), documents // 2))
    return [lines[at] for at in sorted([*first, *chance.sample(others, documents - len(first))])]


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, relevance = line.split("\t")
        if int(relevance) > 0:
            found[query][document] = int(relevance)
    return dict(found)


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
