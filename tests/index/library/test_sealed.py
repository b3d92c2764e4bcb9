"""JSON that is sealed: what was written comes back, and nothing else does."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library.sealed import sealed, unsealed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_was_written_is_read(told: object) -> None:
    assert unsealed(sealed(told)) == told


@given(VALUES, st.data())
def test_a_flipped_bit_is_told(told: object, data: st.DataObject) -> None:
    whole = bytearray(sealed(told).encode())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(ValueError):  # JSON's own, UTF-8's own, or ours
        unsealed(whole.decode())


def test_a_text_that_is_cut_is_told_and_one_of_before_is_read() -> None:
    text = sealed({"a": [1, 2]})
    for end in range(len('{"a": [1, 2]}') + 1, len(text)):
        if text[:end].strip() != '{"a": [1, 2]}':
            with pytest.raises(ValueError, match="not what was written"):
                unsealed(text[:end])
    assert unsealed(json.dumps({"a": 1})) == {"a": 1}
