"""What is sent at a way into the application when one value is tried in every place that takes one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from benchmarks.faults.visitors.site import Answer, Site
from benchmarks.faults.visitors.ways import OF_PAGES, Way

SAFE = "%/.:\\;"
"""Signs of a value that are sent as they are; "%" since the value may be encoded already, or twice."""
ACCEPT = {"Accept": "application/json, text/event-stream"}
TOOLS = ("ask", "search", "positions", "find", "check", "documents", "document", "status")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def answered(self, site: Site, headers: Mapping[str, str]) -> Answer:
        """What comes back, with headers that say who asks."""
        return site.ask(self.method, self.target, {**self.headers, **headers}, self.body)


def sent_to(way: Way, value: str) -> Iterator[Sent]:
    """Requests at a way with a value wherever it takes one: in its path, its query, its form."""
    value = quote(value, safe=SAFE)
    path, plain = way.filled(value), unquote(value)
    if way.path == "/mcp":
        yield from _calls(plain)
    elif way.method in ("GET", "HEAD"):
        names = way.query if way.is_api else dict.fromkeys((*way.query, *OF_PAGES))
        together = "&".join(f"{name}={value}" for name in names if name not in way.parts)
        yield Sent(way.method, f"{path}?{together}" if together else path)
        if way.is_api:
            for name in names:
                yield Sent(way.method, f"{path}?q=fees&{name}={value}" if name != "q" else f"{path}?q={value}")
    elif way.is_api:
        for told in (dict.fromkeys(way.form, plain), {"question": plain}, {"text": plain}):
            yield Sent(way.method, path, {"Content-Type": "application/json"}, _json(told))
    else:
        told_form = "&".join(f"{name}={quote(plain, safe='', errors='replace')}" for name in way.form)
        yield Sent(way.method, path, {"Content-Type": "application/x-www-form-urlencoded"}, told_form.encode())


def _calls(value: str) -> Iterator[Sent]:
    """Every tool of the Model Context Protocol, and its resources."""
    names = ("question", "topic", "text", "document")
    calls = [("tools/call", {"name": tool, "arguments": {name: value}}) for tool in TOOLS for name in names]
    asked: list[tuple[str, object]] = [*calls, ("resources/read", {"uri": value}), ("resources/list", {})]
    asked += [("resources/read", {"uri": f"document://{value}"}), ("tools/list", {}), (value, {})]
    for method, params in asked:
        body = _json({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        yield Sent("POST", "/mcp", {"Content-Type": "application/json", **ACCEPT}, body)


def _json(told: object) -> bytes:
    return json.dumps(told).encode()


def multipart(name: str, file: str, data: bytes) -> Sent:
    """A file as a form sends it, under several names at once."""
    edge = "edge-of-a-part"
    parts = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{one}"; filename="{file}"\r\n'
        f"Content-Type: text/html\r\n\r\n".encode()
        + data
        + b"\r\n"
        for one in (name, "files", "file", "draft", "words", "upload")
    )
    body = parts + f"--{edge}--\r\n".encode()
    return Sent("POST", "", {"Content-Type": f"multipart/form-data; boundary={edge}"}, body)
