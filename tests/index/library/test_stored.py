import json
import zlib
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Origin, Section
from index.library.stored import apart, as_json, shown_json, together

ONE = Document(
    "a.html",
    "Fees",
    "Fees must fall. " * 200,
    (Section("", 0, 100),),
    published=date(2021, 3, 13),
    topics=("fees",),
    origins=(Origin(0, 9, 1, 0, 9),),
)
texts = st.text(max_size=30)
documents = st.builds(
    replace,
    st.just(ONE),
    id=texts,
    title=texts,
    text=st.sampled_from([ONE.text, "Other words."]),
    topics=st.lists(texts, max_size=2).map(tuple),
    published=st.none() | st.dates(),
    status=texts,
    origins=st.sampled_from([(), ONE.origins]),
)


@given(documents, documents)
def test_what_was_read_comes_back_from_what_is_kept_apart_and_what_is_shown(read: Document, shown: Document) -> None:
    assert together(apart(as_json(read), shown_json(shown)), shown_json(shown)) == as_json(read)
    assert together(apart(as_json(read), ""), "") == as_json(read)


def test_of_what_is_shown_as_it_was_read_nothing_is_kept_twice() -> None:
    read = replace(ONE, origins=())
    assert apart(as_json(read), shown_json(read)) == b""


def test_words_are_never_kept_twice() -> None:
    shown = replace(ONE, id="b/a.html", title="What fees do", topics=("fees", "access"))
    kept = json.loads(zlib.decompress(apart(as_json(ONE), shown_json(shown))))
    assert kept.keys() == {"id", "title", "topics", "origins"}
