"""What staff write: settings, corrections, other names, questions; and what a backup says of itself."""

import json
from contextlib import suppress

from assistant.backup.manifest import manifest_of
from assistant.batch import read_questions
from assistant.evaluation.saved_questions import read_saved_questions
from assistant.settings import FILE_NAME as SETTINGS
from assistant.settings import load_settings
from assistant.vocabulary import read_vocabulary
from benchmarks.fuzzing.sources import written
from benchmarks.fuzzing.target import Target, needed
from corpus.catalogue import FILE_NAME as CATALOGUE
from corpus.catalogue import read_catalogue
from corpus.document import Document, Section
from corpus.errors import BackupError, CatalogueError, QuestionError, SettingsError
from corpus.sources.item import storable
from index.query import Filters


def _settings(data: bytes) -> None:
    with suppress(SettingsError):
        load_settings(written(data, SETTINGS))


def _vocabulary(data: bytes) -> None:
    with suppress(SettingsError):
        read_vocabulary(written(data, "vocabulary.toml"))


def _catalogue(data: bytes) -> None:
    with suppress(CatalogueError):
        found = read_catalogue(written(data, CATALOGUE))
        for name in [*found.documents, "a"]:
            document = Document(name, "T", "text", (Section("", 0, 4),))
            needed(found.applied_to(document).text == "text", "a correction changed the words")


def _questions(data: bytes) -> None:
    """What is read can be written beside its answer."""
    with suppress(QuestionError):
        for name, query in read_questions(written(data, "questions.jsonl"), Filters(), "EAEA"):
            needed(storable(json.dumps([name, query.text, query.said], ensure_ascii=False)), "half of a character")


def _saved(data: bytes) -> None:
    with suppress(QuestionError):
        for one in read_saved_questions(written(data, "saved.jsonl"), "EAEA"):
            one.query(None)


def _manifest(data: bytes) -> None:
    with suppress(BackupError):
        manifest = manifest_of(data)
        names = [one.name for one in manifest.files]
        needed(not any(name.startswith("/") or ".." in name.split("/") for name in names), "a file outside")


TARGETS = (
    Target("settings", "the settings", _settings, ("toml", "settings")),
    Target("catalogue", "the catalogue of corrections", _catalogue, ("toml", "catalogue")),
    Target("vocabulary", "other names", _vocabulary, ("toml", "vocabulary")),
    Target("questions", "a file of questions", _questions, ("json", "questions")),
    Target("saved-questions", "saved questions", _saved, ("json", "questions")),
    Target("backup", "what a backup says it holds", _manifest, ("json", "backup")),
)
