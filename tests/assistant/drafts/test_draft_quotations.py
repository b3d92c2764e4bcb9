import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts.draft import Draft, Paragraph
from assistant.drafts.quotations import Stretch, _marks_in, quotations_of, unquoted
from assistant.drafts.reading import draft_of
from assistant.glyphs import DOUBLE, GLYPH, SINGLE, may_open
from corpus.document import Span
from corpus.errors import DraftError


def found(text: str, ending: str = ".txt") -> list[str]:
    return [one.text for one in quotations_of(draft_of(text.encode(), "draft", ending))]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("We said “a fair share” and “more”.", ["a fair share", "more"]),
        ('"First" and ("second"), then—"third".', ["First", "second", "third"]),
        ("« L'éducation des adultes » et «\u00a0d'autres\u00a0».", ["L'éducation des adultes", "d'autres"]),
        ("„Deutsch“ und »anders« und ‚einfach‘ und „gerade\".", ["Deutsch", "anders", "einfach", "gerade"]),
        ("Suomeksi ”näin on” aina.", ["näin on"]),
        ("He said ‘the learners’ rights’ and 'it isn't so'.", ["the learners’ rights", "it isn't so"]),
        ("It isn't the learners' or the members’ fault, ’tis the ’90s and rock ‘n’ roll.", []),
        ("A 5\" pipe and a 6' wall.", []),
        ("“over\nlines of\na draft”", ["over\nlines of\na draft"]),
        ("“outer ‘inner words’ end”", ["outer ‘inner words’ end", "inner words"]),
        ("A \"one 'two' three\" and “ loose marks ” too", ["one 'two' three", "two", "loose marks"]),
        ("“‘both at once’” is “” empty", ["‘both at once’", "both at once"]),
        ("“One.\n\n“Two.\n\n“Three.” Done “now”.", ["One.\n\nTwo.\n\nThree.", "now"]),
        ("« Un.\n\n» Deux. »", ["Un.\n\nDeux."]),
        ("“One paragraph.\n\nAnd the second.” Done.", ["One paragraph.\n\nAnd the second."]),
        ("“One.\n\nAnd two.\n\nAnd three.” Done.", ["One.\n\nAnd two.\n\nAnd three."]),
        ("Stray “ here.\n\nThen “a right one” follows.", ["here.", "a right one"]),
        ("‘13 October is our day’", ["13 October is our day"]),
    ],
)  # fmt: skip
def test_marks_of_every_kind_are_read(text: str, quoted: list[str]) -> None:
    assert found(text) == quoted


def test_what_is_not_closed_is_told_and_swallows_nothing() -> None:
    draft = draft_of("We said “so and so\n\nAnd “a right one” here.".encode(), "d", ".txt")
    first, second = quotations_of(draft)
    assert (first.text, first.closed, second.text, second.closed) == ("so and so", False, "a right one", True)


def test_block_quotations_are_found_with_and_without_marks() -> None:
    text = "> We said this\n> together.\n\n> “In marks this time.”\n\n> “Half” in marks.\n"
    one, two, three, half = quotations_of(draft_of(text.encode(), "d", ".md"))
    assert (one.text, one.block, two.text, two.block) == ("We said this\ntogether.", True, "In marks this time.", False)
    assert (three.text, three.block, half.text, half.inside) == ("“Half” in marks.", True, "Half", 2)


@pytest.mark.parametrize(
    ("block", "quoted"),
    [
        ("“We said it.”[^1]", ["We said it."]),
        ("“We said “it” so.” (EAEA, 2016).¹", ["We said “it” so.", "it"]),
        ("“We said “it so.”", ["We said “it so.", "it so."]),
        ("“We said it” so.”", ["We said it” so.", "We said it"]),
        ("“We” said “it”", ["“We” said “it”", "We", "it"]),
        ("“We” said it (again)", ["“We” said it (again)", "We"]),
    ],
)
def test_the_marks_around_a_block_are_no_words_of_it(block: str, quoted: list[str]) -> None:
    assert found(f"> {block}\n\n> “Another one.”", ".md") == [*quoted, "Another one."]


def test_superscript_is_known_in_every_paragraph_of_a_quotation() -> None:
    one = Paragraph(1, "See “so12 it", marks=(Span(7, 9),))
    two = Paragraph(2, "“is3 said”", marks=(Span(3, 4),))
    (found,) = quotations_of(Draft("d", (one, two)))
    assert (found.text, [found.text[m.start : m.end] for m in found.marks]) == ("so12 it\n\nis3 said", ["12", "3"])
    first, last = found.parts
    assert [(p.text, p.text[p.marks[0].start : p.marks[0].end], p.closed) for p in (first, last)] == [
        ("so12 it", "12", False), ("is3 said", "3", True),
    ]  # fmt: skip


