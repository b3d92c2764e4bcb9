import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Link, Origin, Section, Span
from corpus.records import from_record, public_record, to_record

WORDS = st.text(max_size=20)
OFFSETS = st.integers(0, 10_000)
DOCUMENTS = st.builds(
    Document,
    id=WORDS,
    title=WORDS,
    text=WORDS,
    sections=st.lists(st.builds(Section, WORDS, OFFSETS, OFFSETS), max_size=3).map(tuple),
    kind=WORDS,
    url=WORDS,
    published=st.none() | st.dates(),
    modified=st.none() | st.dates(),
    authors=st.lists(WORDS, max_size=3).map(tuple),
    signatories=st.lists(WORDS, max_size=3).map(tuple),
    language=WORDS,
    topics=st.lists(WORDS, max_size=3).map(tuple),
    page_starts=st.lists(OFFSETS, max_size=3).map(tuple),
    page_labels=st.lists(WORDS, max_size=3).map(tuple),
    links=st.lists(st.builds(Link, OFFSETS, OFFSETS, WORDS), max_size=3).map(tuple),
    quotations=st.lists(st.builds(Span, OFFSETS, OFFSETS), max_size=3).map(tuple),
    notes=st.lists(st.builds(Span, OFFSETS, OFFSETS), max_size=3).map(tuple),
    origins=st.lists(st.builds(Origin, OFFSETS, OFFSETS, OFFSETS, OFFSETS, OFFSETS), max_size=3).map(tuple),
    alternates=st.lists(WORDS, max_size=3).map(tuple),
    translation_of=WORDS,
    teaser=st.booleans(),
    speaker=WORDS,
    status=WORDS,
    superseded_by=WORDS,
    presented_by=WORDS,
    notice=WORDS,
    internal=st.booleans(),
)


@given(DOCUMENTS)
def test_a_document_survives_json(document: Document) -> None:
    assert from_record(json.loads(json.dumps(to_record(document)))) == document


def test_the_strategy_leaves_no_field_at_its_default() -> None:
    assert {field.name for field in fields(Document)} <= set(DOCUMENTS.wrapped_strategy.kwargs)  # type: ignore[attr-defined]


@pytest.mark.parametrize("missing", ["published", "sections", "id"])
def test_a_record_without_a_field_is_refused(missing: str) -> None:
    record = to_record(Document("a", "A", "x", (Section("", 0, 1),)))
    del record[missing]
    with pytest.raises((KeyError, TypeError)):
        from_record(record)


@given(DOCUMENTS)
def test_the_public_record_is_plain_json_whose_sections_slice_its_text(document: Document) -> None:
    told = public_record(document)
    assert json.loads(json.dumps(told)) == told
    assert told["_id"] == document.id
    assert [tuple(span) for span in told["notes"]] == [(span.start, span.end) for span in document.notes]
    assert [tuple(section) for section in told["sections"]] == [(s.heading, s.start, s.end) for s in document.sections]
