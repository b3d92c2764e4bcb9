"""Mending moves no letter: every character still has the place it was read from."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.layout import LIGATURES
from corpus.pdf.traced import NOWHERE, PAGE, Traced, origins_of

TEXTS = st.text(alphabet="abcﬁﬂ \u00ad\x02-", max_size=30)
CUTS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)


def shown(words: Traced, sources: dict[int, str]) -> str:
    """What the places of the words say, white space that was put in left out."""
    signs, last = "", NOWHERE
    for place in words.places:
        if place not in (NOWHERE, last):
            signs += sources[place]
        last = place
    return signs


@given(TEXTS, TEXTS, CUTS)
def test_whatever_is_done_to_words_they_are_what_their_places_say(first: str, second: str, cut: list[int]) -> None:
    one, other = Traced.read(first, 1, 7), Traced.read(second, 2, 0)
    sources = dict(zip([*one.places, *other.places], first + second, strict=True))
    words = (one + Traced.nowhere(" ") + other).cut(*cut).without("\u00ad\x02").stripped()
    assert words.text.replace(" ", "") == shown(words, sources).replace(" ", "")
    spelled = words.spelled(LIGATURES)
    assert len(spelled.text) == len(spelled.places)
    assert spelled.text.replace(" ", "") == "".join(
        LIGATURES.get(sign, sign) for sign in shown(words, sources)
    ).replace(" ", "")


@given(TEXTS, TEXTS)
def test_origins_cover_every_traced_character_once_and_in_order(first: str, second: str) -> None:
    words = (Traced.read(first, 1, 0) + Traced.nowhere("  ") + Traced.read(second, 1, 50)).spelled(LIGATURES)
    origins = list(origins_of(words, 100))
    covered = [at for origin in origins for at in range(origin.start - 100, origin.end - 100)]
    assert covered == [at for at, place in enumerate(words.places) if place != NOWHERE]
    for origin in origins:
        places = words.places[origin.start - 100 : origin.end - 100]
        if origin.last - origin.first == 1:
            assert set(places) == {PAGE + origin.first}
        else:
            assert list(places) == list(range(PAGE + origin.first, PAGE + origin.last))


def test_a_ligature_is_a_stretch_of_its_own() -> None:
    words = Traced.read("an oﬃce", 3, 10).spelled(LIGATURES)
    assert words.text == "an office"
    assert [(o.start, o.end, o.page, o.first, o.last) for o in origins_of(words, 0)] == [
        (0, 4, 3, 10, 14),
        (4, 7, 3, 14, 15),
        (7, 9, 3, 15, 17),
    ]


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=4), min_size=1, max_size=6))
def test_other_spaces_leave_the_letters_where_they_are(parts: list[str]) -> None:
    broken = Traced.read(" ".join("".join(parts)), 1, 0)
    mended = broken.spaced_as(" ".join(parts))
    assert mended.text == " ".join(parts)
    assert [p for p, sign in zip(mended.places, mended.text, strict=True) if sign != " "] == list(broken.places[::2])
