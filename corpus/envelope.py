"""What a site tells about a file, carried in front of its bytes to the reader: one JSON line, then the bytes."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Envelope:
    """What holds where the file itself says nothing; `url` always holds."""

    form: str
    """Of the bytes: "html", "text", "pdf", "wordpress", or "raw wordpress" for a post whose content is as stored."""
    url: str
    charset: str = ""
    """What the server says a text is encoded in."""
    title: str = ""
    published: str = ""
    """ISO 8601."""
    language: str = ""
    topics: tuple[str, ...] = ()
    presented_by: str = ""
    """Address of the post that presents this file."""
    note: str = ""

    def around(self, data: bytes) -> bytes:
        """The bytes of an item of the form "web"."""
        told = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n" + data

    @classmethod
    def opened(cls, data: bytes) -> tuple[Self, bytes]:
        """The envelope and the bytes of an item of the form "web"."""
        head, _, body = data.partition(b"\n")
        told = json.loads(head)
        return cls(**(told | {"topics": tuple(told.get("topics", ()))})), body


def form_within(data: bytes) -> str:
    """What an item of the form "web" is, without a copy of its bytes."""
    return str(json.loads(data[: data.index(b"\n")])["form"])
