"""The guarantee: what is accepted as a quotation stands in its source to the letter, and what stands there is accepted.

Thousands of altered quotations are judged by an oracle that shares nothing with the code it judges: whole texts,
written anew by the names of their signs, and a plain search in them.
"""

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html

import corpus.sample
from assistant.answer import Answer, Citation
from assistant.batch import answer_record, read_questions, run_batch
from assistant.cli.printing import answer_lines
from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from assistant.library import Edition
from assistant.quotes import confirm, located
from assistant.web.render import Pages
from corpus.document import Document
from corpus.sources import open_source
from index.build import sync
from index.library.coverage import Coverage
from index.library.generation import STORE, open_current
from index.library.store import Store
from index.models.encoder import Encoder
from index.query import Filters, Query
from index.search import Searcher
from tests.assistant.mutations import MUTATIONS, NEGATIONS, set_otherwise, span_of_words
from tests.assistant.saved import SAMPLE, SEED
from tests.assistant.talking import talk_on
from tests.conftest import SHARED, ToyEncoder, post, write_files

Quoted = list[tuple[str, int, int, str]]
"""(id of the document, start, end, the words that were shown)."""

TRIALS = int(os.environ.get("GUARANTEE_TRIALS", "3000"))
"""Altered quotations that are tried; `make faults` tries 10,000."""
UNCHANGED = TRIALS // 4
REAL = {"doc2dial": 12, "squad2": 20, "mtrag-clapnq": 400, "mtrag-cloud": 400}
"""Corpora of real texts, where they are kept beside the project; every so many texts are taken."""

NAMES = {
    '"': "LEFT DOUBLE; RIGHT DOUBLE; DOUBLE LOW-9; DOUBLE HIGH-REVERSED-9; LEFT-POINTING DOUBLE ANGLE; "
    "RIGHT-POINTING DOUBLE ANGLE",
    "'": "LEFT SINGLE; RIGHT SINGLE; SINGLE LOW-9; SINGLE HIGH-REVERSED-9; SINGLE LEFT-POINTING ANGLE; "
    "SINGLE RIGHT-POINTING ANGLE",
}
TABLE: dict[int, str] = {
    ord(unicodedata.lookup(f"{name} QUOTATION MARK")): plain
    for plain, names in NAMES.items()
    for name in names.split("; ")
}
TABLE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)} | {0xAD: ""}


def plain(text: str) -> str:
    return " ".join(text.translate(TABLE).split())


class Oracle:
    """All texts and titles of a library, in plain form."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._all = "\n".join(plain(text) for document in documents for text in (document.text, document.title))

    def holds(self, quote: str) -> bool:
        words = plain(quote)
        whole = (r"\b" if words[:1].isalnum() else "") + re.escape(words) + (r"\b" if words[-1:].isalnum() else "")
        return words in self._all and re.search(whole, self._all) is not None


@dataclass(frozen=True)
class Shelf:
    """A library, its documents as they are stored, and the oracle over them."""

    searcher: Searcher
    documents: list[Document]
    oracle: Oracle

    def quote(self, random: Random) -> tuple[Document, int, int]:
        """Some words of some document, more often than not with what can be turned round."""
        while True:
            document = random.choice(self.documents)
            start, end = span_of_words(random, document)
            words = document.text[start:end]
            telling = NEGATIONS.search(words) or re.search(r"\d|[-–\"“’']|\bmust\b|\bshould\b", words)
            if words and (telling or random.random() < 0.2):
                return document, start, end


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The sample content as it is and, since its files were made with care, set anew with every allowed difference."""
    folder, encoder = tmp_path_factory.mktemp("guarantee"), ToyEncoder()
    sample = open_source(str(corpus.sample.content()))
    sync(folder / "sample", [sample], encoder)
    random = Random(7)
    typeset = {
        f"typeset-{number}.txt": post(f"Set anew {number}", *(set_otherwise(random, p) for p in one.text.split("\n\n")))
        for number, one in enumerate(documents_of(folder / "sample")[::5])
    }
    write_files(folder / "typeset", typeset)
    real = [path for path in (SHARED / "seed",) if path.exists()]
    for name, every in REAL.items():
        corpus_file = SHARED / "eval" / name / "corpus.jsonl"
        if corpus_file.exists():
            lines = corpus_file.read_text(encoding="utf-8").splitlines()
            write_files(folder / name, {"corpus.jsonl": "\n".join(lines[::every])})
            real.append(folder / name / "corpus.jsonl")
    sources = [sample, *(open_source(str(path)) for path in (folder / "typeset", *real))]
    sync(folder / "library", sources, encoder)
    documents = documents_of(folder / "library")
    return Shelf(Searcher.open(folder / "library", encoder), documents, Oracle(documents))


