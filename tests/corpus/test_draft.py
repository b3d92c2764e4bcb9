from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BULLET, Link
from corpus.draft import Block, Composer, Draft, sections_of, web_address

STYLES = st.sampled_from(["heading", "paragraph", "item", "row", "quotation"])
BLOCKS = st.lists(st.tuples(st.text(alphabet="ab .\n", max_size=12), STYLES), max_size=12)


def composed(parts: list[tuple[str, str]]) -> Composer:
    composer = Composer()
    for words, style in parts:
        composer.add(words, style)  # type: ignore[arg-type]
    return composer


@given(BLOCKS)
def test_each_block_slices_its_own_words(parts: list[tuple[str, str]]) -> None:
    composer = composed(parts)
    kept = [(words, style) for words, style in parts if words.strip()]
    assert [(composer.text[b.start : b.end], b.style) for b in composer.blocks] == kept
    assert composer.length == len(composer.text)


@given(BLOCKS, st.data())
def test_sections_cover_a_stretch_without_gaps(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    composer = composed(parts)
    draft = Draft(composer.text, tuple(composer.blocks))
    first = data.draw(st.integers(0, len(draft.blocks)))
    start = draft.blocks[first].start if first < len(draft.blocks) else len(draft.text)
    sections = sections_of(draft, start, len(draft.text))
    assert [section.start for section in sections] == [0, *(section.end for section in sections[:-1])]
    assert sections[-1].end == len(draft.text) - start
    for section in sections:
        assert draft.text[start + section.start :].startswith(section.heading)


def test_list_items_stand_on_lines_of_their_own_and_paragraphs_apart() -> None:
    text = composed([("Intro", "paragraph"), ("one", "item"), ("two", "item"), ("End", "paragraph")]).text
    assert text == f"Intro\n\n{BULLET} one\n{BULLET} two\n\nEnd"


def test_links_move_with_the_words_they_belong_to() -> None:
    composer = Composer()
    composer.add("Before")
    composer.add("see here", "item", (Link(4, 8, "https://a.example/"),))
    (link,) = composer.links
    assert composer.text[link.start : link.end] == "here"


def test_the_words_of_a_block_are_a_slice() -> None:
    assert Draft("one two", ()).words_of(Block(4, 7, "paragraph")) == "two"


def test_only_the_web_has_web_addresses() -> None:
    base = "https://a.example/posts/one/"
    assert web_address(base, "../two") == "https://a.example/posts/two"
    assert web_address(base, " https://b.example ") == "https://b.example"
    refused = ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd", "http://[bad"]
    assert [web_address(base, address) for address in refused] == [""] * len(refused)
    assert web_address("", "/relative") == ""
    assert web_address("", "httPS://a.example/X") == web_address("", "ht\ntps://a.example/X") == "https://a.example/X"
    hostless = ["https:o/a.example", "https:/a.example", "https:///a.example", "https://", "http://:80/a", "http://@/a"]
    assert [web_address("", address) for address in hostless] == [""] * len(hostless)
