"""What the program says of an answer: English where programs read it, the visitor's language on pages."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from assistant.filtering import told_period
from assistant.positions.spread import spread_of
from assistant.vocabulary import read_vocabulary
from assistant.web.render import Pages
from assistant.web.tongues import Tongue
from corpus.document import Document, Section
from index.models.encoder import Encoder
from index.query import Filters, Period
from index.search import Searcher


@pytest.fixture(scope="module")
def answerer(sample_library: Path, encoder: Encoder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(Searcher.open(sample_library, encoder, read_vocabulary(None)))


@pytest.mark.parametrize(
    ("question", "filters", "english", "finnish"),
    [
        ("What is EAEA’s position on micro-credentials?", Filters(), "Found ", "Löytyi "),
        ("What about zeppelins over Kainuu?", Filters(), "Nothing found: the lib", "Mitään ei löytynyt: kirjasto"),
        ("What does EAEA say?", Filters(), "The question names no topic.", "Kysymys ei nimeä aihetta."),
        ("funding", Filters(since=date(2031, 1, 1)), "(since 2031). Without “s", "(2031 alkaen). Ilman rajausta ”2031"),
        ("“flying zeppelin”", Filters(), "no passage holds “flying zep", "missään kohdassa ei ole: ”flying zeppelin”"),
    ],
)
def test_an_answer_opens_in_the_language_of_the_page(
    question: str, filters: Filters, english: str, finnish: str, answerer: ExtractiveAnswerer,
    tongues: Mapping[str, Tongue],
) -> None:  # fmt: skip
    answer = answerer.answer(query_of(question, filters=filters))
    assert english in answer.opening and english in json.loads(json.dumps(answer.as_record()))["text"]
    assert finnish in Pages(tongues["fi"]).answer(answer, "s")
    assert english in Pages().answer(answer, "s")


def test_how_a_name_was_read_is_told_too(answerer: ExtractiveAnswerer, tongues: Mapping[str, Tongue]) -> None:
    answer = answerer.answer(query_of("Does EAEA support ILAs?"))
    assert "ILAs, lu comme individual learning account" in Pages(tongues["fr"]).answer(answer, "s")


@pytest.mark.parametrize(
    ("since", "until", "english", "german", "finnish"),
    [
        ((2016, 1, 1), (2016, 12, 31), "in 2016", "veröffentlicht 2016", "julkaistu vuonna 2016"),
        ((2016, 3, 1), (2016, 3, 31), "in March 2016", "veröffentlicht im März 2016", "julkaistu maaliskuussa 2016"),
        ((2016, 1, 1), None, "since 2016", "veröffentlicht seit 2016", "julkaistu 2016 alkaen"),
        (None, (2016, 3, 5), "until 2016-03-05", "veröffentlicht bis 05.03.2016", "julkaistu 5.3.2016 mennessä"),
        ((2014, 1, 1), (2016, 12, 31), "from 2014 until 2016", "veröffentlicht von 2014 bis 2016", "julkaistu ajalla"),
    ],
)
def test_years_that_were_understood(
    since: tuple[int, int, int] | None, until: tuple[int, int, int] | None, english: str, german: str, finnish: str,
    tongues: Mapping[str, Tongue],
) -> None:  # fmt: skip
    told = told_period(Period(date(*since) if since else None, date(*until) if until else None, "words"))
    assert told == f"published {english}"
    assert tongues["de"].told(told) == german and tongues["fi"].told(told).startswith(finnish)


def test_over_which_years_documents_are_spread(tongues: Mapping[str, Tongue]) -> None:
    days = (date(2015, 1, 1), date(2018, 1, 1), None)
    documents = [Document("a", "A", "", (Section("", 0, 0),), published=day) for day in days]
    told = spread_of(documents, [2014, 2015, 2016, 2018, 2019]).sentence
    assert told == (
        "3 documents, 2015–2018, 1 without a date; nothing before 2015; none in 2016; nothing after 2018; "
        "the library holds nothing at all from 2017"
    )
    assert tongues["es"].told(told) == (
        "3 documentos, 2015–2018, 1 sin fecha; nada antes de 2015; años sin documento: 2016; nada después de 2018; "
        "años de los que la biblioteca no contiene nada: 2017"
    )
