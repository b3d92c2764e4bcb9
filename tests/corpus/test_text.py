import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.errors import ReadError
from corpus.text import decode, read_markdown, read_text

FRENCH = "L’éducation des adultes coûte moins cher que l’inaction – c’est prouvé. " * 4


def one(text: str) -> Document:
    (document,) = read_text(text.encode(), "a.txt").documents
    return document


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_note(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding), "a.txt") == (FRENCH, "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", FRENCH),
        ("cp1252", "Grundbildung für alle: „Lesen“ können über 6 Millionen Erwachsene in Deutschland nicht gut."),
        ("cp1252", "Aikuiskoulutus on tärkeää kaikille, ja se maksaa vähemmän kuin mikään muu. Näin sanoi hän."),
        ("cp1252", "A café."),
        ("cp1250", "Vzdělávání dospělých je důležité pro všechny občany Evropské unie a jejich sousedy."),
        ("cp1257", "Suaugusiųjų švietimas yra svarbus visiems žmonėms, kurie mokosi visą gyvenimą."),
        ("cp1253", "Η εκπαίδευση ενηλίκων είναι σημαντική για όλους τους πολίτες της Ευρώπης."),
        ("cp1251", "Образованието за възрастни е важно за всички граждани на Европа."),
    ],
)
def test_a_legacy_encoding_is_read_by_its_language_and_told(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (
        text,
        f"not UTF-8, read as {encoding}; save it as UTF-8 to be sure",
    )


def test_guessed_text_holds_no_control_signs() -> None:
    with pytest.raises(ReadError, match="binary data"):
        decode(b"\x01\x02 caf\xe9 \x03", "a.txt")


def test_the_note_reaches_the_reading() -> None:
    assert "not UTF-8" in read_text(FRENCH.encode("cp1252"), "a.txt").note
    assert read_text(FRENCH.encode(), "a.txt").note == ""


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02binary", b"PK\x03\x04\x00\x00\x00", "no byte order mark".encode("utf-16-le")]
)
def test_binary_data_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"data\.txt is not"):
        read_text(data, "data.txt")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_parts_paragraphs(line_end: str) -> None:
    assert one(line_end.join(["First one.", "", "Second one."])).text == "First one.\n\nSecond one."


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "Adults learn for many reasons and in many places, and most\nof them have little to do with work."
    assert one(wrapped).text == wrapped.replace("\n", " ")


def test_short_lines_were_broken_on_purpose() -> None:
    contact = "Gina Example\ne-mail: gina(at)sample.example"
    assert contact in one(f"A sentence that says something.\n\nContact\n\n{contact}").text


def test_an_address_is_no_heading() -> None:
    document = one("A sentence that says something.\n\ngina(at)sample.example\n\nAnother sentence.")
    assert headings(document) == [""]


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "▪"])
def test_list_items_are_kept_with_their_bullets(bullet: str) -> None:
    listed = f"{bullet} one thing\n{bullet} another thing"
    assert listed in one(f"EAEA asks for:\n\n{listed}\n\nThat is all.").text


def test_a_short_line_without_a_full_stop_is_the_heading_of_what_follows() -> None:
    document = one("An opening sentence.\n\nWhat we ask for\n\nMore money.\n\nIs that so?\n\nYes.")
    assert headings(document) == ["", "What we ask for"]
    section = document.sections[1]
    assert document.text[section.start : section.end].startswith("What we ask for\n\nMore money.")


def test_the_last_line_is_no_heading() -> None:
    assert headings(one("A sentence.\n\nSigned by all")) == [""]


@given(st.text(alphabet="ab.- •\n", max_size=200))
def test_no_letter_of_a_plain_text_is_lost(text: str) -> None:
    def letters(words: str) -> str:
        return re.sub(r"[^ab.]", "", words)

    for document in read_text(text.encode(), "zzz.txt").documents:
        assert letters(document.title) + letters(document.text) == letters(text)


def test_a_bullet_without_an_item_is_no_item() -> None:
    assert one("EAEA asks for:\n\n- \n- more money").text == "EAEA asks for:\n\n- \n- more money"


FRONT = """---
title: "Erasmus+: a fair share"
date: {date}
tags: [Erasmus+, funding]
language: fr-BE
url: https://sample.example/erasmus
---

"""


def markdown(text: str) -> Document:
    (document,) = read_markdown(text.encode(), "a.md").documents
    return document


@pytest.mark.parametrize("written", ["2025-09-24", "2025-09-24T10:00:00", '"24.09.2025"'])
def test_front_matter_tells_about_the_document(written: str) -> None:
    document = markdown(FRONT.format(date=written) + "Some words.")
    assert document.title == "Erasmus+: a fair share"
    assert document.published == date(2025, 9, 24)
    assert document.topics == ("Erasmus+", "funding")
    assert document.language == "fr"
    assert document.url == "https://sample.example/erasmus"
    assert document.text == "Some words."


