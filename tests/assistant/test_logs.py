"""The form of the log."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.logs import REQUEST, LogFormat, PrintedLines, configure_logs, log_event, told_network


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged; the logging of the tests is as it was afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[str]:
    return stream.getvalue().splitlines()


def test_in_json_each_line_is_an_object_with_the_traceback_whole(stream: io.StringIO) -> None:
    configure_logs("json", "info", stream)
    mark = REQUEST.set("0a1b")
    log_event("request", {"route": "/find", "status": 200, "ms": 1.5})
    try:
        _ = 1 // 0
    except ZeroDivisionError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    REQUEST.reset(mark)
    logging.getLogger("gradio").warning("a %s\nof two lines", "word")
    first, second, third = (json.loads(line) for line in lines(stream))
    assert datetime.fromisoformat(first.pop("time")).tzinfo is not None
    assert first == {
        "level": "info", "event": "request", "route": "/find", "status": 200, "ms": 1.5, "request": "0a1b",
    }  # fmt: skip
    assert second["request"] == "0a1b" and second["level"] == "error" and second["logger"] == "uvicorn.error"
    assert second["traceback"].startswith("Traceback") and "ZeroDivisionError" in second["traceback"]
    assert third["message"] == "a word\nof two lines" and "request" not in third


def test_in_text_a_line_stays_a_line(stream: io.StringIO) -> None:
    configure_logs("text", "info", stream)
    log_event("request", {"route": "/find", "status": 200})
    logging.getLogger("gradio").warning("two\nlines = one")
    first, second = lines(stream)
    assert first.endswith("info    request route=/find status=200")
    assert second.endswith(r'warning message logger=gradio message="two\nlines = one"')


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_below_the_level_is_left_out(form: LogFormat, stream: io.StringIO) -> None:
    configure_logs(form, "error", stream)
    log_event("request", {"status": 200})
    logging.getLogger("gradio").warning("not now")
    assert lines(stream) == []


def test_what_a_library_prints_becomes_lines(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    configure_logs("json", "info", stream)
    monkeypatch.setattr(sys, "stderr", PrintedLines())
    sys.stderr.write("half ")
    sys.stderr.write("a line\n\nTraceback:\n  rest")
    assert [json.loads(line)["message"] for line in lines(stream)] == ["half a line", "Traceback:"]


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("testclient", ""), ("", "")],
)
def test_an_address_is_told_as_its_network(address: str, network: str) -> None:
    assert told_network(address) == network
