"""What staff read of a changed document: the words in their place, and the facts."""

from dataclasses import fields, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section
from index.reports.changes import FORM, LONGEST_PIECE, MOST_HUNKS, Hunk, change_between

words = st.lists(st.sampled_from(["adults", "learn", "for", "many", "reasons", "\n\n"]), max_size=60).map(" ".join)


def document(*sections: tuple[str, str]) -> Document:
    text, bounds = "", []
    for heading, body in sections:
        start = len(text)
        text += f"{heading}\n\n{body}\n\n" if heading else f"{body}\n\n"
        bounds.append(Section(heading, start, len(text)))
    return Document("a.txt", "A title", text, tuple(bounds))


def plain(text: str) -> Document:
    return document(("", text))


def shown(hunk: Hunk, but: str) -> str:
    return " ".join(piece.text for piece in hunk.pieces if piece.kind != but)


def contains(words: list[str], part: list[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


@given(words, words)
def test_every_place_reads_as_the_old_text_and_as_the_new_one(old: str, new: str) -> None:
    told = change_between(plain(old), plain(new), "s", "i")
    for hunk in told.hunks:
        assert contains(old.split(), shown(hunk, but="added").split())
        assert contains(new.split(), shown(hunk, but="removed").split())
    pieces = [piece for hunk in told.hunks for piece in hunk.pieces]
    counted = {kind: sum(len(p.text.split()) for p in pieces if p.kind == kind) for kind in ("removed", "added")}
    assert counted == {"removed": told.words_removed, "added": told.words_added}
    assert told.differs == (old.split() != new.split())


def test_a_change_stands_under_its_heading_with_a_few_words_around_it() -> None:
    body = "one two three four five six seven eight nine ten EAEA calls for more funding from now on in all of it today"
    old = document(("", "An opening."), ("Funding", body), ("Other", "It stays."))
    new = document(("", "An opening."), ("Funding", body.replace("more", "much more")), ("Other", "It stays."))
    (hunk,) = change_between(old, new, "s", "i").hunks
    assert (hunk.heading, hunk.page, hunk.opens, hunk.closes) == ("Funding", None, False, False)
    assert [(piece.kind, piece.text) for piece in hunk.pieces] == [
        ("same", "six seven eight nine ten EAEA calls for"),
        ("added", "much"),
        ("same", "more funding from now on in all of"),
    ]


def test_what_is_gone_stands_under_the_heading_and_on_the_page_it_had() -> None:
    old = document(("", "An opening."), ("Funding", "EAEA calls for more."))
    new = document(("", "An opening."))
    pages = (0, old.text.index("EAEA"))
    (hunk,) = change_between(replace(old, page_starts=(0, 5)), replace(new, page_starts=pages[:1]), "s", "i").hunks
    assert (hunk.heading, hunk.page, hunk.closes) == ("Funding", 2, True)


def test_changes_of_two_sections_are_two_places() -> None:
    old, new = (document(("One", f"It is {x}."), ("Two", f"It was {x}.")) for x in ("so", "not"))
    assert [hunk.heading for hunk in change_between(old, new, "s", "i").hunks] == ["One", "Two"]


def test_long_pieces_and_many_places_are_cut_and_counted() -> None:
    inserted = " ".join(f"w{n}" for n in range(1000))
    told = change_between(plain("Adults learn."), plain(f"Adults {inserted} learn."), "s", "i")
    (piece,) = (piece for piece in told.hunks[0].pieces if piece.kind == "added")
    kept = [*piece.text.split(), *piece.rest.split()]
    assert (len(kept), piece.left_out, told.words_added) == (LONGEST_PIECE, 1000 - LONGEST_PIECE, 1000)
    assert (piece.text.split()[0], piece.rest.split()[-1]) == ("w0", "w999")
    old = [f"w{n}" for n in range(50 * MOST_HUNKS)]
    new = [f"x{n}" if n % 40 == 0 else word for n, word in enumerate(old)]
    many = change_between(plain(" ".join(old)), plain(" ".join(new)), "s", "i")
    assert (len(many.hunks), many.hunks_left_out) == (MOST_HUNKS, len(old) // 40 - MOST_HUNKS)
    assert many.words_added == len(old) // 40


def test_every_fact_that_differs_is_told_old_and_new() -> None:
    old = plain("Adults learn.")
    new = replace(old, published=date(2019, 1, 2), kind="statement", topics=("a", "b"), teaser=True, superseded_by="b")
    told = change_between(old, new, "s", "i")
    assert {fact.name: (fact.old, fact.new) for fact in told.facts} == {
        "kind": ("post", "statement"),
        "published": ("", "2019-01-02"),
        "topics": ("", "a, b"),
        "teaser": ("no", "yes"),
        "superseded by": ("", "b"),
    }
    assert told.hunks == ()
    assert told.differs


def test_every_field_of_a_document_is_a_fact_or_form() -> None:
    assert {field.name for field in fields(Document)} >= FORM
    facts = {field.name for field in fields(Document)} - FORM
    assert {"title", "published", "modified", "kind", "status", "topics", "speaker", "notice", "url"} <= facts


def test_white_space_and_links_are_no_change_to_tell() -> None:
    assert not change_between(plain("Adults learn."), plain("Adults\n\nlearn. "), "s", "i").differs
