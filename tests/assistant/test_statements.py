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
        "See https://example.org for all the details.",
    ],
)
def test_addresses_links_and_scraps_are_never_quoted(scrap: str) -> None:
    assert not worth_quoting(scrap)
