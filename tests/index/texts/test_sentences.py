import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.sample
from corpus.document import Span
from corpus.formats import format_of
from corpus.reading import read
from index.texts.sentences import CONTINUES, ORDINAL_LANGUAGES, SHORT_FORM, _belongs, _lines, _wraps, sentences


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


@given(TEXT | st.text(max_size=80), LANGUAGES)
def test_sentences_are_ordered_disjoint_and_cover_every_sign_but_bullets(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.start < span.end for span in spans)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    between = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    left_out = [text[between[at] : between[at + 1]] for at in range(0, len(between), 2)]
    assert all(re.fullmatch(r"(?:\s|[•‣▪●◦·*–-](?=[ \t]))*[•‣▪●◦·*–-]?", gap) for gap in left_out)


SAMPLES = [path for path in sorted(corpus.sample.content().rglob("*")) if format_of(path)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_sentences_begin_and_end_like_sentences(path: object) -> None:
    for document in read(format_of(path.name), path.read_bytes(), path.name).documents:  # type: ignore[attr-defined]
        found = split(document.text, document.language)
        assert [sentence for sentence in found if len(sentence) < 3] == []
        headings = {section.heading for section in document.sections}
        prose = [sentence for sentence in found if sentence not in headings and len(sentence) > 60]
        assert [sentence for sentence in prose if sentence[0].islower() and not sentence.endswith((";", "."))] == []


def belongs_plainly(before: str, after: str, language: str) -> bool:
    """As it was told when the whole of a piece was looked at."""
    if CONTINUES.match(after) and not after.lstrip().startswith("("):
        return before.rstrip()[-1:] == "."
    ordinal = language in ORDINAL_LANGUAGES and re.search(r"(?:^|\s)\d{1,2}\.\s*$", before) is not None
    short = SHORT_FORM.pattern.removesuffix("$") + r"\s*$"
    return ordinal or re.fullmatch(r"\s*\d{1,2}\.\s*", before) is not None or re.search(short, before) is not None


ENDS = st.sampled_from(
    ["Art", "e.g", "Prof", "No", ".", "1", "12", "123", " ", "\u00a0", "(", "a", "B", "\t", " " * 30]
)


@given(
    st.lists(ENDS, max_size=8), st.lists(ENDS, max_size=8), st.lists(ENDS, max_size=4), st.sampled_from(["en", "fi"])
)
def test_whether_pieces_belong_together_is_told_by_their_ends(
    ahead: list[str], piece: list[str], behind: list[str], language: str
) -> None:
    before, within, after = "".join(ahead), "".join(piece), "".join(behind)
    found = _belongs(before + within + after, len(before), len(before + within), language)
    assert found == belongs_plainly(within, after, language)


def lines_plainly(text: str) -> list[Span]:
    """Lines as they were joined when all that was joined before was looked at for each."""
    found = list[Span]()
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        last = found[-1] if found else None
        if last and _wraps(text[last.start : last.end], text[last.end : match.start()], match[0]):
            found[-1] = Span(last.start, match.end())
        else:
            found.append(Span(match.start(), match.end()))
    return found


@given(st.lists(st.sampled_from(["a", "B", ".", "”", "(", " ", "\n", "\n\n", "\r", ":"]), max_size=20).map("".join))
def test_lines_are_joined_by_the_last_one_alone(text: str) -> None:
    assert list(_lines(text)) == lines_plainly(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("words", ["Art. 1. ", "we a b c d\n", "\u00a0", "a\n  \n", "1. "])
def test_a_long_text_is_looked_at_once(words: str) -> None:
    assert sentences("Word " + words * (400_000 // len(words)) + "\nEnd.", "fi")[-1].end > 300_000
