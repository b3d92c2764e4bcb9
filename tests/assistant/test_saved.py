"""The saved questions of the tests are what they claim to be."""

from collections import Counter
from pathlib import Path

from index.generation import STORE, open_current
from index.store import Store
from tests.assistant.saved import HALVES, SAMPLE, SEED


def test_every_sentence_stands_in_the_library(sample_library: Path) -> None:
    store = Store.read(open_current(sample_library).folder / STORE)
    texts = [document.text for document in store.documents()]
    store.close()
    for one in SAMPLE:
        sentences = [choice for choices in one.expected.sentences for choice in choices] if one.expected else []
        for sentence in (*sentences, *(one.expected.not_first if one.expected else ())):
            assert any(sentence in text for text in texts), one.id


def test_the_two_halves_are_alike_and_share_no_question() -> None:
    everything = [*SAMPLE, *SEED]
    assert len({one.query for one in everything}) == len(everything)
    counts = Counter(one.tags for one in everything)
    assert {half for _, half in counts} == set(HALVES)
    assert all(abs(counts[kind, "tuning"] - counts[kind, "held-out"]) <= 1 for kind, _ in counts)


def test_each_question_expects_something() -> None:
    for one in (*SAMPLE, *SEED):
        assert one.expected and bool(one.expected.sentences) == (one.expected.status == "answered"), one.id
