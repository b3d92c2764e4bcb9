"""The vocabulary that comes along, and a file of staff's own beside it."""

from pathlib import Path

import pytest

from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from assistant.settings import load_settings
from assistant.vocabulary import read_vocabulary
from assistant.web.render import Pages
from corpus.errors import SettingsError
from index.models.encoder import Encoder
from index.search import Searcher
from index.searching.vocabulary import Vocabulary

ALE = "ALE read as adult learning and education"


def own(folder: Path, text: str) -> Vocabulary:
    file = folder / "vocabulary.toml"
    file.write_text(text, encoding="utf-8")
    return read_vocabulary(file)


@pytest.fixture(scope="module")
def answerer(sample_library: Path, encoder: Encoder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(Searcher.open(sample_library, encoder, read_vocabulary(None)))


def test_the_vocabulary_that_comes_along_knows_the_field() -> None:
    assert read_vocabulary(None).told(["ALE?", "What became of Grundtvig?"]) == (
        ALE,
        "Grundtvig, now Erasmus+ adult education",
    )


def test_entries_of_a_file_come_beside_those_that_come_along(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, 'entries = [{ names = ["NVL", "Nordic Network for Adult Learning"] }]')
    assert vocabulary.told(["NVL and ALE"]) == ("NVL read as Nordic Network for Adult Learning", ALE)


def test_an_entry_with_a_name_of_one_that_comes_along_takes_its_place(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, 'entries = [{ names = ["AE", "Adult Learning and Education"] }]')
    assert vocabulary.told(["AE, ALE"]) == ("AE read as Adult Learning and Education",)


def test_an_acronym_of_two_entries_keeps_both_meanings(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, 'entries = [{ names = ["GOAL", "growing old and learning"] }]')
    assert vocabulary.told(["GOAL"]) == (
        "GOAL read as growing old and learning or as Guidance and Orientation for Adult Learners",
    )


def test_entries_that_come_along_are_removed_by_a_name_or_all_together(tmp_path: Path) -> None:
    assert own(tmp_path, 'remove = ["GOAL"]').told(["GOAL, ALE"]) == (ALE,)
    assert own(tmp_path, "defaults = false").groups == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('entries = [{ names = ["A" }]', "is no TOML"),
        ('entries = [{ names = ["ALE"] }]', "entry 1 has fewer than two names"),
        ('entries = [{ names = ["ALE", "x y"] }, { names = ["XY", "X y"] }]', '"x y" stands in entry 1 and in entry 2'),
        ('entries = [{ names = ["ALE", " "] }]', "entry 1 has an empty name"),
        ('entries = [{ old = "", new = "b" }]', "entry 1 has an empty name"),
        ('entries = [{ old = "Beta", new = "beta" }]', "entry 1 has a name twice"),
        ('entries = [{ old = "Beta" }]', "entry 1 must be"),
        ('entries = [{ names = "ALE" }]', "names must be texts in quotes"),
        ('entries = [{ names = ["ALE", 3] }]', "names must be texts in quotes"),
        ('entries = "ALE"', "entries must be a list"),
        ("entries = [3]", "entry 1 must be"),
        ('groups = [{ names = ["ALE", "x y"] }]', 'there is no "groups"'),
        ('remove = ["NONE"]', 'remove names "NONE"'),
        ('remove = "ALE"', "remove must be a list"),
        ("defaults = 1", "defaults must be true or false"),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=r"vocabulary\.toml") as told:
        own(tmp_path, text)
    assert why in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        read_vocabulary(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_vocabulary(tmp_path)


def test_the_settings_name_the_file_from_their_own_folder(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text('[library]\nvocabulary = "names.toml"\n', encoding="utf-8")
    assert load_settings(tmp_path / "assistant.toml").vocabulary == tmp_path / "names.toml"


def test_an_abbreviation_is_answered_and_the_answer_says_how_it_was_read(answerer: ExtractiveAnswerer) -> None:
    answer = answerer.answer(query_of("Does EAEA support ILAs?"))
    assert "supports individual learning accounts" in answer.citations[0].quote
    assert answer.readings == ("ILAs read as individual learning account",)
    assert answer.as_record()["readings"] == list(answer.readings)
    assert '<p class="together">ILAs read as individual learning account</p>' in str(Pages().answer(answer, "source"))


def test_a_silence_says_how_the_question_was_read(answerer: ExtractiveAnswerer) -> None:
    answer = answerer.answer(query_of("What does EAEA say about ALMA?"))
    assert (answer.status, answer.readings) == ("not_found", ("ALMA read as Aim, Learn, Master, Achieve",))


def test_a_question_without_a_name_is_answered_the_same(
    answerer: ExtractiveAnswerer, sample_library: Path, encoder: Encoder
) -> None:
    plain = ExtractiveAnswerer(Searcher.open(sample_library, encoder))
    for question in ("How should learning in prison be paid?", "Should school meals be free?"):
        assert answerer.answer(query_of(question)) == plain.answer(query_of(question))
