"""Ours, with the settings that count where there is no file of settings. There is nothing to tune."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings, load_settings
from assistant.wire import encoder_of, searcher_of
from benchmarks.peers.peer import Ask, Change, Found, Text
from benchmarks.peers.texts import CORPUS
from corpus.sources import open_source
from index.build import sync
from index.query import Query


class Ours:
    """The library in `folder`; the file that it is built from lies beside it, as with a person who keeps one."""

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """See Peer."""
        source = folder.with_name("source") / CORPUS
        source.parent.mkdir(exist_ok=True)
        lines = (json.dumps({"_id": one.name, "title": "", "text": one.text}) for one in documents)
        source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return sync(folder, [open_source(str(source))], encoder_of(_settings(folder))).passages

    def change(self, now: Change, folder: Path) -> None:
        """See Peer: a sync is given all documents."""
        self.build(now.documents, folder)

    def open(self, folder: Path) -> Ask:
        """See Peer."""
        searcher = searcher_of(_settings(folder))

        def ask(question: str, k: int) -> list[Found]:
            return [Found(hit.document.id, hit.text) for hit in searcher.search(Query(question), k)]

        return ask


def peer(_tuned: bool) -> Ours:
    """See Peer."""
    return Ours()


def _settings(folder: Path) -> Settings:
    return replace(load_settings(), index=folder)
