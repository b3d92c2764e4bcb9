"""The network of this machine with one server behind every address, for `benchmarks.faults.visitors.ssrf`."""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpcore

Connection = tuple[str, int]


@dataclass
class Wire(httpcore.NetworkBackend):
    """The network of this machine, where every address is one server's. `opened` is what was connected to."""

    port: int
    opened: list[Connection] = field(default_factory=list)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the server, in the place of any other."""
        self.opened.append((host, port))
        stream = httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout, local_address, socket_options)
        return _Heard(stream, self)

    def tls(self, context: ssl.SSLContext, name: str | None) -> None:
        """What is said before anything is encrypted; this server cannot go on from there."""
        safe = context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED
        self.opened.append((f"TLS for {name}" if safe else f"unchecked TLS for {name}", 0))
        raise httpcore.ConnectError("no TLS here")


@dataclass
class _Heard(httpcore.NetworkStream):
    stream: httpcore.NetworkStream
    wire: Wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout)

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self.stream.close()
        self.wire.tls(ssl_context, server_hostname)
        return self.stream.start_tls(ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> object:
        return self.stream.get_extra_info(info)
