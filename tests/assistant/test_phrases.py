import pytest

from assistant.phrases import phrases_in


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("What is said about digital skills?", ()),
        ('What is said about "digital skills"?', ("digital skills",)),
        ("What is said about “digital skills”?", ("digital skills",)),
        ("Was sagt die EAEA zu „digitalen  Kompetenzen“?", ("digitalen Kompetenzen",)),
        ("Que dit-on des « compétences numériques » ?", ("compétences numériques",)),
        ("Was gilt für »Lernkonten«?", ("Lernkonten",)),
        ("Mitä sanotaan ”digitaidoista”?", ("digitaidoista",)),
        ('"one" and “two” and "one"', ("one", "two")),
        ("EAEA's view on learners' rights, 'so to say'", ()),
        ('an open "end', ()),
        ('"" and "?!"', ()),
        ('5" and 6 feet', ()),
    ],
)
def test_what_stands_in_quotation_marks_is_a_phrase(question: str, phrases: tuple[str, ...]) -> None:
    assert phrases_in(question) == phrases