def test_tags_may_be_a_list_in_one_line() -> None:
    assert markdown("---\ntags: one, two ,\n---\nWords.").topics == ("one", "two")
    assert markdown("---\ntags: [one, null]\n---\nWords.").topics == ("one",)


def test_the_first_heading_is_the_title_and_no_text() -> None:
    document = markdown("# The title\n\nWords.\n\n## Costs\n\nMore words.")
    assert (document.title, document.text) == ("The title", "Words.\n\nCosts\n\nMore words.")
    assert headings(document) == ["", "Costs"]


def test_lists_tables_and_quotations_keep_their_shape() -> None:
    document = markdown(
        "Asks:\n\n- one\n- two\n  wrapped\n\n> They said so.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
    )
    assert document.text == "Asks:\n\n• one\n• two wrapped\n\nThey said so.\n\na | b\n1 | 2\n3 | 4"
    assert [document.text[span.start : span.end] for span in document.quotations] == ["They said so."]


@pytest.mark.parametrize(
    "quoted",
    [
        "> - Vouchers should go.",
        "> | a | b |\n> |---|---|\n> | 1 | Vouchers should go. |",
        "> ## Vouchers should go.",
        "<blockquote>\n\nVouchers should go.\n\n</blockquote>",
        "<blockquote class='x'>\n<p>\n\nVouchers should go.\n\n</p></blockquote>",
    ],
)
def test_whatever_lies_in_a_quotation_is_quoted(quoted: str) -> None:
    document = markdown(f"EAEA heard:\n\n{quoted}\n\nEAEA regrets this.\n\n- EAEA stays.\n")
    said = " ".join(document.text[span.start : span.end] for span in document.quotations)
    assert "Vouchers should go." in said and "EAEA" not in said


def test_lines_of_a_plain_text_that_are_marked_as_quoted_are() -> None:
    (document,) = read_text(
        b"EAEA heard:\n\n> Vouchers should go.\n> All of them.\n\nEAEA regrets this.\n", "a.txt"
    ).documents
    assert [document.text[one.start : one.end] for one in document.quotations] == [
        "> Vouchers should go.\n> All of them."
    ]


def test_inline_quotations_of_html_have_marks() -> None:
    assert markdown("The mayor said <q>sell *all*</q> now.").text == "The mayor said “sell all” now."


def test_emphasis_leaves_no_marks_and_links_know_their_words() -> None:
    document = markdown("A *very* **important** [study](https://sample.example/s) says `so`.")
    assert document.text == "A very important study says so."
    assert [(document.text[link.start : link.end], link.address) for link in document.links] == [
        ("study", "https://sample.example/s")
    ]


def test_a_script_becomes_no_address() -> None:
    document = markdown("---\nurl: javascript:alert(1)\n---\n[a](mailto:a@b.example) [b](/relative) word")
    assert (document.url, document.links) == ("", ())


def test_a_link_without_words_is_none_and_one_ends_with_its_words() -> None:
    document = markdown(
        "Asks [](https://sample.example/s) for [ ](https://sample.example/t) [more\\\n](https://sample.example/u)"
    )
    assert [document.text[link.start : link.end] for link in document.links] == ["more"]


@pytest.mark.parametrize("front", ["title: [x", "date: 2021-13-45", "a: b: c"])
def test_front_matter_that_cannot_be_meant_is_named(front: str) -> None:
    with pytest.raises(ReadError, match=r"a\.md has front matter that"):
        read_markdown(f"---\n{front}\n---\nWords.".encode(), "a.md")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert markdown("---\n\nWords of a text.").text == "Words of a text."


MARKDOWN_PARTS = st.lists(
    st.sampled_from(
        ["# One", "## Two", "Words here.", "- item\n- item", "> quoted", "12.03.2021", "[a](https://b.example) c"]
    ),
    max_size=10,
)


@given(MARKDOWN_PARTS)
def test_everything_that_points_into_a_markdown_text_lies_inside_it(parts: list[str]) -> None:
    for document in read_markdown("\n\n".join(parts).encode(), "a.md").documents:
        assert document.sections[0].start == 0
        assert document.sections[-1].end == len(document.text)
        assert all(left.end == right.start for left, right in pairwise(document.sections))
        for link in document.links:
            assert document.text[link.start : link.end] == "a"
        for span in document.quotations:
            assert document.text[span.start : span.end] == "quoted"


def test_a_line_that_goes_on_with_a_list_item_is_no_heading() -> None:
    (found,) = read_text(b"A title\n\nWe ask.\n\n- more money for\nadult learning\n- more time\n", "a.txt").documents
    assert "adult learning" not in [section.heading for section in found.sections]