WORDS = st.lists(
    st.sampled_from(["we", "it’s", "learners", "call", "for", "all,", "non-formal"]), min_size=1, max_size=8
)
MARKS = st.sampled_from(["“”", "„“", "«»", '""', "»«"])
PART = st.tuples(WORDS.map(" ".join), WORDS.map(" ".join), MARKS)


@given(st.lists(PART, min_size=1, max_size=6), st.sampled_from([" ", "\n", "\n\n"]))
def test_whatever_is_put_in_marks_is_found_at_its_place(parts: list[tuple[str, str, str]], between: str) -> None:
    text = between.join(f"{free} {marks[0]}{quoted}{marks[1]}" for free, quoted, marks in parts)
    draft = draft_of(text.encode(), "d", ".txt")
    told = quotations_of(draft)
    assert [one.text for one in told] == [quoted for _, quoted, _ in parts]
    for one in told:
        assert one.text == "\n\n".join(draft.paragraph(s.paragraph).text[s.start : s.end] for s in one.stretches)
    for paragraph in draft.paragraphs:
        for stretch in unquoted(paragraph, told):
            assert not any(
                part.paragraph == stretch.paragraph and part.start < stretch.end and stretch.start < part.end
                for one in told
                for part in one.stretches
            )


@given(st.text(alphabet="“”„«»\"'‘’ a\nb.", max_size=60))
def test_any_heap_of_marks_gives_slices_in_order(text: str) -> None:
    draft = Draft("d", tuple(Paragraph(n, part) for n, part in enumerate(text.split("\n"), 1)))
    told = quotations_of(draft)
    places = [(one.stretches[0].paragraph, one.stretches[0].start) for one in told]
    assert places == sorted(places)
    for number, one in enumerate(told):
        assert one.inside < number
        assert one.text == "\n\n".join(draft.paragraph(s.paragraph).text[s.start : s.end] for s in one.stretches)


@given(st.text(alphabet="“”„«»'’s. \n\u00a0", max_size=30))
def test_marks_are_looked_at_as_by_plainer_ways(text: str) -> None:
    for at in (match.start() for match in GLYPH.finditer(text)):
        assert may_open(text, at) == (bool(text[at + 1 :].strip()) and may_open(f"{text}a", at))
    first = next((match.start() for match in GLYPH.finditer(text) if match[0] not in SINGLE), -1)
    double = DOUBLE.search(text)
    assert (double.start() if double else -1) == first


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=8), st.integers(0, 20), st.integers(0, 9))
def test_the_superscript_of_a_stretch_is_all_that_lies_in_it(
    marks: list[tuple[int, int]], start: int, length: int
) -> None:
    spans = tuple(Span(first, first + size) for first, size in sorted(marks))
    inside = [one for one in spans if start <= one.start and one.end <= start + length]
    assert list(_marks_in(Paragraph(1, "a" * 30, marks=spans), Stretch(1, start, start + length))) == inside


def test_the_superscript_of_markdown_ascends() -> None:
    (one,) = draft_of(b"So [^<sup>a</sup>](b) a</sup> <sup>2</sup>", "draft", ".md").paragraphs
    assert one.marks == (Span(3, 5), Span(4, 5), Span(8, 9))


class Met(str):
    """A text that counts how often a part of it is copied."""

    copies = 0

    def __getitem__(self, at: object) -> str:
        Met.copies += isinstance(at, slice) and len(range(*at.indices(len(self)))) > 2
        return super().__getitem__(at)  # type: ignore[index]


def test_what_stands_behind_a_mark_is_not_copied_to_see_whether_anything_does() -> None:
    text = Met("“ a " * 50)
    assert all(may_open(text, at) for at in range(0, len(text) - 4, 4))
    assert Met.copies == 0


@pytest.mark.timeout(20)
def test_blocks_and_marks_without_end_are_counted_before_they_are_told() -> None:
    for text in ("“a” " * 200_000, "> a\n\n" * 29_000, "> a “b”\n\n" * 29_000):
        with pytest.raises(DraftError, match="more than 1,000 quotations"):
            quotations_of(draft_of(text.encode(), "draft", ".txt"))
