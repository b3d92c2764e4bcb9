import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus.sample
from corpus.formats import format_of
from corpus.reading import read
from index.texts import sentences as splitting
from index.texts.sentences import AT_ONCE, sentences
from tests.index.texts.former_sentences import former_sentences


def split(text: str, language: str = "en") -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["It grew by 5.8 per cent in 2021.", "In 2022 it fell.", "They met in Brussels."]),
        ("en", ["See Art. 4 of the law, e.g. in the EU.", "Dr. Smith, Mr. Jones et al. said so.", "It ends."]),
        ("en", ["The U.S. agrees.", "They left at 5 p.m.", "Then they came back."]),
        ("en", ["The rule is No. R (89) 12 of the Council.", "Next one."]),
        ("en", ["He said: “We want it. We need it.”", "Then he left.", "“Really?” she asked.", "Yes!"]),
        ("en", ["They ask (see below) for more.", "Why not?", "EAEA agrees."]),
        ("en", ["Write to gina.ebner(at)eaea.org for more.", "Thank you."]),
        (
            "de",
            ["Am 8. September 2026 begann es.", "Etwa 10.000 Menschen kamen.", "„Das ist gut.“", "So z.B. in Wien."],
        ),
        ("fr", ["Le 3 mai 2020, M. Dupont a dit : « Oui. »", "Puis il est parti."]),
        ("fi", ["Kokous pidettiin 3. toukokuuta 2020.", "Se oli pitkä."]),
    ],
)
def test_sentences_end_where_people_end_them(language: str, expected: list[str]) -> None:
    assert split(" ".join(expected), language) == expected


@pytest.mark.parametrize("white", ["\u00a0", "\u2009", "\u3000", "\x85", "\u2009 ", "\u00a0\u00a0"], ids=ascii)
def test_wide_white_space_before_a_point_is_white_space(white: str) -> None:
    blanks = " " * len(white)
    as_blanks = [one.replace(white, blanks) for one in split(f"It is A{white}. Then B{white}. It ends.")]
    assert as_blanks == split(f"It is A{blanks}. Then B{blanks}. It ends.")


def test_every_line_is_its_own_but_a_wrapped_one() -> None:
    assert split("A wrapped line goes\non in the next one. And\nAnother line\n\nnew paragraph") == [
        "A wrapped line goes\non in the next one.",
        "And",
        "Another line",
        "new paragraph",
    ]


def test_bullets_belong_to_no_sentence() -> None:
    assert split("EAEA asks for:\n• more money;\n• more time. And more\n- \n– peace") == [
        "EAEA asks for:",
        "more money;",
        "more time.",
        "And more",
        "peace",
    ]


TEXT = st.text(alphabet=st.sampled_from(list("abcAB12 .,!?:;“”()•-\n\t\u00a0é…")), max_size=120)
LANGUAGES = st.sampled_from(["en", "de", "fr", "fi", "xx"])
PIECES = st.sampled_from(
    ["Art.", "Prof.", "i.e.", "z.B.", "St.", "abc", "Abc", "word", "Words.", "12.", "3.", "123.", " 7. ", ".", "...",
     "!", "(", ")", "“", "”", "’", " ", "  ", "\n", "\n\n", " \n", "\t", "\u2003", "\x0b", "•", "- ", "…", "ä", "あ。"]
)  # fmt: skip
PUT_TOGETHER = st.lists(PIECES, max_size=40).map("".join)


def checked(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.start < span.end for span in spans)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    between = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    left_out = [text[between[at] : between[at + 1]] for at in range(0, len(between), 2)]
    assert all(re.fullmatch(r"(?:\s|[•‣▪●◦·*–-](?=[ \t]))*[•‣▪●◦·*–-]?", gap) for gap in left_out)


@given(TEXT | PUT_TOGETHER | st.text(max_size=80), LANGUAGES)
def test_sentences_are_ordered_disjoint_and_cover_every_sign_but_bullets(text: str, language: str) -> None:
    checked(text, language)


@settings(max_examples=400)
@given(TEXT | PUT_TOGETHER | st.text(max_size=80), LANGUAGES)
def test_sentences_are_the_ones_that_the_quadratic_way_found(text: str, language: str) -> None:
    assert sentences(text, language) == former_sentences(text, language)


@given(PUT_TOGETHER | st.text(max_size=80), LANGUAGES)
def test_lines_that_are_split_in_parts_are_covered_too(text: str, language: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(splitting, "AT_ONCE", 9)
        patched.setattr(splitting, "MARGIN", 3)
        checked(text, language)


def test_a_long_line_has_the_same_sentences_in_parts_as_at_once() -> None:
    text = "They said so, e.g. in “The U.S. (see Art. 4). On skills.” Adults learn at 5.8 per cent. " * 400
    assert len(text) > 3 * AT_ONCE
    assert sentences(text) == former_sentences(text)


LONG = {
    "wrapped": "ab cd\n", "blanks": " ", "wide": "\u2003", "far-apart": "x" + " " * 5000, "letters": "a. ",
    "capitals": "A. ", "short-forms": "Art. a ", "words": "Abc. ", "numbers": "1. ", "dots": ".", "open": "(",
    "pairs": "()", "one-word": "a", "one-number": "1", "quoted": "“", "quoting": "‘A. ", "without-blanks": "あ。",
    "one-a-line": "\nx", "closed": ") ", "bullets": "• ", "ended": "...) \n", "ended-quoted": ".”\n",
    "blank-lines": "e\n \n", "wide-before-points": "a\u2003\u2003.", "wide-a": "\u2003a",
}  # fmt: skip


@pytest.mark.timeout(30, method="signal")
@pytest.mark.parametrize("part", LONG.values(), ids=LONG.keys())
def test_long_lines_of_anything_are_split_in_no_long_time(part: str) -> None:
    long = part * (300_000 // len(part))
    text = f"Words.\n\nxy {long}\n\n{long}\nz"
    assert sentences(text)[-1].end == len(text)


SAMPLES = [path for path in sorted(corpus.sample.content().rglob("*")) if format_of(path)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_sentences_begin_and_end_like_sentences(path: object) -> None:
    for document in read(format_of(path.name), path.read_bytes(), path.name).documents:  # type: ignore[attr-defined]
        found = split(document.text, document.language)
        assert [sentence for sentence in found if len(sentence) < 3] == []
        headings = {section.heading for section in document.sections}
        prose = [sentence for sentence in found if sentence not in headings and len(sentence) > 60]
        assert [sentence for sentence in prose if sentence[0].islower() and not sentence.endswith((";", "."))] == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("words", ["Art. 1. ", "we a b c d\n", "\u00a0", "a\n  \n", "1. "])
def test_a_long_text_is_looked_at_once(words: str) -> None:
    assert sentences("Word " + words * (400_000 // len(words)) + "\nEnd.", "fi")[-1].end > 300_000
