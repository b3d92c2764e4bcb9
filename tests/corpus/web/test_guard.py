"""Only what was named is contacted, at the address that was checked (promise R11)."""

import socket

import httpx
import pytest

from corpus.errors import FetchError, SourceError
from corpus.web.addresses import site_at
from corpus.web.guard import checked_addresses, is_public, resolve
from tests.corpus.servers import Page, fetcher_of, pages, serving

INSIDE = (
    "127.0.0.1 127.1.2.3 0.0.0.0 10.0.0.1 172.16.5.4 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 "
    "224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 fe80::1 fe80::1%eth0 "
    "fc00::1 fd12::1 fec0::1 ff02::1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:1::1 2001:db8::1 3fff::1 nonsense"
)


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_inside_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_pass(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "localhost", "::ffff:127.0.0.1", "::1",
     "169.254.169.254", "0"],
)  # fmt: skip
def test_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(FetchError, match=r"private network|not known"):
        checked_addresses(host, 80, resolve, allow_private=False)


def test_one_address_inside_among_others_is_enough_to_refuse() -> None:
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        checked_addresses("site.example", 80, lambda host, port: ["93.184.216.34", "10.0.0.1"], False)


def test_a_host_that_is_not_known_is_told() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError, match=r"site\.example is not known to the network"):
        checked_addresses("site.example", 80, unknown, False)


def test_loopback_is_not_asked_unless_it_is_allowed() -> None:
    with serving(pages({"/": "hello"})) as server:
        with pytest.raises(SourceError, match="private network"):
            fetcher_of(server.address, private=False).get(server.address)
        assert server.asked == []


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    looked_up: list[str] = []

    def find(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    with serving(pages({"/": "hello"})) as server:
        address = f"http://site.example:{server.port}/"
        assert fetcher_of(address, find=find).get(address).body == b"hello"
        assert server.heads[-1]["Host"] == f"site.example:{server.port}"
    assert looked_up == ["site.example"], "one look-up for the one connection"


def test_a_name_that_turns_inwards_is_refused_at_the_next_connection() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    network_allows = iter([True, False])
    with serving(pages({"/robots.txt": Page("", headers={"Connection": "close"})})) as server:
        address = f"http://site.example:{server.port}/"
        fetcher = fetcher_of(address, find=lambda host, port: next(answers))
        network = fetcher.transport.network  # type: ignore[attr-defined]
        network._allow_private = next(network_allows)
        _ = fetcher.rules
        network._allow_private = next(network_allows)
        with pytest.raises(FetchError, match=r"private network \(10\.0\.0\.1\)"):
            fetcher.get(address)
        assert server.asked == ["/robots.txt"]


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://other.example/", "https://site.example:8443/",
     "ftp://site.example/x", "file:///etc/passwd", "http://user:word@site.example/", "http://site.example@10.0.0.1/",
     "//10.0.0.1/x", "gopher://site.example/", "http://[::1]/"],
)  # fmt: skip
def test_redirects_out_of_the_site_are_not_followed(target: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        return httpx.Response(302, headers={"Location": target})

    fetcher = fetcher_of("https://site.example/", transport=httpx.MockTransport(answer))
    with pytest.raises(FetchError, match="not the site that was named"):
        fetcher.get("https://site.example/")
    assert asked == ["https://site.example/robots.txt", "https://site.example/"]


@pytest.mark.parametrize("address", ["https://", "https:///x", "http://user:pass@site.example/", "ftp://x/"])
def test_addresses_that_cannot_be_meant(address: str) -> None:
    with pytest.raises(SourceError):
        site_at(address)


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(pages({"/": "hello"})) as server:
        assert fetcher_of(server.address).get(server.address).body == b"hello"
