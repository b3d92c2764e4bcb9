"""What the basket exports passes the quote check."""

from datetime import date
from random import Random

import pytest

import corpus.sample
from assistant.basket.collecting import collect
from assistant.basket.export import exported
from assistant.drafts.checking import check_draft
from assistant.drafts.reading import draft_of
from assistant.quotes import confirm
from index.library.generation import STORE
from index.library.store import Store
from index.search import Searcher
from tests.assistant.mutations import span_of_words
from tests.conftest import ToyEncoder, sync_folder

DAY = date(2026, 11, 25)


@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_every_exported_quotation_is_told_as_exact(ending: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    library = tmp_path_factory.mktemp("basket") / "library"
    sync_folder(library, ToyEncoder(), corpus.sample.content())
    searcher, random = Searcher.open(library, ToyEncoder()), Random(3)
    documents = list(Store.read(searcher.generation.folder / STORE).documents())
    quotes = []
    while len(quotes) < 60:
        document = random.choice(documents)
        start, end = span_of_words(random, document)
        words = document.text[start:end]
        halves = words.count("“") != words.count("”")  # over several paragraphs nobody can tell which mark is which
        if not halves and confirm(words, searcher).status == "exact":
            quotes.append(collect(words, searcher, DAY, document.id))
    draft = draft_of(exported(ending, quotes, "EAEA", DAY), f"basket{ending}", ending)
    told = check_draft(draft, searcher, "EAEA").quotations
    assert [one.quotation.text for one in told if one.outcome not in ("exact", "too_short")] == []
    assert sum(one.outcome == "exact" for one in told) >= 60
