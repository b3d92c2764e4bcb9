"""`assistant serve`."""

import socket
from pathlib import Path

from tests.assistant.cli.commands import assistant, refused


def test_a_port_in_use_is_told(library: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert str(port) in refused(assistant("serve", "--index", library, "--port", port))
