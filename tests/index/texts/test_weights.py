"""What tells less than sentences, and what must not be taken for it. The shapes are those of real reports."""

from pathlib import Path

import numpy as np
import pytest

from index.query import Query
from index.ranking import Ranking
from index.search import Searcher
from index.texts.weights import BOILERPLATE, CONTENTS, COPIES, REFERENCES, REPEATED, brief, repeated, telling, weigh
from tests.conftest import ToyEncoder, post, sync_folder, write_files

CONTENTS_PAGES = {
    "leaders": "Summary ........ 3\nWhat we ask for ........ 5\nWho pays for learning ........ 12\nAnnex ........ 31",
    "spaced leaders": "Chapter 4. Learning in prison . . . . . . 43",
    "roman numbers": "About this report . . . . . . . vii",
    "run together": "ITEM 1. Learning 1 General 1 Offers 2 Quality 2 Other Countries 3 Who Pays 4 Members 9",
    "index": "accounts, 57–58 basic skills, 37 citizenship, 85, 87, 90 funding, 61, 74 guidance, 228 literacy, 215 "
    "prison, 138, 139 quality, 310n refugees, 12, 44, 71 validation, 99 women, 101",
}
REFERENCE_LISTS = {
    "journal": "Boeren, E. (2017). Understanding adult learning. Studies in Education, 49(2): 161–172. "
    "Field, J. (2012). Lifelong learning et al. London, pp. 12–19. https://doi.org/10.1000/182",
    "links": "European Commission (2020), https://example.org/a. Council (2021), www.example.org/b. OECD (2019), p. 4.",
}
BOILERPLATES = {
    "cookies": "This website uses cookies to count visits. You can change your cookie settings at any time.",
    "newsletter": "Subscribe to our newsletter and receive the latest news every month.",
    "disclaimer": "Funded by the European Union. Views and opinions expressed are however those of the author(s) only "
    "and do not necessarily reflect those of the European Union. Neither of them can be held responsible for them.",
    "about": "EAEA is the voice of non-formal adult education in Europe, with members in 43 countries.",
    "rights": "© 2021 Example. All rights reserved.",
}
STATEMENTS = {
    "sentences": "EAEA calls for 600 hours of language learning. Courses should be free of charge for all.",
    "demands": "• Stable funding for three years\n• Free guidance within 30 kilometres\n• Five days of leave a year",
    "cited": "EAEA welcomes the Recommendation (2016) and the Council's reply (2018), since both name adults "
    "with low skills and both ask for guidance before a course begins, for free courses and for validation afterwards.",
    "link": "The statement is at https://example.org. EAEA asks the Commission to publish who uses the accounts.",
    "years": "They followed one after the other: Finland (2001), Ireland (2004), Malta (2007) and Slovenia (2011).",
    "figures": "Adults 1,204 1,377 52.10\nWomen ........ 6,205.00\nMen ........ 3,430.50\nOthers ........ 1,790.00",
    "table": "DEPT NAME SALARY\n------ ------ ------\n15 HANES 20659 20 FRAYE 21150 38 MARENGHI 17506 42 KOONITZ 18001",
    "about cookies": "Adults should learn what a cookie is, why a site asks for consent and how to say no. "
    "Courses on data should be free. All rights reserved to companies must be weighed against those of learners.",
    "money of the Union": "Projects funded by the European Union should be open to small providers in every country.",
    "ellipsis": "And then... 5 people came, and 10 more the week after.",
    "one number": "Article 19",
}  # fmt: skip


@pytest.mark.parametrize("text", CONTENTS_PAGES.values(), ids=CONTENTS_PAGES)
def test_contents_and_indexes_tell_little(text: str) -> None:
    assert telling(text) == CONTENTS


@pytest.mark.parametrize("text", REFERENCE_LISTS.values(), ids=REFERENCE_LISTS)
def test_lists_of_references_tell_little(text: str) -> None:
    assert telling(text) == REFERENCES


@pytest.mark.parametrize("text", BOILERPLATES.values(), ids=BOILERPLATES)
def test_boilerplate_tells_little(text: str) -> None:
    assert telling(text) == BOILERPLATE


@pytest.mark.parametrize("text", STATEMENTS.values(), ids=STATEMENTS)
def test_statements_lists_and_figures_keep_their_weight(text: str) -> None:
    assert telling(text, "What we ask for") == 1.0


def test_the_heading_makes_sure_of_what_one_sign_only_hints_at() -> None:
    assert telling("4. Boeren (2017), 161.", "References") == REFERENCES
    assert telling("4. Boeren (2017), 161.") == 1.0
    assert telling("Page No.", "TABLE OF CONTENTS") == CONTENTS
    assert telling("EAEA asks for grants to every centre, and for guidance as well.", "Notes") == 1.0


def test_no_weight_is_zero_and_nothing_breaks_on_no_words() -> None:
    assert 0 < min(CONTENTS, REFERENCES, BOILERPLATE, REPEATED) < 1
    assert telling("") == telling(" \n") == 1.0


def test_a_text_that_many_documents_repeat_is_boilerplate() -> None:
    same = [(number, b"digest of about us") for number in range(COPIES)]
    assert repeated([*same, (99, b"digest of a demand")]) == [REPEATED] * COPIES + [1.0]
    assert repeated(same[:-1]) == [1.0] * (COPIES - 1)
    assert repeated([(1, b"digest of what stands twice")] * COPIES) == [1.0] * COPIES


def test_weighing_reorders_the_best_and_leaves_an_even_ranking_as_it_is() -> None:
    ranking = Ranking(np.array([7, 3, 5]), np.array([1.0, 0.8, 0.5], np.float32))
    assert weigh(ranking, [1.0, 1.0]) is ranking
    weighed = weigh(ranking, [0.4, 1.0])
    assert weighed.rows.tolist() == [3, 5, 7]
    assert weighed.scores.tolist() == pytest.approx([0.8, 0.5, 0.4])
    assert ranking.scores.tolist() == pytest.approx([1.0, 0.8, 0.5])


FILES = {
    "contents.txt": post("Report", "Validation of learning ........ 3\nValidation of skills ........ 9"),
    "statement.txt": post("Position", "Validation of learning and validation of skills must be free in every region."),
} | {
    f"about-{number}.txt": post(f"News {number}", "Example speaks for members on validation of learning and skills.")
    for number in range(COPIES)
}  # fmt: skip


def test_contents_and_repeated_texts_come_after_the_statement_but_are_found(tmp_path: Path) -> None:
    encoder = ToyEncoder()
    sync_folder(tmp_path / "library", encoder, write_files(tmp_path / "posts", FILES))
    hits = Searcher.open(tmp_path / "library", encoder).search(Query("validation of skills"))
    assert hits[0].document.id == "statement.txt"
    assert {one.document.id for hit in hits for one in (hit, *hit.copies)} == set(FILES)


def test_a_line_alone_tells_less_than_a_paragraph() -> None:
    weights = [brief("x" * length) for length in (0, 50, 100, 400, 1000)]
    assert weights == sorted(weights)
    assert weights[0] == pytest.approx(0.7) and weights[-1] > 0.999
