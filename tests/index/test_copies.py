from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from index.copies import DIGEST, digests_of, gathered
from index.query import Filters, Query
from index.search import Searcher
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


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=12))
def test_each_passage_is_in_one_group_whose_first_says_all_that_it_says(passages: list[list[str]]) -> None:
    groups = gathered([digests(*(f"Sentence {one}." for one in passage)) for passage in passages])
    assert sorted(place for group in groups for place in group) == list(range(len(passages)))
    leaders = [set(passages[group[0]]) for group in groups]
    for at, group in enumerate(groups):
        assert group == sorted(group)
        assert all(set(passages[place]) <= leaders[at] for place in group)
        assert not any(passages[group[0]] and leaders[at] <= better for better in leaders[:at])


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
