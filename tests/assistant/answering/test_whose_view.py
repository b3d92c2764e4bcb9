import pytest

from assistant.answering.whose_view import body_asked


@pytest.mark.parametrize(
    ("question", "body"),
    [
        (
            "What does the European University Association think about micro-credentials?",
            "European University Association",
        ),
        ("What did the Green party promise on adult education?", "Green party"),
        ("What does UNESCO say about health literacy?", "UNESCO"),
        ("Does the European Commission support learning accounts?", "Commission"),
        ("What is the OECD's position on skills?", "OECD"),
        ("What is the position of the European Parliament on literacy?", "Parliament"),
        ("According to Cedefop, who pays for learning?", "Cedefop"),
        ("Did the Council of the European Union really welcome the recommendation?", "Council"),
        ("What does EAEA think about micro-credentials?", ""),
        ("What is EAEA's position on micro-credentials?", ""),
        ("What is the position of EAEA on the European Commission's plan?", ""),
        ("What does the European Association for the Education of Adults say about prisons?", ""),
        ("What does the association want from the Commission?", ""),
        ("Why do adults want to learn?", ""),
        ("Should Member States pay for courses?", ""),
        ("What do you think about Erasmus+?", ""),
        ("According to EAEA, who pays?", ""),
    ],
)
def test_the_body_whose_view_is_asked_for(question: str, body: str) -> None:
    assert body_asked(question) == body