def documents_of(library: Path) -> list[Document]:
    return list(Store.read(open_current(library).folder / STORE).documents())


def test_no_altered_quotation_is_accepted(shelf: Shelf) -> None:
    random, accepted, tried = Random(20261125), list[tuple[str, str, str]](), Counter[str]()
    while sum(tried.values()) < TRIALS:
        document, start, end = shelf.quote(random)
        other, first, last = shelf.quote(random)
        words = plain(document.text[start:end])
        mutation = (
            MUTATIONS[sum(tried.values()) % len(MUTATIONS)] if random.random() < 0.7 else random.choice(MUTATIONS)
        )
        altered = mutation(random, words, plain(other.text[first:last]))
        if random.random() < 0.3:
            altered = set_otherwise(random, altered)
        if not altered.strip() or shelf.oracle.holds(altered):
            continue
        tried[mutation.__name__] += 1
        if confirm(altered, shelf.searcher).status == "exact" or located(document, altered) or located(other, altered):
            accepted.append((mutation.__name__, words, altered))
    assert accepted == []
    assert min(tried[mutation.__name__] for mutation in MUTATIONS) >= TRIALS // 100, tried


def test_every_unchanged_quotation_is_accepted_at_its_place(shelf: Shelf) -> None:
    random, missed, tried = Random(25), list[tuple[str, str]](), 0
    while tried < UNCHANGED:
        document, start, end = shelf.quote(random)
        words = document.text[start:end]
        told = set_otherwise(random, words, random.choice([0.0, 0.2, 0.6, 1.0]))
        verdict = confirm(told, shelf.searcher)
        if verdict.status == "too_short":
            assert sum(any(sign.isalnum() for sign in word) for word in words.split()) < 5
            continue
        tried += 1
        bare = (start + len(words) - len(words.lstrip("\u00ad")), end - len(words) + len(words.rstrip("\u00ad")))
        if bare not in {(span.start, span.end) for span in located(document, told)} or not verdict.places:
            missed.append((document.id, told))
        for place in verdict.places:
            assert plain(place.words) == plain(told)
    assert missed == []


QUESTIONS = [question.text for question in (*SAMPLE, *SEED)]
MORE = ["What does EAEA want for learning accounts?", "adult learning and democracy", "quality of adult education"]
"""Questions of several quotations, so that more leaves the assistant."""


