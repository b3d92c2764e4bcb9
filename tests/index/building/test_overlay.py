"""Versions and translations in a library, from sync to sync."""

from contextlib import closing
from pathlib import Path

import pytest

from index.library.generation import STORE, open_current
from index.library.store import Store
from index.reports.report import Report
from tests.conftest import ToyEncoder, WriteFolder, sync_folder
from tests.index.synced import reasons

WORDS = "EAEA asks the Member States to give every adult a learning account and to fill it every year. "


def post(words: str, day: str, url: str = "https://example.org/accounts/", language: str = "en") -> str:
    return f"---\ntitle: Learning accounts\ndate: {day}\nurl: {url}\nlang: {language}\n---\n{words}\n"


OLD = post(WORDS * 3 + "The accounts should hold 500 euros.", "2016-01-01")
NEW = post(WORDS * 3 + "The accounts should hold 800 euros.", "2022-01-01", "http://www.example.org/accounts")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def shown(library: Path) -> dict[str, tuple[str, str]]:
    with closing(Store.read(open_current(library).folder / STORE)) as store:
        return {document.id: (document.status, document.superseded_by) for document in store.documents()}


def synced(library: Path, encoder: ToyEncoder, folder: Path) -> Report:
    return sync_folder(library, encoder, folder)


def test_two_versions_at_one_address_are_kept_and_the_newest_is_current(
    library: Path, folder: WriteFolder, toy_encoder: ToyEncoder
) -> None:
    report = synced(library, toy_encoder, folder({"new.md": NEW, "old.md": OLD}))
    assert shown(library) == {"new.md": ("current", ""), "old.md": ("superseded", "new.md")}
    assert reasons(report)["old.md"] == "old.md is an older version of new.md"


def test_an_older_version_is_current_again_when_the_newer_one_goes(
    library: Path, folder: WriteFolder, toy_encoder: ToyEncoder
) -> None:
    files = folder({"new.md": NEW, "old.md": OLD})
    synced(library, toy_encoder, files)
    (files / "new.md").unlink()
    report = synced(library, toy_encoder, files)
    assert shown(library) == {"old.md": ("current", "")}
    (change,) = report.changes
    assert {(fact.name, fact.old, fact.new) for fact in change.facts} == {
        ("status", "superseded", "current"),
        ("superseded by", "new.md", ""),
    }


def test_a_newer_version_that_arrives_later_replaces_the_one_that_was_there(
    library: Path, folder: WriteFolder, toy_encoder: ToyEncoder
) -> None:
    synced(library, toy_encoder, folder({"old.md": OLD}))
    report = synced(library, toy_encoder, folder({"new.md": NEW}))
    assert shown(library)["old.md"] == ("superseded", "new.md")
    assert dict(report.counts) == {"added": 1, "unchanged": 1}


def test_of_two_copies_the_one_that_changes_is_the_newest(
    library: Path, folder: WriteFolder, toy_encoder: ToyEncoder
) -> None:
    synced(library, toy_encoder, folder({"a.md": OLD, "b.md": OLD}))
    synced(library, toy_encoder, folder({"a.md": OLD.replace("500", "600")}))
    assert shown(library) == {"a.md": ("current", ""), "b.md": ("superseded", "a.md")}


def test_staff_have_the_last_word_on_a_version(library: Path, folder: WriteFolder, toy_encoder: ToyEncoder) -> None:
    told = '[documents."old.md"]\nstatus = "current"\nsuperseded_by = ""\n'
    synced(library, toy_encoder, folder({"new.md": NEW, "old.md": OLD, "catalogue.toml": told}))
    assert shown(library)["old.md"] == ("current", "")


def test_the_same_words_at_one_address_are_a_duplicate_and_no_version(
    library: Path, folder: WriteFolder, toy_encoder: ToyEncoder
) -> None:
    report = synced(library, toy_encoder, folder({"a.md": OLD, "b.md": OLD}))
    assert dict(report.counts) == {"added": 1, "duplicate": 1}
    assert shown(library) == {"a.md": ("current", "")}


def test_translations_find_each_other_and_part_again(
    library: Path, folder: WriteFolder, toy_encoder: ToyEncoder
) -> None:
    french = "L'AEFA demande aux États membres de donner à chaque adulte un compte de formation. " * 3
    files = folder(
        {
            "plan-en.md": post(WORDS * 3, "2020-01-01", "https://example.org/plan/"),
            "plan-fr.md": post(french, "2020-01-01", "https://example.org/fr/plan/", "fr"),
        }
    )
    synced(library, toy_encoder, files)
    with closing(Store.read(open_current(library).folder / STORE)) as store:
        assert store.translations_of("plan-en.md") == (("plan-fr.md", "fr", "Learning accounts"),)
        assert store.translations_of("plan-fr.md") == (("plan-en.md", "en", "Learning accounts"),)
    (files / "plan-fr.md").rename(files / "other.md")
    synced(library, toy_encoder, files)
    with closing(Store.read(open_current(library).folder / STORE)) as store:
        assert store.translations_of("plan-en.md") == ()
