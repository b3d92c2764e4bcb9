from dataclasses import replace

import pytest

from corpus.document import Document, Section
from index.texts.above import above, field_above, file_words
from index.texts.passages import LONGEST_NAME, passages_of


def named(name: str, title: str = "Annual report") -> Document:
    return Document(name, title, "Text.", (Section("", 0, 5),), page_starts=(0,))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Acme_2019_10K.pdf", "Acme 2019 10K"),
        ("papers/2021-annual-report-on-skills.pdf", "2021 on skills"),
        ("annual_report.pdf", ""),
        ("0f3a9c0f3a9c0f3a9c0f3a9c0f3a9c.pdf", ""),
    ],
)
def test_the_words_of_a_file_that_its_title_lacks(name: str, words: str) -> None:
    assert file_words(named(name)) == words


def test_web_text_is_named_by_its_title_alone() -> None:
    assert file_words(replace(named("2019/skills-week"), page_starts=())) == ""


def test_titles_and_topics_of_megabytes_are_not_told_with_each_passage() -> None:
    long = "Long " * 50_000
    whole = Document("a", long, "Words.", (Section("", 0, 6),), topics=(long,))
    (passage,) = passages_of(whole)
    assert len(above(whole, passage)) <= LONGEST_NAME
    assert len(field_above(whole, passage)) <= 6 * LONGEST_NAME
