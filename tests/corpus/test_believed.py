"""What a reader's process tells: all that a reader reads is believed, and nothing that makes no sense."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.believed import document_of, reading_of
from corpus.document import Document, Link, Origin, Section, Span
from corpus.errors import ReadError
from corpus.isolate import Child, Job, Limits, reading_by
from corpus.records import to_record

NAME = "a.pdf"
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
WHOLE = Document(
    NAME, "T", "One. Two.", (Section("", 0, 5), Section("Two", 5, 9)), published=date(2021, 7, 12), authors=("A",),
    topics=("x",), page_starts=(0, 5), page_labels=("i", "ii"), links=(Link(0, 3, "https://a.example/"),),
    quotations=(Span(0, 3),), notes=(Span(5, 9),), origins=(Origin(0, 4, 1, 0, 4),),
)  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANYTHING = st.recursive(
    PLAIN | st.sampled_from(["\ud800", "2021-13-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents as readers compose them: all that points into the text lies in it."""
    text = draw(WORDS)
    offsets = st.integers(0, len(text))
    bounds = [0, *sorted(draw(st.lists(offsets, max_size=3))), len(text)]
    spans = st.tuples(offsets, offsets).map(lambda two: Span(min(two), max(two)))
    return Document(
        draw(st.sampled_from([NAME, f"{NAME}#2021-07-12-a"])), draw(WORDS), text,
        tuple(Section(draw(WORDS), start, end) for start, end in pairwise(bounds)),
        published=draw(st.none() | st.dates()), topics=tuple(draw(st.lists(WORDS, max_size=2))),
        page_starts=tuple(sorted(draw(st.lists(offsets, max_size=3)))), notes=tuple(draw(st.lists(spans, max_size=2))),
        links=tuple(Link(one.start, one.end, "https://a.example/") for one in draw(st.lists(spans, max_size=2))),
        teaser=draw(st.booleans()), notice=draw(WORDS),
    )  # fmt: skip


def sent(record: object) -> object:
    """As it comes out of the pipe."""
    return json.loads(json.dumps(record))


@given(documents())
def test_what_readers_compose_is_believed(document: Document) -> None:
    assert document_of(sent(to_record(document)), NAME) == document
    reading = reading_of({"documents": [sent(to_record(document))], "note": "n", "cause": "damaged"}, NAME)
    assert (reading.documents, reading.note, reading.cause) == ((document,), "n", "damaged")


@given(st.sampled_from([field.name for field in fields(Document)]), ANYTHING)
def test_any_other_value_of_a_field_is_of_its_type_or_refused(field: str, value: object) -> None:
    try:
        told = document_of(sent(to_record(WHOLE) | {field: value}), NAME)
    except (KeyError, TypeError, ValueError):
        return
    assert type(getattr(told, field)) is type(getattr(WHOLE, field)) or field in ("published", "modified")
    json.dumps(to_record(told), ensure_ascii=False).encode()
    assert replace(told, **{field: getattr(WHOLE, field)}) == WHOLE


BAD: dict[str, object] = {
    "documents that are no list": {"documents": 3},
    "a document that is no object": {"documents": ["a"]},
    "a document without its fields": {"documents": [{}]},
    "a document of another item": {"documents": [to_record(replace(WHOLE, id="b.pdf"))]},
    "an id that only begins alike": {"documents": [to_record(replace(WHOLE, id="a.pdfx"))]},
    "a gap between sections": {
        "documents": [to_record(replace(WHOLE, sections=(Section("", 0, 4), Section("", 5, 9))))]
    },
    "sections beyond the text": {"documents": [to_record(replace(WHOLE, sections=(Section("", 0, 99),)))]},
    "no section": {"documents": [to_record(replace(WHOLE, sections=()))]},
    "a link beyond the text": {"documents": [to_record(WHOLE) | {"links": [[0, 99, "https://a.example/"]]}]},
    "an offset below 0": {"documents": [to_record(WHOLE) | {"notes": [[-3, 2]]}]},
    "an offset that is no number": {"documents": [to_record(WHOLE) | {"quotations": [[0.0, 2]]}]},
    "a page number that nothing can hold": {"documents": [to_record(WHOLE) | {"origins": [[0, 4, 2**70, 0, 4]]}]},
    "pages out of order": {"documents": [to_record(WHOLE) | {"page_starts": [5, 0]}]},
    "half of a character": {"documents": [to_record(WHOLE) | {"authors": ["\ud800"]}]},
    "a flag that is a number": {"documents": [to_record(WHOLE) | {"internal": 1}]},
    "a note that is no text": {"documents": [], "note": 5},
    "no note": {"documents": []},
    "a refusal that is no sentence": {"refused": ["a"]},
    "nothing": {},
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
def test_what_makes_no_sense_is_refused(answer: dict[str, object]) -> None:
    whole = {"note": ""} if answer.get("documents") else {}
    with pytest.raises(ReadError, match=r"^a\.pdf cannot be read \(what its reader tells makes no sense\)"):
        reading_of(sent(whole | answer), NAME)  # type: ignore[arg-type]


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    child = Child("tests.corpus.lying_reader", Limits())
    yield child
    child.stop()


def test_whatever_a_reader_that_was_taken_over_says_only_its_item_is_lost(liar: Child) -> None:
    for said in (
        b"5",
        b"null",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        b"{}",
        b'{"documents":[5],"note":""}',
        b'{"refused":{}}',
    ):
        with pytest.raises(ReadError, match=r"^a\.pdf (?:ended its reader|cannot be read)"):
            reading_by(liar, Job("pdf", NAME, said), 30)
    good = json.dumps({"documents": [to_record(WHOLE)], "note": "", "cause": ""}).encode()
    assert reading_by(liar, Job("pdf", NAME, good), 30).documents == (WHOLE,)
