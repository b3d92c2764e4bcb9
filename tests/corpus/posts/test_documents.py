from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.sample
from corpus.catalogue import read_catalogue
from corpus.document import Document
from corpus.draft import Composer, Draft, Style
from corpus.formats import format_of
from corpus.posts.documents import date_in, documents_of
from corpus.reading import read
from corpus.text import read_text

SENTENCE = "Adults learn for many reasons."


def draft(*parts: str | tuple[str, Style], title: str = "") -> Draft:
    composer = Composer()
    for part in parts:
        composer.add(*((part,) if isinstance(part, str) else part))
    return Draft(composer.text, tuple(composer.blocks), title=title)


def test_the_seed_page_is_four_documents(seed_page: Path) -> None:
    documents = read_text(seed_page.read_bytes(), "seed.txt").documents
    assert [(d.published, d.topics, d.title, d.teaser) for d in documents] == [
        (date(2021, 7, 23), (), "The perils and potential of micro-credentials for ALE", False),
        (
            date(2025, 5, 19),
            ("activism",),
            "No one left behind: community, Bildung, and the future of just transitions",
            True,
        ),
        (
            date(2025, 5, 15),
            ("digital literacy",),
            "Artificial Intelligence and education: Ethics and legal aspects",
            True,
        ),
        (
            date(2025, 5, 7),
            ("twin transition",),
            "Building agency of adult educators in advocating for the Twin Transition: ALE4TT training",
            True,
        ),
    ]
    own, *teasers = documents
    assert own.text.startswith("Micro-credentials have the potential")
    assert own.text.endswith("gina.ebner(at)eaea.org")
    assert "2025" not in own.text
    assert [section.heading for section in own.sections] == ["", "Summary of EAEA’s statement", "More information"]
    assert teasers[-1].text.startswith("From May 5–7, 2025, EAEA")
    assert len({document.id for document in documents}) == 4
    assert [document.kind for document in documents] == ["post", "event report", "post", "event report"]
    assert own.id == "seed.txt"


def test_every_character_of_the_seed_page_is_in_one_document(seed_page: Path) -> None:
    text = seed_page.read_text(encoding="utf-8")
    documents = read_text(seed_page.read_bytes(), "seed.txt").documents
    places = [text.index(document.text) for document in documents]
    assert places == sorted(places)
    ends = [place + len(document.text) for place, document in zip(places, documents, strict=True)]
    for end, following, document in zip(ends, places[1:], documents[1:], strict=False):
        assert date_in(text[end:following].split("\n\n")[1]) == (document.published, document.topics)


def test_a_sample_text_ends_in_three_teasers() -> None:
    path = corpus.sample.content() / "posts" / "2016-06-skills-guarantee.txt"
    own, *teasers = read_text(path.read_bytes(), "s.txt").documents
    assert [teaser.published for teaser in teasers] == [date(2017, 10, 19), date(2016, 11, 16), date(2015, 3, 24)]
    assert own.text.endswith("maren.tollvik(at)sample.example")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("19.05.2025 activism", (date(2025, 5, 19), ("activism",))),
        (" 1.2.2021 one tag, two ", (date(2021, 2, 1), ("one tag", "two"))),
        ("23.07.2021", (date(2021, 7, 23), ())),
        ("31.02.2021", None),
        ("23.07.2021 was a Friday.", None),
        ("On 23.07.2021", None),
        ("23.07.21", None),
        ("", None),
    ],
)
def test_a_date_line_is_a_date_and_perhaps_tags(line: str, expected: object) -> None:
    assert date_in(line) == expected


@pytest.mark.parametrize(
    "head",
    [
        ("23.07.2021 micro", "A title", SENTENCE),
        (("A title", "heading"), "23.07.2021 micro", SENTENCE),
        ("Photo: a class in Ghent", "23.07.2021 micro", "A title", SENTENCE),
    ],
)
def test_date_line_and_title_come_in_any_order_and_after_a_caption(head: tuple[str | tuple[str, Style], ...]) -> None:
    (document,) = documents_of(draft(*head), "p.txt")
    assert (document.title, document.published, document.topics, document.text) == (
        "A title",
        date(2021, 7, 23),
        ("micro",),
        SENTENCE,
    )


def test_a_paragraph_above_a_date_line_is_no_caption_but_the_text() -> None:
    own, teaser = documents_of(draft(SENTENCE * 8, "23.07.2021 micro", "A title", SENTENCE), "p.txt")
    assert (own.text, own.published, own.title) == (SENTENCE * 8, None, "p")
    assert (teaser.text, teaser.published, teaser.title) == (SENTENCE, date(2021, 7, 23), "A title")


