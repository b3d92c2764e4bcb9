"""Which sentences are worth quoting."""

import pytest

from assistant.statements import states_something, worth_quoting


@pytest.mark.parametrize(
    "sentence",
    [
        "EAEA welcomes the proposal.",
        "Funding must not depend on vacancies.",
        "We call for a right to learn.",
        "L’EAEA demande une ligne budgétaire propre.",
        "Die EAEA fordert ein dauerhaftes Budget.",
    ],
)
def test_positions_are_told_from_narration(sentence: str) -> None:
    assert states_something(sentence)


@pytest.mark.parametrize("sentence", ["The workshop took place in Tampere.", "In 2016 there were 43 participants."])
def test_narration_states_nothing(sentence: str) -> None:
    assert not states_something(sentence)


@pytest.mark.parametrize(
    "scrap",
    [
        "e-mail: gina.ebner(at)eaea.org and others",
        "Read the full statement of EAEA: The perils and potential (pdf)",
        "More information",
        "Please send your answer to office [at] eaea.example by 13 July.",
        "Members should write to office (at) eaea.example about their needs.",
        "For more information, please contact Gina Example of the secretariat in Brussels.",
        "Gina Example, Secretary General of the European Association for the Education of Adults",
        "Policy officer for adult learning and education in the Brussels secretariat",
        "See https://example.org for all the details.",
    ],
)
def test_addresses_links_and_scraps_are_never_quoted(scrap: str) -> None:
    assert not worth_quoting(scrap)


@pytest.mark.parametrize(
    "sentence",
    [
        "More information on learning accounts must reach adults with low skills.",
        "The president of the association regrets that the plan is silent on adults.",
        "EAEA meets at the start of each year and calls for a plan.",
    ],
)
def test_sentences_that_speak_of_information_and_people_may_be_quoted(sentence: str) -> None:
    assert worth_quoting(sentence)
