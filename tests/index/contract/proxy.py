"""A server on loopback that stands between a program and Milvus, and fails as networks and servers do."""

import socket
import threading
from contextlib import suppress


class Proxy:
    """Hands on bytes to a port and back. `cut_after` bytes that were sent there it goes down for good."""

    def __init__(self, port: int, cut_after: int = 10**12) -> None:
        self._port = port
        self._left = cut_after
        self._passing = threading.Event()
        self._passing.set()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._own = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, args=(self._listening,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self._own}"

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._left = 0
        self.go_on()
        self.go_down()

    def go_down(self) -> None:
        """Lose all connections, and refuse new ones."""
        with self._lock:
            gone, self._open = [self._listening, *self._open], []
        for one in gone:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def come_back(self) -> None:
        """Be there again, at the same port; nothing where it never went."""
        if self._listening.fileno() >= 0:
            return
        self._listening = socket.create_server(("127.0.0.1", self._own))
        threading.Thread(target=self._serve, args=(self._listening,), daemon=True).start()

    def fall_silent(self) -> None:
        """Take what is sent, and hold all answers back."""
        self._passing.clear()

    def go_on(self) -> None:
        """Give the answers that were held back, and those that follow."""
        self._passing.set()

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                with self._lock:
                    self._open += [near, far]
                threading.Thread(target=self._hand_on, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._hand_on, args=(far, near, False), daemon=True).start()

    def _hand_on(self, one: socket.socket, other: socket.socket, there: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                if there:
                    self._left -= len(data)
                else:
                    self._passing.wait()
                if self._left < 0:
                    self.go_down()
                other.sendall(data)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
