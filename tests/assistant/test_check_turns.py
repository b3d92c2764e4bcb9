"""Drafts that are sent to the page take turns, from being read on."""

from threading import BoundedSemaphore
from typing import Any

import pytest

from assistant.web.views.checking import CheckViews
from corpus.errors import DraftError


def test_a_draft_is_not_read_before_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    read, nothing = list[bytes](), Any
    monkeypatch.setattr("assistant.web.views.checking.PATIENCE", 0.0)
    monkeypatch.setattr("assistant.web.views.checking.draft_of", lambda data, *_: read.append(data))
    monkeypatch.setattr("assistant.web.views.checking.check_draft", lambda *_: "checked")
    turns = BoundedSemaphore(1)
    views = CheckViews(nothing, "EAEA", nothing, turns)  # type: ignore[arg-type]
    with turns, pytest.raises(DraftError, match="Too many drafts"):
        views._checked("words", None, nothing)  # type: ignore[arg-type]
    assert read == []
    assert str(views._checked("words", None, nothing)) == "checked"  # type: ignore[arg-type]
    assert read == [b"words"]
