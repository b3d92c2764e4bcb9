from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.sample
from corpus.document import Document, Section
from corpus.draft import Composer, Draft, Style
from corpus.formats import format_of
from corpus.posts.documents import documents_of
from corpus.reading import read
from index.texts.passages import LONGEST_NAME, OUTER, PASSAGE_CHARACTERS, Passage, passages_of
from index.texts.sentences import sentences

SAMPLES = [
    document
    for path in sorted(corpus.sample.content().rglob("*"))
    if format_of(path)
    for document in read(format_of(path), path.read_bytes(), path.name).documents
]


def document(*parts: tuple[str, Style]) -> Document:
    composer = Composer()
    for words, style in parts:
        composer.add(words, style)
    (found,) = documents_of(Draft(composer.text, tuple(composer.blocks), title="T", language="en"), "d")
    return found


def texts(whole: Document) -> list[str]:
    return [whole.text[passage.start : passage.end] for passage in passages_of(whole)]


def holds_every_sentence_once(whole: Document) -> bool:
    """Each sentence lies in exactly one passage; a heading may lie in none, since it is the passage's name."""
    passages = passages_of(whole)
    for sentence in sentences(whole.text, whole.language):
        inside = [one for one in passages if one.start <= sentence.start and sentence.end <= one.end]
        across = [one for one in passages if one.start < sentence.end and sentence.start < one.end]
        section = whole.section_at(sentence.start)
        heading = sentence.end <= section.start + len(section.heading)
        if across != inside or (len(inside) != 1 and not (heading and not inside)):
            return False
    return True


def stays_in_sections(whole: Document) -> bool:
    return all(
        section.start <= passage.start
        and passage.end <= section.end
        and passage.heading.endswith(section.heading[:LONGEST_NAME])
        for passage in passages_of(whole)
        for section in [whole.section_at(passage.start)]
    )


@pytest.mark.parametrize("whole", SAMPLES, ids=lambda whole: whole.id)
def test_passages_of_the_sample_hold_every_sentence_once_and_cross_no_section(whole: Document) -> None:
    assert holds_every_sentence_once(whole)
    assert stays_in_sections(whole)
    assert all(left.end <= right.start for left, right in pairwise(passages_of(whole)))


PARTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["One sentence. Two sentences.", "Costs", "no end", "EAEA asks. " * 60, "12. March", "Word " * 300]
        ),
        st.sampled_from(["heading", "paragraph", "item", "row", "quotation"]),
    ),
    min_size=1,
    max_size=8,
)


@given(PARTS)
def test_passages_hold_every_sentence_once_and_cross_no_section(parts: list[tuple[str, Style]]) -> None:
    composer = Composer()
    for words, style in parts:
        composer.add(words, style)
    for whole in documents_of(Draft(composer.text, tuple(composer.blocks), title="T", language="en"), "d"):
        assert holds_every_sentence_once(whole)
        assert stays_in_sections(whole)
        assert len({passage.id for passage in passages_of(whole)}) == len(passages_of(whole))


def test_a_passage_grows_to_about_its_size_and_no_further() -> None:
    lengths = [len(text) for text in texts(document(("Adults learn for very many reasons. " * 200, "paragraph")))]
    assert len(lengths) > 2
    assert all(length > 0.8 * PASSAGE_CHARACTERS for length in lengths[:-1])
    assert all(length <= 1.2 * PASSAGE_CHARACTERS for length in lengths)


def test_a_longer_sentence_stands_alone() -> None:
    long = "Adults learn " * 150 + "always."
    assert texts(document((f"It begins. {long} It ends.", "paragraph"))) == ["It begins.", long, "It ends."]


def test_a_heading_is_the_name_of_its_passages_and_not_their_text() -> None:
    whole = document(("Opening words.", "paragraph"), ("Costs", "heading"), ("It costs money.", "paragraph"))
    assert [(p.heading, whole.text[p.start : p.end]) for p in passages_of(whole)] == [
        ("", "Opening words."),
        ("Costs", "It costs money."),
    ]


