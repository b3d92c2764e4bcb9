"""A library to quote from."""

import pytest

from assistant.drafts.checking import QuotationChecker
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

PARAGRAPHS = (
    "Basic skills courses must be free of charge, and travel and childcare should be paid as well.",
    "EAEA does not accept that providers close. They support learners in non-formal education every day.",
    "Courses begin with 10 adults in a room of 100 m of old floor, and since 2019 in 20 countries.",
    "There are adults in a hall (10 by 20) of old floor and stone, and adults in a hall of 20 feet and of old stone.",
    "Some of the countries pay for everything. Do members believe in a lifelong right to learn? They do.",
    "EAEA regrets that the guarantee has no budget of its own, and asks for one before the year ends.",
    "Members call for well-being, self-esteem and a fair share of funding for every adult learner.",
)
COMMISSION = "<p>Skills are the currency of our common European future and of growth.</p>"


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("drafts")
    files = {
        "plain.txt": post("A guarantee for all adults in Europe", *PARAGRAPHS),
        "second.txt": post("Two years later", "Nobody should be left behind when work changes.", PARAGRAPHS[-1]),
        "quoting.html": "<html lang='en'><body><article><h1>Reply</h1><p>Our members have read the plan with care.</p>"
        f"<blockquote>{COMMISSION}</blockquote><p>We answer the Commission in detail.</p></article></body></html>",
    }  # fmt: skip
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", files))
    return Searcher.open(folder / "library", ToyEncoder())


@pytest.fixture(scope="session")
def checker(searcher: Searcher) -> QuotationChecker:
    return QuotationChecker(searcher, "EAEA")
