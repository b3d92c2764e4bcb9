"""Words that stand in several places, at every exit: answer, JSON, terminal, page, run files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from assistant.answer import Answer
from assistant.batch import run_records
from assistant.cli.printing import answer_lines, hit_lines
from assistant.conversation import query_of
from assistant.evaluation.retrieval import ranking_of
from assistant.extract import ExtractiveAnswerer
from assistant.web.render import Pages
from corpus.folding import fold
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

STATEMENT = "Literacy courses for adults must be free in “every” town."
QUESTION = "Must literacy courses for adults be free in every town?"
LONG = f"{STATEMENT} Teachers of literacy courses must be paid as well as others."
SET_OTHERWISE = STATEMENT.replace("“every” town", "«every»  town")
FILES = {
    "long.txt": post("Literacy", LONG, day="12.03.2019"),
    "short.txt": post("Literacy week <b>", SET_OTHERWISE, day="12.03.2020"),
    "again.txt": post("News of the week", STATEMENT, day="12.03.2020"),
    "not.txt": post("Literacy bill", STATEMENT.replace("must be", "must not be"), day="12.03.2021"),
}


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    encoder = ToyEncoder()
    sync_folder(tmp_path / "library", encoder, write_files(tmp_path / "posts", FILES))
    return Searcher.open(tmp_path / "library", encoder)


@pytest.fixture
def answer(searcher: Searcher) -> Answer:
    return ExtractiveAnswerer(searcher).answer(query_of(QUESTION))


def test_a_quotation_tells_where_else_its_words_stand(answer: Answer) -> None:
    places = {one.document.id: {place.document.id for place in one.elsewhere} for one in answer.citations}
    said = {"long.txt", "short.txt", "again.txt"}
    (name,) = said & places.keys()
    assert places[name] == said - {name}
    assert not any("not.txt" in found for found in places.values())
    for citation in answer.citations:
        assert all(fold(place.quote) == fold(citation.quote) for place in citation.elsewhere)
    told = answer.as_record()["citations"][0]["elsewhere"]
    assert {one["document"] for one in json.loads(json.dumps(told))} == places[answer.citations[0].document.id]


def test_a_place_that_no_longer_holds_the_words_is_not_told(answer: Answer) -> None:
    citation = next(one for one in answer.citations if one.copies)
    place = citation.copies[0]
    changed = replace(place, document=replace(place.document, text=place.document.text.replace("must", "need")))
    assert replace(citation, copies=(changed,)).elsewhere == ()


def test_terminal_and_page_name_the_other_places(answer: Answer) -> None:
    citation = next(one for one in answer.citations if one.copies)
    titles = [one.document.title for one in citation.elsewhere]
    lines = [line for line in answer_lines(answer) if "the same words also in: " in line]
    assert [title in line for title, line in zip(titles, lines, strict=True)] == [True, True]
    page = html.fromstring(f"<div>{Pages().sources(answer, 's', lambda _: '')}</div>")
    (told,) = page.find_class("copies")
    assert [link.text for link in told.findall("a")] == titles
    assert all(link[2].startswith("/documents/") and "#quote" in link[2] for link in told.iterlinks())


def test_hits_are_listed_once_and_runs_tell_every_place(searcher: Searcher) -> None:
    hits = searcher.search(query_of(QUESTION))
    at = next(at for at, hit in enumerate(hits) if hit.copies)
    shown, (copy,) = hits[at], hits[at].copies
    assert {shown.document.id, copy.document.id} == {"short.txt", "again.txt"}
    assert sum(hit.document.id in ("short.txt", "again.txt") for hit in hits) == 1
    assert any(line.strip().startswith(f"also in: {copy.document.title}") for line in hit_lines(1, shown))
    assert [one["document"] for one in run_records(hits)][at + 1] == copy.document.id
    assert {document for document, _ in ranking_of(hits)} == {*FILES}


def answer_from(folder: Path, files: dict[str, str], question: str) -> Answer:
    encoder = ToyEncoder()
    sync_folder(folder / "library", encoder, write_files(folder / "posts", files))
    return ExtractiveAnswerer(Searcher.open(folder / "library", encoder)).answer(query_of(question))


ACCOUNTS = "EAEA supports learning accounts for every adult in every town of Europe."
ASKED = "Does EAEA support learning accounts for every adult in Europe?"


def test_words_inside_another_sentence_are_not_the_same_words(tmp_path: Path) -> None:
    denied = post("Claims", f"Nobody should believe the claim that {ACCOUNTS}", day="01.01.2020")
    answer = answer_from(tmp_path, {"a.txt": post("Learning accounts", ACCOUNTS), "b.txt": denied}, ASKED)
    assert [(one.document.id, one.elsewhere) for one in answer.citations if one.quote == ACCOUNTS] == [("a.txt", ())]


def test_a_document_is_named_whichever_of_its_passages_holds_the_words(tmp_path: Path) -> None:
    near = "Learning accounts for every adult in Europe are an idea that EAEA supports, and accounts help adults."
    other = f"# Accounts\n\n## EAEA supports accounts\n\n{near}\n\n## Rome\n\nIt rained for weeks. {ACCOUNTS}\n"
    answer = answer_from(tmp_path, {"a.txt": post("Learning accounts", ACCOUNTS), "b.md": other}, ASKED)
    cited = next(one for one in answer.citations if one.quote == ACCOUNTS)
    assert [(one.document.id, one.quote) for one in cited.elsewhere] == [("b.md", ACCOUNTS)]


def test_what_the_organisation_says_is_quoted_though_a_page_that_shows_it_is_nearer(tmp_path: Path) -> None:
    shows = (
        "<html><head><title>Learning accounts for adults</title></head><body><article><h1>Learning accounts for adults"
        "</h1><p>We met in Rome and spoke of many things that week, and all were glad of it.</p>"
        f"<blockquote><p>{ACCOUNTS}</p></blockquote></article></body></html>"
    )
    answer = answer_from(tmp_path, {"own.txt": post("News", ACCOUNTS), "shows.html": shows}, ASKED)
    assert ("own.txt", ACCOUNTS) in [(one.document.id, one.quote) for one in answer.citations]
