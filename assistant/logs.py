"""What is logged, and how: one line each on standard error, as text for people or as JSON for programs.

A line has a time (UTC), a level, an event, and what belongs to it; lines that came of one request have its `request`,
which the answer tells in `X-Request-ID`. Addresses of pages are told by their route, never by what stands in them: that
may be a question. Who asked is not told, unless the settings want the network that a request came from.
"""

import io
import json
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any, Literal, TextIO

LogFormat = Literal["text", "json"]
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request that is being answered, "" outside of one."""
FACTS = "facts"
"""Where a record holds what belongs to its event."""
IPV4, IPV6 = 24, 48
"""Bits of an address that are told: an office, not a desk (the usual cut of anonymising log formats)."""


def told_network(address: str) -> str:
    """The network of an address, such as 192.0.2.0/24; "" for what is no address."""
    try:
        bits = IPV4 if ip_address(address).version == 4 else IPV6
        return str(ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return ""


def log_event(event: str, facts: Mapping[str, object], level: int = logging.INFO) -> None:
    """Log something that happened, with what belongs to it."""
    logging.getLogger("assistant").log(level, event, extra={"event": event, FACTS: facts})


def configure_logs(form: LogFormat, level: str, stream: TextIO) -> None:
    """From here on everything that this process logs goes to the stream, in one form."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for chatty in ("httpx", "httpcore", "asyncio", "matplotlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class PrintedLines(io.TextIOBase):
    """Stands in for standard error: what a library prints there becomes lines of the log."""

    def __init__(self) -> None:
        self._begun = ""

    def write(self, text: str) -> int:
        """Log the lines that are whole."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if line.strip():
                logging.getLogger("stderr").warning("%s", line.rstrip())
        return len(text)


def _facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a line tells, in its order."""
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    event = getattr(record, "event", "")
    told: dict[str, Any] = {"time": time, "level": record.levelname.lower(), "event": event or "message"}
    if not event:
        told |= {"logger": record.name, "message": record.getMessage()}
    told |= getattr(record, FACTS, {})
    if REQUEST.get():
        told.setdefault("request", REQUEST.get())
    return told


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object; a traceback is in it whole."""
        told = _facts_of(record)
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """A line of words; a traceback stands below it."""
        told = _facts_of(record)
        head = f"{told.pop('time')} {told.pop('level'):<7} {told.pop('event')}"
        words = " ".join(f"{name}={_shown(value)}" for name, value in told.items())
        line = f"{head} {words}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _shown(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if not text or any(sign in text for sign in ' "\n\r=') else text
