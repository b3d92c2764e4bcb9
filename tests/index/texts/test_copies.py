from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section, Span
from index.query import Filters, Query
from index.search import Searcher
from index.texts.copies import DIGEST, Copy, digests_of, gathered, lead_of, say_otherwise
from index.texts.passages import Passage
from index.texts.sentences import sentences
from tests.conftest import ToyEncoder, post, sync_folder, write_files

SENTENCE = "Literacy courses for adults should be free."


def digests(*sentences: str) -> bytes:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return digests_of(text, spans)


def test_what_may_differ_in_a_quotation_makes_no_other_sentence() -> None:
    plain = digests("We say “yes” to the final plan.")
    assert digests("We  say «yes» to\nthe ﬁnal plan.") == plain
    assert len(plain) == DIGEST


def test_an_altered_sentence_is_another_one() -> None:
    altered = [
        SENTENCE.replace("be", "not be"),
        SENTENCE.replace("free", "Free"),
        SENTENCE.replace("adults", "3 adults"),
        SENTENCE.replace("free.", "free!"),
        SENTENCE.replace("free", "frее"),
    ]
    for other in altered:
        assert gathered([digests(SENTENCE), digests(other)]) == [[0], [1]]


def test_a_passage_that_says_less_is_a_copy_and_one_that_says_more_is_not() -> None:
    less, more = digests(SENTENCE), digests(SENTENCE, "They should be near.")
    assert gathered([more, less]) == [[0, 1]]
    assert gathered([less, more]) == [[0], [1]]


def test_passages_without_sentences_are_alone() -> None:
    assert gathered([digests(SENTENCE), b"", b""]) == [[0], [1], [2]]


def test_the_order_of_sentences_counts_since_lists_are_led_in_to() -> None:
    both = digests("We reject:", "Tests for all.", "We support:", "Fees for all.")
    assert gathered([both, digests("We support:", "Tests for all.")]) == [[0], [1]]
    assert gathered([both, digests("Tests for all.", "We support:")]) == [[0, 1]]


def holds(whole: list[str], part: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole)))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12))
def test_each_passage_is_in_one_group_whose_first_says_all_that_it_says(passages: list[list[str]]) -> None:
    groups = gathered([digests(*(f"Sentence {one}." for one in passage)) for passage in passages])
    assert sorted(place for group in groups for place in group) == list(range(len(passages)))
    leaders = [passages[group[0]] for group in groups]
    for at, group in enumerate(groups):
        assert group == sorted(group)
        assert all(holds(leaders[at], passages[place]) for place in group[1:])
        assert not any(leaders[at] and holds(better, leaders[at]) for better in leaders[:at])


SIGNS = (" not", " never", " no longer", " 3", "?", "%", "-", ",", "S", "\u200b", "\u0301")


@given(
    st.lists(st.sampled_from(["EAEA", "asks", "for", "20", "euros", "a", "day", "(free)"]), min_size=2, max_size=9),
    st.integers(0, 8),
    st.sampled_from(SIGNS),
)
def test_whatever_is_put_into_a_sentence_makes_it_another_one(words: list[str], at: int, sign: str) -> None:
    at %= len(words)
    altered = [*words[:at], words[at] + sign, *words[at + 1 :]]
    assert gathered([digests(" ".join(words)), digests(" ".join(altered))]) == [[0], [1]]
    assert gathered([digests(SENTENCE, " ".join(words)), digests(SENTENCE, " ".join(altered))]) == [[0], [1]]


def copy(*, heading: str = "", text: str = SENTENCE, quoted: bool = False, **told: object) -> Copy:
    spans = tuple(sentences(text))
    quotations = (Span(0, len(text)),) if quoted else ()
    made = Document("a", "T", text, (Section(heading, 0, len(text)),), quotations=quotations, **told)  # type: ignore[arg-type]
    return Copy(made, Passage("p", "a", heading, 0, len(text), spans))


LONG_SENTENCE = "Literacy courses for adults should be free in every town of Europe."


