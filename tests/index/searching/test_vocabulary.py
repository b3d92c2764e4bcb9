"""Other names of what is asked about."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.hit import Hit
from index.query import Query, Turn, Weighted
from index.search import Searcher
from index.searching.vocabulary import EMPTY, OTHER_NAMES, Group, Vocabulary, _any_of
from tests.conftest import ToyEncoder, post, sync_folder, write_files

ALE = Group(("ALE", "adult learning and education"))
ILA = Group(("ILA", "individual learning account", "individuelle Lernkonten"))
SPELLING = Group(("micro-credential", "microcredential"))
RENAMED = Group(("Grundtvig", "Erasmus+ adult education"), renamed=True)
SOCIAL_FUND = (Group(("ESF", "European Social Fund")), Group(("ESF+", "European Social Fund Plus")))
GOAL = (Group(("GOAL", "guidance for learners")), Group(("GOAL", "growing old and learning")))
VOCABULARY = Vocabulary([ALE, ILA, SPELLING, RENAMED, *SOCIAL_FUND, *GOAL])


NAMES = sorted({name for group in VOCABULARY.groups for name in group.names}, key=lambda name: (-len(name), name))
CASES = (str, str.upper, str.lower, str.title, str.casefold)
WRITTEN = st.builds(
    lambda name, case, joint, end: case(name).replace(" ", joint).replace("-", joint) + end,
    st.sampled_from(NAMES),
    st.sampled_from(CASES),
    st.sampled_from([" ", "-", "\u2011", "  ", ""]),
    st.sampled_from(["", "s", "en", "+", "x", "'s"]),
)
"""Names as people write them, and some that are none."""
ODD = st.text(st.sampled_from("iIsSkK\u0130\u0131\u0307\u017f\u212a\ufb05ßẞ +-"), max_size=6)
TEXTS = st.lists(WRITTEN | ODD | st.sampled_from(["European", "adult", "account", "of"]), max_size=5).map(" ".join)


def names(text: str) -> list[str]:
    return [reading.found for reading in VOCABULARY.readings(text)]


@given(TEXTS, st.sampled_from(["", "i", "I", "s", "k"]), st.sampled_from("iıİsſkK"))
def test_looking_for_some_names_alone_finds_what_looking_for_all_finds(text: str, letter: str, other: str) -> None:
    odd = text.replace(letter, other) if letter else text
    found = [
        (match.start(), match[0], NAMES[(match.lastindex or 0) - 1]) for match in _any_of(tuple(NAMES)).finditer(odd)
    ]
    assert [(one.start, one.found, one.name) for one in VOCABULARY.readings(odd)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What about ALE?", ["ALE"]),
        ("ALE-related work, EAEA's ALE's value", ["ALE", "ALE"]),
        ("ILAs for all", ["ILAs"]),
        ("pale ale, Ale, ila, WHALE, ALE4TT, ALEX", []),
        ("Individual  learning accounts", ["Individual  learning accounts"]),
        ("an individual-learning account", ["individual-learning account"]),
        ("zu individuellen Lernkonten", ["individuellen Lernkonten"]),
        ("micro-credentials, Microcredentials", ["micro-credentials", "Microcredentials"]),
        ("a micro credential", ["micro credential"]),
        ("micro\u2011credentials", ["micro\u2011credentials"]),
        ("the ESF+ and the ESF.", ["ESF+", "ESF"]),
        ("the European Social Fund Plus", ["European Social Fund Plus"]),
        ("individual learning accountants", []),
        ("", []),
    ],
)  # fmt: skip
def test_acronyms_are_found_in_capitals_and_names_in_any_case_as_whole_words(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_reading_points_at_the_words_of_the_text() -> None:
    text = "Do ILAs help ALE?"
    assert [text[one.start : one.end] for one in VOCABULARY.readings(text)] == ["ILAs", "ALE"]


def test_other_names_are_written_out_for_or_behind_the_one_that_was_used() -> None:
    assert (
        VOCABULARY.written_out("Do ILAs help ALE?")
        == "Do individual learning account help adult learning and education?"
    )
    assert VOCABULARY.written_out("Do ILAs help?", keep=True) == "Do ILAs individual learning account help?"
    assert VOCABULARY.written_out("Is Grundtvig over?", keep=True) == "Is Grundtvig Erasmus+ adult education over?"
    assert VOCABULARY.written_out("microcredentials!") == "micro-credential!"


@pytest.mark.parametrize("text", ["Individual learning accounts?", "Erasmus+ adult education", "nothing of it", ""])
def test_a_text_without_another_name_is_handed_on_as_it_is(text: str) -> None:
    assert VOCABULARY.written_out(text) == text
    assert EMPTY.written_out(text) == text
    assert EMPTY.widened([Weighted(text, 1.0)]) == [Weighted(text, 1.0)]


def test_the_names_that_were_not_used_count_less_in_their_turn() -> None:
    texts = [Weighted("ALE?", 1.0), Weighted("and ILAs", 0.5), Weighted("money", 0.2)]
    assert VOCABULARY.widened(texts) == [
        *texts,
        Weighted("adult learning and education", OTHER_NAMES),
        Weighted("individual learning account", 0.5 * OTHER_NAMES),
        Weighted("individuelle Lernkonten", 0.5 * OTHER_NAMES),
    ]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["ILAs and ILA?"], ("ILAs read as individual learning account", "ILA read as individual learning account")),
        (["ALE?", "more on ALE"], ("ALE read as adult learning and education",)),
        (["What is GOAL?"], ("GOAL read as guidance for learners or as growing old and learning",)),
        (["Grundtvig"], ("Grundtvig, now Erasmus+ adult education",)),
        (["Erasmus+ adult education"], ("Erasmus+ adult education, formerly Grundtvig",)),
        (["microcredentials", "individual learning accounts"], ()),
    ],
)
def test_what_is_read_otherwise_is_told_but_no_spelling(texts: list[str], told: tuple[str, ...]) -> None:
    assert VOCABULARY.told(texts) == told


def test_an_ambiguous_acronym_is_looked_up_in_every_meaning() -> None:
    (reading,) = VOCABULARY.readings("GOAL")
    assert reading.groups == GOAL
    assert VOCABULARY.written_out("GOAL") == "guidance for learners growing old and learning"


def test_the_part_that_texts_use_knows_no_other_names() -> None:
    part = VOCABULARY.of(["Do ILAs help?"])
    assert part.groups == (ILA,)
    assert part.written_out("ILA and ALE", keep=True) == "ILA individual learning account and ALE"
    assert VOCABULARY.of(["nothing"]) is EMPTY


FILES = {
    "acronym.txt": post("News", "The ILA reached nobody in the first year."),
    "written.txt": post("Report", "Individual learning accounts need guidance."),
    "german.txt": post("Bericht", "Wir sagen ja zu den individuellen Lernkonten und zur Beratung der Erwachsenen."),
    "gardens.txt": post("Gardens", "Gardens are open to everybody."),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vocabulary")
    sync_folder(made / "library", ToyEncoder(), write_files(made / "posts", FILES))
    return made / "library"


def by_keywords(searcher: Searcher, query: Query) -> set[str]:
    return {hit.document.id for hit in searcher.search(query) if hit.by_keywords}


@pytest.mark.parametrize(
    "asked", ["Does the ILA help?", "Do individual learning accounts help?", "Individuelle Lernkonten?"]
)
def test_every_name_finds_what_any_of_them_finds(library: Path, toy_encoder: ToyEncoder, asked: str) -> None:
    searcher = Searcher.open(library, toy_encoder, VOCABULARY)
    assert by_keywords(searcher, Query(asked)) == {"acronym.txt", "written.txt", "german.txt"}
    assert len(by_keywords(Searcher.open(library, toy_encoder), Query(asked))) < 3


def test_a_follow_up_looks_up_the_names_of_the_question_before(library: Path, toy_encoder: ToyEncoder) -> None:
    searcher = Searcher.open(library, toy_encoder, VOCABULARY)
    query = Query("and gardens?", (Turn("user", "What about ILAs?"),), leans=True)
    assert by_keywords(searcher, query) == set(FILES)


def test_a_question_without_a_name_finds_the_same_to_the_bit(library: Path, toy_encoder: ToyEncoder) -> None:
    def hits(vocabulary: Vocabulary) -> list[Hit]:
        return Searcher.open(library, toy_encoder, vocabulary).search(Query("Who reached everybody in the first year?"))

    assert hits(VOCABULARY) == hits(EMPTY)


def test_meaning_is_that_of_the_name_written_out(library: Path, toy_encoder: ToyEncoder) -> None:
    def similarities(vocabulary: Vocabulary, text: str) -> dict[str, float]:
        hits = Searcher.open(library, toy_encoder, vocabulary).search(Query(text))
        return {hit.document.id: hit.similarity for hit in hits}

    found = similarities(VOCABULARY, "Does the ILA help?")
    assert found == pytest.approx(similarities(EMPTY, "Does the ILA individual learning account help?"), abs=1e-6)
    assert found != pytest.approx(similarities(EMPTY, "Does the ILA help?"), abs=1e-3)