@pytest.fixture(scope="module")
def answerer(sample_library: Path, encoder: Encoder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(Searcher.open(sample_library, encoder))


@pytest.fixture(scope="module")
def texts(sample_library: Path) -> dict[str, str]:
    """Every stored text by the id of its document, read from the library anew."""
    return {document.id: document.text for document in documents_of(sample_library)}


def in_html(answer: Answer) -> Quoted:
    """What the page shows: quotations of the answer, which must be those marked in its sources."""
    pages = Pages()
    shown = html.fromstring(f"<div>{pages.answer(answer, 's')}</div>")
    beside = html.fromstring(f"<div>{pages.sources(answer, 's', lambda _: '')}</div>")
    found = []
    for number, words in zip(shown.xpath("//a[@class='number']"), shown.xpath("//q"), strict=True):
        (excerpt,) = beside.xpath(f"//*[@id='s-{number.text.strip('[]')}']")
        (link,) = excerpt.xpath(".//a[@class='inside']/@href")
        place = parse_qs(urlsplit(link).query)
        name = unquote(urlsplit(link).path.removeprefix("/documents/"))
        assert [mark.text_content() for mark in excerpt.xpath(".//mark")] == [words.text_content()]
        found.append((name, int(place["start"][0]), int(place["end"][0]), words.text_content()))
    assert len(beside.xpath("//mark")) == len(found)
    return found


def in_plain_text(answer: Answer) -> Quoted:
    """What the text of an answer quotes; the places are those of the answer, by number."""
    return numbered(answer, answer.text)


def in_the_terminal(answer: Answer) -> Quoted:
    """What the command line prints, with one source for each quotation."""
    printed, _, sources = "\n".join(answer_lines(answer)).partition("\nSources\n")
    assert re.findall(r"^\[(\d+)\] ", sources, re.MULTILINE) == re.findall(r"” \[(\d+)\]$", printed, re.MULTILINE)
    return numbered(answer, printed)


def numbered(answer: Answer, text: str) -> Quoted:
    cited = {citation.number: citation for citation in answer.citations}
    quoted = re.findall(r"^“(.*?)” \[(\d+)\]$", text, re.DOTALL | re.MULTILINE)
    return [(c.document.id, c.start, c.end, words) for words, number in quoted for c in [cited[int(number)]]]


def in_json(answer: Answer) -> Quoted:
    record = json.loads(json.dumps(answer.as_record()))
    assert all(f"“{cited['quote']}” [{cited['number']}]" in record["text"] for cited in record["citations"])
    assert record["text"].count("” [") == len(record["citations"])
    return [(cited["document"], cited["start"], cited["end"], cited["quote"]) for cited in record["citations"]]


def in_a_batch(answer: Answer) -> Quoted:
    with TemporaryDirectory() as folder:
        asked, answers = Path(folder) / "asked.jsonl", Path(folder) / "answers.jsonl"
        asked.write_text(json.dumps({"_id": "1", "text": "any"}), encoding="utf-8")
        run_batch(read_questions(asked, Filters()), answers, lambda _: answer_record(answer), lambda: None)
        record = json.loads(answers.read_text(encoding="utf-8"))
    assert record["text"].count("” [") == len(record["citations"])
    return [(cited["document"], cited["start"], cited["end"], cited["quote"]) for cited in record["citations"]]


def in_the_conversation(answer: Answer) -> Quoted:
    """What a later question of the page leans on, and what the page shows for this one."""
    (exchange,) = talk_on(Edition(cast(Searcher, Empty()), FixedAnswerer(answer))).ask("any", Filters(), ())
    words = [
        one.text_content() for one in html.fromstring(f"<div>{exchange.answer}{exchange.sources}</div>").xpath("//q")
    ]
    assert exchange.quoted == " ".join(words)
    return [(c.document.id, c.start, c.end, w) for c, w in zip(answer.citations, words, strict=False)]


@dataclass(frozen=True)
class FixedAnswerer:
    """Knows one answer, whatever is asked."""

    known: Answer

    def answer(self, query: Query) -> Answer:
        return self.known


class Empty:
    """What a searcher tells of a library without documents."""

    withholds = False

    def matching_documents(self, filters: Filters, phrases: tuple[str, ...] = ()) -> int:
        return 0

    def title_of(self, name: str) -> str:
        return ""

    def coverage(self) -> Coverage:
        return Coverage(0, 0, "", "", (), (), (), (), (), ())


EXITS = (in_html, in_plain_text, in_the_terminal, in_json, in_a_batch, in_the_conversation)


@pytest.mark.parametrize("shown", EXITS)
def test_every_quotation_that_leaves_is_a_slice_of_its_source(
    shown: Callable[[Answer], Quoted], answerer: ExtractiveAnswerer, texts: dict[str, str]
) -> None:
    count = 0
    for question in QUESTIONS + MORE:
        answer = answerer.answer(query_of(question))
        quoted = shown(answer)
        assert len(quoted) == len(answer.citations), question
        for name, start, end, words in quoted:
            assert words == texts[name][start:end], question
            count += 1
    assert count > 50


def moved(citation: Citation) -> Citation:
    return replace(citation, start=citation.start + 1, end=citation.end + 1)


def of_another_text(citation: Citation) -> Citation:
    text = citation.document.text
    turned = text[: citation.start] + "not" + text[citation.start + 3 :]
    return replace(citation, document=replace(citation.document, text=turned))


def unchecked(citation: Citation) -> Citation:
    return replace(citation, words="")


def too_far(citation: Citation) -> Citation:
    text = citation.document.text[: citation.end]
    return replace(
        citation, document=replace(citation.document, text=text), end=citation.end + 9, paragraph_end=len(text)
    )


def from_the_end(citation: Citation) -> Citation:
    length = len(citation.document.text)
    return replace(citation, start=citation.start - length, end=citation.end - length)


@pytest.mark.parametrize("shown", EXITS)
@pytest.mark.parametrize("broken", [moved, of_another_text, unchecked, too_far, from_the_end])
def test_a_quotation_that_its_source_does_not_hold_never_leaves(
    shown: Callable[[Answer], Quoted], broken: Callable[[Citation], Citation], answerer: ExtractiveAnswerer
) -> None:
    answer = answerer.answer(query_of("What is EAEA's position on micro-credentials?"))
    assert len(answer.citations) > 1
    first, *others = answer.citations
    one = replace(answer, citations=(broken(first), *others))
    assert [words for *_, words in shown(one)] == [citation.quote for citation in others]
    assert one.checked().opening.startswith(f"1 of {len(answer.citations)} quotations cannot be shown")
    none = replace(answer, citations=(broken(first),))
    assert shown(none) == []
    assert (none.checked().status, none.as_record()["status"], answer_record(none)["status"]) == ("not_found",) * 3
