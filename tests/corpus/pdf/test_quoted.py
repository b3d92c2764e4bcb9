"""From a quotation back to the characters of its pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Origin
from corpus.pdf.layout import LIGATURES
from corpus.pdf.quoted import Stretch, doubt_named, parts_of
from corpus.pdf.traced import Traced, origins_of

TEXTS = st.text(alphabet="abcﬁﬃ", min_size=1, max_size=20)


@st.composite
def traced_texts(draw: st.DrawFn) -> tuple[str, list[Origin], dict[tuple[int, int], str]]:
    """A text of two pages, its origins, and the sign at each place of each page."""
    pages = {1: draw(TEXTS), 2: draw(TEXTS)}
    read = [Traced.read(text, page, 5) for page, text in pages.items()]
    words = (read[0] + Traced.nowhere(draw(st.sampled_from([" ", "\n\n", "\n• "]))) + read[1]).spelled(LIGATURES)
    signs = {(page, 5 + at): sign for page, text in pages.items() for at, sign in enumerate(text)}
    return words.text, list(origins_of(words, 0)), signs


@given(traced_texts(), st.data())
def test_the_characters_say_what_the_quotation_says(
    made: tuple[str, list[Origin], dict[tuple[int, int], str]], data: st.DataObject
) -> None:
    text, origins, signs = made
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))))
    quoted = parts_of(text, origins, start, end)
    if quoted.doubt:
        cut = any(o.last - o.first < o.end - o.start and (o.start < at < o.end) for o in origins for at in (start, end))
        assert not quoted.parts and (cut or not text[start:end].replace("•", "").strip())
        return
    found = [(part.page, stretch) for part in quoted.parts for stretch in part.stretches]
    read = "".join(signs[page, at] for page, stretch in found for at in range(stretch.first, stretch.last))
    spelled = "".join(LIGATURES.get(sign, sign) for sign in read)
    assert spelled == "".join(text[start:end].replace("•", "").split())
    assert spelled == "".join(stretch.words for _, stretch in found)


ORIGINS = (Origin(0, 4, 1, 10, 14), Origin(4, 7, 1, 14, 15), Origin(7, 9, 1, 15, 17), Origin(10, 14, 2, 0, 4))
TEXT = "an office here"


def test_a_quotation_over_two_pages_has_two_parts() -> None:
    (first, second) = parts_of(TEXT, ORIGINS, 3, 14).parts
    assert first.page == 1 and [(s.first, s.last) for s in first.stretches] == [(13, 14), (14, 15), (15, 17)]
    assert second.page == 2 and second.stretches == (Stretch("here", 0, 4),)


def test_a_ligature_is_not_taken_apart() -> None:
    assert parts_of(TEXT, ORIGINS, 0, 7).parts
    assert parts_of(TEXT, ORIGINS, 0, 6).doubt == parts_of(TEXT, ORIGINS, 5, 9).doubt == "untraced"


def test_letters_without_a_place_leave_a_doubt() -> None:
    gap = (ORIGINS[0], ORIGINS[2])
    assert parts_of(TEXT, gap, 0, 9).doubt == "untraced"
    assert parts_of(TEXT, ORIGINS[:3], 0, 14).doubt == "untraced"
    assert parts_of(TEXT, ORIGINS[1:], 0, 14).doubt == "untraced"
    assert parts_of(TEXT, (), 0, 14).doubt == "untraced"


def test_white_space_and_bullets_need_no_place() -> None:
    text = "one\n• two"
    origins = (Origin(0, 3, 1, 0, 3), Origin(6, 9, 1, 7, 10))
    (part,) = parts_of(text, origins, 0, 9).parts
    assert part.stretches == (Stretch("one", 0, 3), Stretch("two", 7, 10))
    assert parts_of(text, origins, 3, 6).doubt == "untraced"


@pytest.mark.parametrize("name", ["<b>of my own</b>", None, ["unseen"]])
def test_only_known_doubts_are_believed(name: object) -> None:
    assert doubt_named("unseen") == "unseen"
    with pytest.raises(KeyError):
        doubt_named(name)
