"""What may differ, to the character, against a reading sign by sign."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import LIGATURES, QUOTE_GLYPHS, fold, folded

SIGNS = "ab -—\u00ad\u00ad  \n\t\u00a0\u2009ﬁﬄﬆ“”'’«é\u200b\u0301"
texts = st.text(alphabet=SIGNS, max_size=40)


def sign_by_sign(text: str) -> list[tuple[str, int, int]]:
    """(folded character, start, end in the source), written without expressions or look-ahead."""
    found: list[tuple[str, int, int]] = []
    for at, sign in enumerate(text):
        if sign == "\u00ad":
            continue
        if sign.isspace():
            if found and found[-1][0] == " ":
                found[-1] = (" ", found[-1][1], at + 1)
            else:
                found.append((" ", at, at + 1))
        else:
            found += [(one, at, at + 1) for one in LIGATURES.get(sign, QUOTE_GLYPHS.get(sign, sign))]
    return found


@given(texts, st.data())
def test_it_is_what_a_reading_sign_by_sign_gives_and_knows_where_each_comes_from(
    text: str, data: st.DataObject
) -> None:
    expected, found = sign_by_sign(text), folded(text)
    assert found.text == "".join(sign for sign, _, _ in expected)
    assert fold(text) == found.text.strip()
    if not expected:
        return
    start = data.draw(st.integers(0, len(expected) - 1))
    end = data.draw(st.integers(start + 1, len(expected)))
    span = found.source(start, end)
    # White space beside soft hyphens may be taken with them; nothing that can be seen may.
    assert text[span.start : span.end].strip(" \n\t\u00a0\u2009\u00ad") == text[
        expected[start][1] : expected[end - 1][2]
    ].strip(" \n\t\u00a0\u2009\u00ad")
    if found.text[start] != " ":
        assert span.start == expected[start][1]
    if found.text[end - 1] != " ":
        assert span.end == expected[end - 1][2]


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text).text).text == folded(text).text


@given(texts, st.data())
def test_the_source_of_a_word_folds_to_that_word(text: str, data: st.DataObject) -> None:
    found = folded(text)
    words = [word for word in found.text.split(" ") if word]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    start = f" {found.text} ".index(f" {word} ")
    span = found.source(start, start + len(word))
    assert folded(text[span.start : span.end]).text == word


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("adult\n  learning", "adult learning"),
        ("100\u202f000\u00a0euros", "100 000 euros"),
        ("edu\u00adca\u00adtion", "education"),
        ("ﬁnancing oﬃces with eﬀort, ﬂoor by ﬂoor", "financing offices with effort, floor by floor"),
        ("„Lernen“, «apprendre», “learning”", '"Lernen", "apprendre", "learning"'),
        ("EAEA’s ‘own’ ‹words›", "EAEA's 'own' 'words'"),
    ],
)
def test_what_may_differ(text: str, same: str) -> None:
    assert folded(text).text == folded(same).text == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Adults", "adults"),
        ("1–2", "1-2"),
        ("non\u2011formal", "non-formal"),
        ("résumé", "resume"),
        ("caf\u00e9", "cafe\u0301"),
        ("р\u0430у", "pay"),
        ("１", "1"),
        ("wo\u200brd", "word"),
        ("word\u2060", "word"),
        ("\ufeffword", "word"),
        ("a\u202eb", "ab"),
        ("in to", "into"),
        ('"a"', "'a'"),
        ("5′", "5'"),
        ("EAEA`s", "EAEA's"),
        ("m²", "m2"),
        ("œuvre", "oeuvre"),
        ("Straße", "Strasse"),
        ("…", "..."),
    ],
)
def test_what_may_not(one: str, other: str) -> None:
    assert folded(one).text != folded(other).text


def test_only_signs_of_their_own_kind_are_folded() -> None:
    assert {unicodedata.normalize("NFKC", sign) for sign in LIGATURES} == set(LIGATURES.values())
    assert all("QUOTATION MARK" in unicodedata.name(sign) for sign in QUOTE_GLYPHS)