def test_a_heading_without_text_is_still_found() -> None:
    whole = document(
        ("Opening words.", "paragraph"), ("Costs nothing", "heading"), ("End", "heading"), ("Words.", "paragraph")
    )
    assert texts(whole) == ["Opening words.", "Costs nothing", "Words."]


def ids(whole: Document) -> dict[str, str]:
    return {whole.text[passage.start : passage.end]: passage.id for passage in passages_of(whole)}


def test_ids_stay_when_text_is_added_elsewhere() -> None:
    before = document(("Alpha words.", "paragraph"), ("Costs", "heading"), ("It costs money.", "paragraph"))
    after = document(
        ("Alpha words.", "paragraph"),
        ("New", "heading"),
        ("Something new.", "paragraph"),
        ("Costs", "heading"),
        ("It costs money.", "paragraph"),
    )
    kept = ids(before).items() & ids(after).items()
    assert {text for text, _ in kept} == {"Alpha words.", "It costs money."}


def test_ids_tell_documents_words_and_repetitions_apart() -> None:
    whole = Document("d", "T", "Same.\n\nSame.\n\nOther.", (Section("", 0, 5), Section("", 5, 12), Section("", 12, 20)))
    other = Document("e", "T", "Same.", (Section("", 0, 5),))
    found = [*passages_of(whole), *passages_of(other)]
    assert len({passage.id for passage in found}) == len(found) == 4


def test_an_empty_text_has_no_passages() -> None:
    assert passages_of(Document("d", "T", " \n ", (Section("", 0, 3),))) == list[Passage]()


def test_a_heading_without_a_text_of_its_own_is_told_with_those_below_it() -> None:
    whole = document(
        ("Demands", "heading"), ("Funding", "heading"), ("EAEA asks for more.", "paragraph"), ("Time", "heading"),
        ("It takes some.", "paragraph"),
    )  # fmt: skip
    assert [passage.heading for passage in passages_of(whole)][-2:] == ["Demands. Funding", "Time"]


def test_of_many_headings_in_a_row_the_nearest_are_told() -> None:
    names = [(name, "heading") for name in ("One", "Two", "Three", "Four")]
    last = passages_of(document(*names, ("EAEA asks for more.", "paragraph")))[-1]
    assert last.heading == "Two. Three. Four"


def test_a_passage_begins_anew_with_each_page() -> None:
    whole = replace(document(("One is here. Two is there. Three is far.", "paragraph")), page_starts=(0, 13))
    assert texts(whole) == ["One is here.", "Two is there. Three is far."]


def test_a_sentence_that_runs_over_a_page_stays_whole() -> None:
    whole = replace(document(("One is here. Two is there. Three is far.", "paragraph")), page_starts=(0, 17))
    assert texts(whole) == ["One is here. Two is there.", "Three is far."]


@pytest.mark.timeout(30, method="signal")
@pytest.mark.parametrize("part", ["H\n\n", "H\n\nWords.\n\n"])
def test_tens_of_thousands_of_headings_take_no_long_time(part: str) -> None:
    starts = range(0, 60_000 * len(part), len(part))
    sections = tuple(Section("H", start, start + len(part)) for start in starts)
    found = passages_of(Document("a", "A", part * len(starts), sections))
    assert [one.start // len(part) for one in found] == list(range(len(starts)))


def test_a_heading_of_megabytes_is_not_told_with_each_passage() -> None:
    heading = "Long " * 50_000
    text = f"{heading}\n\n{heading}\n\n" + "Words of a sentence. " * 500
    sections = (Section(heading, 0, len(heading) + 2), Section(heading, len(heading) + 2, len(text)))
    found = passages_of(Document("a", heading, text, sections))
    assert max(len(one.heading) for one in found) <= (OUTER + 1) * (LONGEST_NAME + 2)
