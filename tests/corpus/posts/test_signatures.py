"""Who signed a text, and who speaks in it; a wrong name is worse than none."""

from dataclasses import replace

import pytest

from corpus.document import Document
from corpus.draft import Style
from corpus.posts.documents import documents_of
from corpus.posts.signatures import spokesmen
from tests.corpus.posts.test_documents import SENTENCE, draft

NAMES = (
    "European Association for the Education of Adults (EAEA)",
    "Rural Learners’ Alliance",
    "Repair and Learn Federation",
)
Part = str | tuple[str, Style]


def statement(*parts: Part, title: str = "No cuts", kind: str = "statement", letterhead: str = "") -> Document:
    told = replace(draft(*parts, title=title), kind=kind, letterhead=letterhead)
    return documents_of(told, "a.pdf")[0]


def items(*names: str) -> list[Part]:
    return [(name, "item") for name in names]


@pytest.mark.parametrize(
    "heading",
    [
        "Signatories", "8. Signatories", "Signatory organisations", "Signed by:", "Co-signed by", "List of signatories",
        "The undersigned organisations", "Signataires", "Organisations signataires", "Unterzeichner", "Firmantes",
        "Unterzeichnende Organisationen", "Firmatari", "Ondertekenaars",
    ],
)  # fmt: skip
def test_a_list_below_such_a_heading_names_the_signatories(heading: str) -> None:
    found = statement(SENTENCE, (heading, "heading"), *items(*NAMES), "The text was agreed in May.")
    assert (found.signatories, found.kind) == (NAMES, "joint statement")
    assert found.speaker == "EAEA with Rural Learners’ Alliance and Repair and Learn Federation"


@pytest.mark.parametrize(
    "parts",
    [
        ("\n".join(NAMES),),
        NAMES,
        (*NAMES, ("Contact", "heading"), "Gina Example"),
        tuple(items(*(f"{name};" for name in NAMES))),
    ],
)
def test_shapes_of_lists(parts: tuple[Part, ...]) -> None:
    assert statement(SENTENCE, ("Signatories", "heading"), *parts).signatories == NAMES


@pytest.mark.parametrize(
    "parts",
    [
        [("Signed by", "heading"), "Gina Example", "Secretary General"],
        [("Signed by", "heading"), "Gina Example\nPaul Derrin\nIlka Saarinen"],
        [("Signatories", "heading"), "The Rural Learners’ Alliance and the Repair Federation signed on 8 May."],
        [("Signatories", "heading"), *items(NAMES[0])],
        [("Supported by", "heading"), *items("Erasmus+ Programme of the European Union", "City Foundation")],
        [("Signatories", "heading"), ("Next steps", "heading"), *items(*NAMES)],
        [("Signatories", "heading"), *items("more money for centres", "a network of schools")],
    ],
)
def test_what_names_no_organisations(parts: list[Part]) -> None:
    found = statement(SENTENCE, *parts)
    assert (found.signatories, found.kind, found.speaker) == ((), "statement", "")


def test_a_joint_text_may_be_supported() -> None:
    parts = [SENTENCE, ("Supported by", "heading"), *items(*NAMES)]
    assert statement(*parts, title="Joint statement: no cuts").signatories == NAMES


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Joint statement of EAEA, SOLIDAR and the Rural Alliance on funds", ("EAEA", "SOLIDAR", "Rural Alliance")),
        ("Joint letter by EAEA and SOLIDAR", ("EAEA", "SOLIDAR")),
        ("Joint call of EAEA, Learn and Mend Union, SOLIDAR and X", ("EAEA", "Learn and Mend Union", "SOLIDAR", "X")),
        ("Joint statement of EAEA, Repair and Learn Federation and SOLIDAR", ()),
        ("Joint statement of EAEA and Repair and Learn Federation", ()),
        ("Joint statement by EAEA and SOLIDAR calls for funds", ()),
        ("Joint statement of twelve organisations", ()),
        ("Joint statement of parents and teachers", ()),
    ],
)  # fmt: skip
def test_a_title_may_name_them(title: str, names: tuple[str, ...]) -> None:
    assert statement(SENTENCE, title=title).signatories == names
    assert statement(SENTENCE, letterhead=f"{title}\nBrussels").signatories == names


def test_a_post_that_presents_a_joint_statement_stays_a_post() -> None:
    link = "Read the joint statement: No cuts (pdf)"
    found = statement(SENTENCE, link, ("Signatories", "heading"), *items(*NAMES), kind="post")
    assert (found.kind, found.signatories, found.speaker) == ("post", NAMES, "")


def test_of_many_signatories_only_the_number_is_told() -> None:
    many = tuple(f"Network {number}" for number in range(28))
    assert spokesmen(many) == "Network 0 with 27 other organisations"
    assert spokesmen(many[:2]) == "Network 0 with Network 1"