@pytest.mark.parametrize(
    ("one", "other", "otherwise"),
    [
        (copy(), copy(), False),
        (copy(speaker="European Commission"), copy(), True),
        (copy(text=LONG_SENTENCE, heading="Demands"), copy(text=LONG_SENTENCE), False),
        (copy(heading="We reject", text="Compulsory tests"), copy(heading="We support", text="Compulsory tests"), True),
        (copy(heading="We  ask", text="Compulsory tests"), copy(heading="We ask", text="Compulsory tests"), False),
        (copy(heading="We reject", text="Free fees."), copy(heading="We support", text="Free fees."), True),
        (copy(text=f"{SENTENCE} It rained.", quoted=True), copy(), True),
        (copy(quoted=True), copy(), False),
        (copy(text=f"{SENTENCE} It rained."), copy(quoted=True), False),
    ],
)
def test_the_same_words_may_say_something_else(one: Copy, other: Copy, *, otherwise: bool) -> None:
    assert say_otherwise(one, other) == otherwise


def test_who_says_it_and_holds_to_it_leads() -> None:
    assert lead_of([copy(), copy()]) == 0
    assert lead_of([copy(quoted=True), copy(status="superseded")]) == 1
    assert lead_of([copy(status="historic"), copy(quoted=True), copy()]) == 2


PARAGRAPH = (
    "Literacy courses for adults should be free in every town. They must be open to all adults who want to read, "
    "and their teachers must be paid as well as those of schools."
)
FILES = {
    "a.txt": post("Literacy", PARAGRAPH, day="12.03.2019"),
    "b.txt": post("Literacy week", PARAGRAPH, day="12.03.2020"),
    "not.txt": post("Literacy bill", PARAGRAPH.replace("should be", "should not be"), day="12.03.2021"),
    "catalogue.toml": '[documents."a.txt"]\nstatus = "superseded"\nsuperseded_by = "b.txt"\n',
}


def opened(folder: Path, files: dict[str, str]) -> Searcher:
    encoder = ToyEncoder()
    sync_folder(folder / "library", encoder, write_files(folder / "posts", files))
    return Searcher.open(folder / "library", encoder)


def test_a_passage_is_shown_once_with_its_other_places_and_one_that_holds_leads(tmp_path: Path) -> None:
    hits = opened(tmp_path, FILES).search(Query("free literacy courses for adults"))
    copies = {hit.document.id: [copy.document.id for copy in hit.copies] for hit in hits}
    assert copies == {"b.txt": ["a.txt"], "not.txt": []}
    (copy,) = next(hit for hit in hits if hit.copies).copies
    assert copy.document.text[copy.passage.start : copy.passage.end] == PARAGRAPH


def test_filters_hold_for_copies(tmp_path: Path) -> None:
    searcher = opened(tmp_path, FILES)
    hits = searcher.search(Query("free literacy courses", filters=Filters(statuses=("superseded",))))
    assert [(hit.document.id, hit.copies) for hit in hits] == [("a.txt", ())]


def test_the_list_is_filled_up_in_the_place_of_copies(tmp_path: Path) -> None:
    repeated = {f"{at}.txt": post(f"Literacy {at}", PARAGRAPH) for at in range(30)}
    other = {"other.txt": post("Buses", "Buses bring adults to literacy courses in the evening, and back home.")}
    hits = opened(tmp_path, repeated | other).search(Query("free literacy courses for adults"), k=2)
    assert sorted(len(hit.copies) for hit in hits) == [0, 29]


def test_the_same_words_of_two_speakers_are_two_hits(tmp_path: Path) -> None:
    files = {"a.txt": FILES["a.txt"], "b.txt": FILES["b.txt"]}
    speaks = {"catalogue.toml": '[documents."a.txt"]\nspeaker = "European Commission"\n'}
    hits = opened(tmp_path, files | speaks).search(Query("free literacy courses"))
    assert sorted((hit.document.id, hit.copies) for hit in hits) == [("a.txt", ()), ("b.txt", ())]
