"""Word diffs: exact by a property, as short as can be by an oracle, and bounded."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.texts.words import STEPS, Edit, edits_between, shortest_edits, words_of

word_lists = st.lists(st.sampled_from(["a", "b", "c", "adults", "learn"]), max_size=12)
parts = ["a", "b", "c", "d", "learn", "adults", " ", "\n\n", "\n", "\u00a0", "• "]
texts = st.lists(st.sampled_from(parts)).map(" ".join)


def applied(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """The old words with each edit's old words replaced by its new ones."""
    words, at = list[str](), 0
    for edit in edits:
        words += [*old[at : edit.old_start], *new[edit.new_start : edit.new_end]]
        at = edit.old_end
    return [*words, *old[at:]]


def longest_common(old: Sequence[str], new: Sequence[str]) -> int:
    """Length of the longest common subsequence, by its definition."""

    @cache
    def length(one: int, other: int) -> int:
        if one == len(old) or other == len(new):
            return 0
        if old[one] == new[other]:
            return 1 + length(one + 1, other + 1)
        return max(length(one + 1, other), length(one, other + 1))

    return length(0, 0)


@given(texts, texts)
def test_the_old_words_with_the_edits_are_the_new_words(old: str, new: str) -> None:
    before, after = words_of(old), words_of(new)
    told = edits_between(before, after)
    assert applied(before.texts, after.texts, told.edits) == new.split()
    assert not told.coarse
    ends = [(edit.old_end, edit.new_end) for edit in told.edits]
    starts = [(edit.old_start, edit.new_start) for edit in told.edits]
    for (old_end, new_end), (old_start, new_start) in zip(ends, starts[1:], strict=False):
        assert old_start - old_end == new_start - new_end > 0


@given(word_lists, word_lists)
def test_the_shortest_edits_are_the_shortest(old: list[str], new: list[str]) -> None:
    found = shortest_edits(old, new)
    assert found is not None
    edits, _ = found
    assert applied(old, new, edits) == new
    assert len(edits) == len(old) + len(new) - 2 * longest_common(old, new)


@given(texts)
def test_words_are_what_stands_between_white_space(text: str) -> None:
    words = words_of(text)
    assert list(words.texts) == text.split()
    assert [text[start:end] for start, end in words.spans] == text.split()
    lines = [line.split() for line in text.split("\n") if line.split()]
    bounds = [*words.paragraphs, len(words.texts)]
    assert [list(words.texts[a:b]) for a, b in pairwise(bounds)] == lines


@given(texts)
def test_equal_words_have_no_edits(text: str) -> None:
    assert edits_between(words_of(text), words_of("\n".join(text.split()))).edits == ()


def test_one_changed_word_is_one_edit_of_one_word() -> None:
    old = "\n\n".join(" ".join(f"w{n}x{m}" for m in range(50)) for n in range(3000))
    told = edits_between(words_of(old), words_of(old.replace("w1500x20", "other")))
    assert told.edits == (Edit(1500 * 50 + 20, 1500 * 50 + 21, 1500 * 50 + 20, 1500 * 50 + 21),)


def test_changes_all_over_a_long_text_are_told_one_by_one() -> None:
    lines = [[f"w{(n * 7 + m * m) % 997}" for m in range(60)] for n in range(1000)]
    changed = [[*line[:30], f"new{n}", *line[31:]] for n, line in enumerate(lines)]
    old, new = ("\n".join(" ".join(line) for line in part) for part in (lines, changed))
    told = edits_between(words_of(old), words_of(new))
    assert not told.coarse
    assert [edit.size for edit in told.edits] == [1] * 1000


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a", "b"] * 50_000, ["b", "a", "a"] * 30_000),
        ([f"w{n % 7}" for n in range(60_000)], [f"w{n * n % 11}" for n in range(60_000)]),
    ],
    ids=["few words", "another text"],
)
def test_texts_that_are_too_different_are_told_as_such(old: list[str], new: list[str]) -> None:
    told = edits_between(words_of(" ".join(old)), words_of(" ".join(new)))
    assert told.coarse
    assert applied(old, new, told.edits) == new


def test_the_steps_of_a_comparison_are_bounded() -> None:
    old, new = [f"a{n}" for n in range(3000)], [f"b{n}" for n in range(3000)]
    assert shortest_edits(old, new, STEPS) is None
    assert shortest_edits(old[:300], new[:300], STEPS) is not None


def test_a_large_difference_leaves_small_ones_their_words() -> None:
    filler = "\n".join(f"line {n} of the middle stays as it is" for n in range(50))
    old = " ".join(f"w{n % 7}" for n in range(5000)) + f"\n{filler}\nEAEA calls for more funding now."
    new = " ".join(f"w{n * n % 11}" for n in range(5000)) + f"\n{filler}\nEAEA calls for less funding now."
    before, after = words_of(old), words_of(new)
    told = edits_between(before, after)
    last = told.edits[-1]
    assert told.coarse
    assert before.texts[last.old_start : last.old_end] == ("more",)
    assert after.texts[last.new_start : last.new_end] == ("less",)


def test_a_lone_word_between_longer_edits_is_shown_with_them() -> None:
    old, new = words_of("x one two three the four five six y"), words_of("x 1 2 3 the 4 5 6 y")
    (edit,) = edits_between(old, new).edits
    assert (old.texts[edit.old_start : edit.old_end][3], edit.size) == ("the", 7)
    assert len(edits_between(words_of("a b c d e"), words_of("a B c D e")).edits) == 2
