from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts.alignment import CHANGED, STEP, nearest_window

WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=7)


def cost(one: list[str], other: list[str]) -> int:
    """Edit distance, word by word and cell by cell."""
    row = [STEP * at for at in range(len(other) + 1)]
    for word in one:
        last, row = row, [row[0] + STEP]
        for at, there in enumerate(other):
            row.append(min(last[at] + (0 if word == there else CHANGED), last[at + 1] + STEP, row[at] + STEP))
    return row[-1]


@given(WORDS, st.lists(st.sampled_from("abcde"), min_size=1, max_size=12))
def test_no_other_window_is_nearer(words: list[str], text: list[str]) -> None:
    window = nearest_window(words, text)
    best = min(cost(words, text[start:end]) for start in range(len(text) + 1) for end in range(start, len(text) + 1))
    assert cost(words, text[window.start : window.end]) == best
    assert abs(window.likeness - max(0.0, 1 - best / (STEP * len(words)))) < 1e-9


def test_a_word_that_was_changed_at_an_end_lies_in_the_window() -> None:
    window = nearest_window(["x", "two", "three", "four", "y"], ["zero", "one", "two", "three", "four", "five", "six"])
    assert (window.start, window.end) == (1, 6)
