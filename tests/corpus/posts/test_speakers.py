"""Documents of other bodies are told by the marks on their first page, not by what a text discusses."""

from dataclasses import replace

import pytest

from corpus.posts.documents import documents_of
from tests.corpus.posts.test_documents import draft
from tests.corpus.posts.test_signatures import Part

TEXT = "Adult learning is a matter of fairness, and the Union has spoken about it for twenty years without much effect."


def speaker(*parts: Part, title: str = "On adult learning", kind: str = "statement", letterhead: str = "") -> str:
    return documents_of(replace(draft(*parts, title=title), kind=kind, letterhead=letterhead), "a.pdf")[0].speaker


@pytest.mark.parametrize(
    ("marks", "body"),
    [
        (("EUROPEAN COMMISSION", "Brussels, 30.9.2020", "COM(2020) 624 final"), "European Commission"),
        (("EUROPEAN COMMISSION Brussels, 30.9.2020 COM(2020) 624 final",), "European Commission"),
        (("COMMISSION EUROPÉENNE", "Bruxelles, le 30.9.2020", "COM(2020) 624 final"), "European Commission"),
        (("COMMISSION STAFF WORKING DOCUMENT", "SWD(2020) 212 final"), "European Commission"),
        (("COM(2021) 770 final", "Proposal for a COUNCIL RECOMMENDATION on skills"), "European Commission"),
        (("COUNCIL RECOMMENDATION", "of 16 June 2022", "(2022/C 243/02)"), "Council of the European Union"),
        (("Council conclusions on adult learning", "OJ C 504, 14.12.2021, p. 9"), "Council of the European Union"),
        (("Council of the European Union".upper(), "OUTCOME OF PROCEEDINGS"), "Council of the European Union"),
        (("European Parliament resolution of 11 February 2021", "P9_TA(2021)0051"), "European Parliament"),
        (("28.5.2021 EN Official Journal of the European Union L 189/1",), "Official Journal of the European Union"),
        (
            ("Official Journal of the European Union L 189/1",
             "REGULATION (EU) 2021/817 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL"),
            "European Parliament and Council of the European Union",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["statement", "post"])
def test_the_marks_of_a_body(marks: tuple[str, ...], body: str, kind: str) -> None:
    assert speaker(*marks, TEXT, kind=kind) == body
    assert speaker(TEXT, letterhead="\n".join(marks), kind=kind) == body


@pytest.mark.parametrize(
    "parts",
    [
        ("In COM(2020) 624 final the European Commission speaks of skills. EAEA regrets that it forgets adults.",),
        ("EUROPEAN COMMISSION", "Rue de la Loi 200", "Brussels, 12 July 2021", TEXT),
        ("Council Recommendation on learning accounts", TEXT, "OJ C 243, 27.6.2022"),
        (TEXT, "EUROPEAN COMMISSION", "COM(2020) 624 final"),
        ("The European Commission and adult learning", "COM(2020) 624 final", TEXT),
        ("Our views on COM(2020) 624 final", TEXT),
        ("As the Official Journal of the European Union L 189/1 says, adults may take part in the programme.", TEXT),
        ("Published in 2022 by UNESCO, the report shows what adults need.", TEXT),
        ("Source: OECD (2021), Skills Outlook, OECD Publishing, Paris.", TEXT),
    ],
)
def test_an_association_that_discusses_a_body_speaks_for_itself(parts: tuple[str, ...]) -> None:
    assert speaker(*parts) == ""


@pytest.mark.parametrize(
    ("imprint", "body"),
    [
        ("Published in 2022 by the United Nations Educational, Scientific and Cultural Organization, Paris", "UNESCO"),
        ("Published in 2022 by the UNESCO Institute for Lifelong Learning, Hamburg", "UNESCO"),
        ("Please cite this publication as: OECD (2021), Skills, OECD Publishing, Paris.", "OECD"),
        ("This work is published under the responsibility of the Secretary-General of the OECD.", "OECD"),
    ],
)
def test_an_imprint_counts_in_a_file_and_not_in_a_post(imprint: str, body: str) -> None:
    assert speaker(TEXT, imprint) == body
    assert speaker(TEXT, imprint, kind="post") == ""