def test_what_the_item_says_of_itself_goes_before_what_its_text_shows() -> None:
    composer = Composer()
    for words in ("23.07.2021 micro", "Own title", SENTENCE):
        composer.add(words)
    told = Draft(composer.text, tuple(composer.blocks), title="Own title", published=date(2020, 1, 1), topics=("told",))
    (document,) = documents_of(told, "p.txt")
    assert (document.published, document.topics, document.text) == (date(2020, 1, 1), ("told",), SENTENCE)


@pytest.mark.parametrize(
    "body",
    [
        (SENTENCE, "12.03.2021", "The Council met on that day."),
        (SENTENCE, "12.03.2021", "The Council met"),
        (SENTENCE, "12.03.2021 and later.", "A line", SENTENCE),
        (SENTENCE, "12.03.2021"),
    ],
)
def test_a_date_in_the_body_that_heads_no_post_stays_there(body: tuple[str, ...]) -> None:
    (document,) = documents_of(draft("Own title", *body, title="Own title"), "p.txt")
    assert document.text == "\n\n".join(body)


def test_a_text_without_a_title_is_called_by_its_file() -> None:
    (document,) = documents_of(draft(SENTENCE), "posts/2021-07_micro-credentials.txt")
    assert document.title == "2021 07 micro credentials"


def test_a_post_without_a_body_is_left_out() -> None:
    assert documents_of(draft(("A title", "heading"), title="A title"), "p.txt") == ()
    assert documents_of(draft(), "p.txt") == ()


def test_teasers_of_the_same_title_on_other_days_have_other_ids() -> None:
    glued = draft(SENTENCE * 8, "12.03.2021", "Same title", SENTENCE, "13.03.2021", "Same title", SENTENCE)
    assert [d.id for d in documents_of(glued, "p.txt")] == [
        "p.txt",
        "p.txt#2021-03-12-same-title",
        "p.txt#2021-03-13-same-title",
    ]


def test_two_teasers_never_have_one_id() -> None:
    titles = ("Δια βίου μάθηση", "Εκπαίδευση ενηλίκων", "Δια βίου μάθηση")
    parts = [part for title in titles for part in ("12.03.2021", title, SENTENCE)]
    _, *teasers = documents_of(draft(SENTENCE * 8, *parts), "p.txt")
    assert [teaser.title for teaser in teasers] == list(titles[:2])
    assert teasers[0].id == "p.txt#2021-03-12-" != teasers[1].id


def test_a_first_list_item_keeps_its_bullet() -> None:
    (document,) = documents_of(
        draft(("Own title", "heading"), ("one", "item"), ("two", "item"), title="Own title"), "p"
    )
    assert document.text == "• one\n• two"


def test_kinds_of_the_sample() -> None:
    """As staff would put them; only what the rules know is told by them, the rest by the catalogue."""
    folder = corpus.sample.content()
    catalogue = read_catalogue(folder / "catalogue.toml")
    assert not [name for name, entry in catalogue.documents.items() if "kind" in entry or "speaker" in entry]
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.*")) if format_of(path)]
    read_now = {name: read(format_of(name), (folder / name).read_bytes(), name).documents[0] for name in names}
    assert {name: document.kind for name, document in read_now.items() if document.kind != "post"} == {
        "posts/2019-06-tampere-health-conference.html": "event report",
        "statements/2016-learning-accounts.pdf": "statement",
        "statements/2020-digital-education.pdf": "consultation reply",
        "statements/2021-micro-credentials.pdf": "consultation reply",
        "statements/2022-learning-accounts.pdf": "statement",
        "statements/2023-joint-green-transition.pdf": "joint statement",
    }
    assert {name: document.speaker for name, document in read_now.items() if document.speaker} == {
        "statements/2023-joint-green-transition.pdf": "EAEA with Learning Without Walls Network, Rural Learners' "
        "Alliance, Repair and Learn Federation and Northern Light Folk Schools"
    }


PARTS = st.lists(
    st.sampled_from(
        [
            "12.03.2021 tag",
            "13.04.2022",
            SENTENCE,
            "A title",
            ("Costs", "heading"),
            ("an item", "item"),
            ("words", "quotation"),
        ]
    ),
    max_size=14,
)


def holds_together(document: Document) -> bool:
    covered = document.sections[0].start == 0 and document.sections[-1].end == len(document.text)
    joined = all(left.end == right.start for left, right in pairwise(document.sections))
    quoted = all(document.text[span.start : span.end] == "words" for span in document.quotations)
    return (
        covered and joined and quoted and all(document.text[s.start :].startswith(s.heading) for s in document.sections)
    )


@given(PARTS, st.sampled_from(["", "A title"]))
def test_every_document_is_a_slice_of_its_draft_and_shares_no_character(
    parts: list[str | tuple[str, Style]], title: str
) -> None:
    whole = draft(*parts, title=title)
    end = 0
    for document in documents_of(whole, "p.txt"):
        start = whole.text.find(document.text, end)
        assert start >= end
        end = start + len(document.text)
        assert holds_together(document)
