"""Filters against a plain reading of what they say, on made documents."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Document, Section
from index.library.store import Store
from index.library.stored import as_json
from index.query import Filters

KINDS = ("post", "statement", "page")
LANGUAGES = ("en", "fr", "fi")
STATUSES = ("current", "superseded", "historic")
TOPICS = ("Skills", "Éducation populaire", "health", "rural  areas")
SPEAKERS = ("", "European Association (EAEA)", "Ligue de l'enseignement", "OECD")
UNKNOWN = "nothing of the library"
DAYS = st.dates(date(2019, 12, 30), date(2020, 1, 3))
"""Few and around a new year, so that bounds meet days."""


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Documents of few values, so that filters part them."""
    plain = Document("", "T", "Words.", (Section("", 0, 6),))
    made = st.builds(
        lambda **told: replace(plain, **told),
        kind=st.sampled_from(KINDS), language=st.sampled_from(LANGUAGES), status=st.sampled_from(STATUSES),
        topics=st.lists(st.sampled_from(TOPICS), max_size=3, unique=True).map(tuple), published=st.none() | DAYS,
        speaker=st.sampled_from(SPEAKERS),
        signatories=st.lists(st.sampled_from(SPEAKERS[1:]), max_size=2, unique=True).map(tuple),
    )  # fmt: skip
    return [replace(one, id=f"d{number}") for number, one in enumerate(draw(st.lists(made, max_size=12)))]


def typed(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Values as people type them: in capitals, without accents, with other spaces, or none of the library's."""
    ways = st.sampled_from(
        [str, str.upper, lambda one: f" {one} ", lambda one: one.replace("É", "e"), lambda one: one.replace("'", "’")]
    )
    one = st.builds(lambda way, value: way(value), ways, st.sampled_from([*values, UNKNOWN]))
    return st.lists(one, max_size=3).map(tuple)


FILTERS = st.builds(
    Filters,
    since=st.none() | DAYS, until=st.none() | DAYS, kinds=typed(KINDS), languages=typed(LANGUAGES),
    topics=typed(TOPICS), statuses=typed(STATUSES), publishers=typed((*SPEAKERS, "EAEA", "European Association")),
)  # fmt: skip


def alike(one: str, other: str) -> bool:
    """Whether two names are one, whatever their case, accents, spaces and apostrophes."""

    def plain(name: str) -> str:
        letters = (sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
        return " ".join("".join(letters).lower().replace("’", "'").split())

    return plain(one) == plain(other)


def names(value: str) -> list[str]:
    """A name, and where it tells its abbreviation in brackets, either alone."""
    told = re.fullmatch(r"(.*\S)\s*\(([^()]+)\)", value)
    return [value, *(told.groups() if told else ())]


def passes(document: Document, filters: Filters) -> bool:
    """What filters say, read slowly."""
    day = document.published
    if filters.since and (day is None or day < filters.since):
        return False
    if filters.until and (day is None or day > filters.until):
        return False
    speakers = list(document.signatories) or [document.speaker]
    held = {
        "kinds": [document.kind], "languages": [document.language], "statuses": [document.status],
        "topics": list(document.topics), "publishers": speakers,
    }  # fmt: skip
    return all(
        not wanted or any(alike(name, one) for value in values for name in names(value) for one in wanted)
        for field, values in held.items()
        for wanted in [getattr(filters, field)]
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filters") / "library.sqlite"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=documents(), asked=st.lists(FILTERS, min_size=1, max_size=12))
def test_what_passes_is_what_the_filters_say(path: Path, held: list[Document], asked: list[Filters]) -> None:
    path.unlink(missing_ok=True)
    store = Store.create(path)
    try:
        for one in held:
            row = store.insert_document(one, "source", one.id)
            store.set_read(row, as_json(one), "body", "")
            store.show(row, one)
        for filters in asked:
            told = {store.document(row).id for row in store.document_rows(filters).tolist()}
            assert told == {one.id for one in held if passes(one, filters)}
            for alone, others in filters.parts:
                assert told <= set(_ids(store, alone)) and told <= set(_ids(store, others))
                assert told == set(_ids(store, alone)) & set(_ids(store, others))
    finally:
        store.close()


def _ids(store: Store, filters: Filters) -> list[str]:
    return [store.document(row).id for row in store.document_rows(filters).tolist()]


@given(FILTERS)
def test_the_parts_of_filters_are_all_of_them(filters: Filters) -> None:
    together = Filters()
    for alone, others in filters.parts:
        (name,) = [name for name in Filters.__dataclass_fields__ if getattr(alone, name) != getattr(Filters(), name)]
        assert replace(others, **{name: getattr(alone, name)}) == filters
        together = replace(together, **{name: getattr(alone, name)})
    assert together == filters
