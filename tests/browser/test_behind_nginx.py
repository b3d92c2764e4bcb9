"""The whole application behind nginx, with the site of the guide and a certificate of our own."""

import io
import logging
import re
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.accounts.passwords import Passwords
from assistant.library import LiveLibrary
from assistant.logs import configure_logs
from assistant.settings import Settings
from assistant.wire import users_of
from index.models.encoder import Encoder
from tests.browser.callers import SECURE
from tests.browser.conftest import Visit
from tests.browser.test_library_page import PASSWORD
from tests.conftest import copy_of

SITE = Path(__file__).parents[2] / "docs" / "operations" / "nginx.conf"
HOST = "assistant.example.org"
NGINX = "/usr/sbin/nginx"
AROUND = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {temporary}
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Front:
    """The site: its address, and what checks its certificate."""

    address: str
    plain: str
    trust: ssl.SSLContext


def certificate(folder: Path) -> ssl.SSLContext:
    """Writes a certificate for localhost that signs itself; what trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    (folder / "chain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return ssl.create_default_context(cafile=str(folder / "chain.pem"))


def free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def configured(folder: Path, behind: str, ports: list[int]) -> Path:
    """The site of the guide on other ports and in another folder; nothing else of it is changed."""
    text = SITE.read_text(encoding="utf-8")
    text = re.sub(r"listen \[::\]:.*\n", "", text)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        ("listen 443 ", f"listen 127.0.0.1:{ports[1]} "),
        ("127.0.0.1:7860", urlsplit(behind).netloc),
        (f"/etc/letsencrypt/live/{HOST}/fullchain.pem", str(folder / "chain.pem")),
        (f"/etc/letsencrypt/live/{HOST}/privkey.pem", str(folder / "key.pem")),
        ("/var/cache/nginx/assistant", str(folder / "cache")),
        (f"server_name {HOST};", "server_name localhost;"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    root = Path(folder).owner() == "root"
    whole = AROUND.format(folder=folder, user="user root;" if root else "", temporary=temporary)
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not Path(NGINX).exists():
        pytest.skip("nginx is not installed")
    place = copy_of(sample_library, tmp_path_factory.mktemp("behind") / "library")
    users_of(Settings(index=place)).add("maria", "staff", Passwords().hashed(PASSWORD), date(2026, 11, 25))
    return place


@pytest.fixture(scope="module")
def front(
    library: Path, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Front]:  # fmt: skip
    folder, ports = tmp_path_factory.mktemp("nginx"), free_ports(2)
    trust = certificate(folder)
    with serving(LiveLibrary(library, encoder), trusted_proxies=("127.0.0.1",), log_addresses="network") as behind:
        command = [
            NGINX,
            "-p",
            str(folder),
            "-e",
            str(folder / "error.log"),
            "-c",
            str(configured(folder, behind, ports)),
        ]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
        subprocess.run(command, check=True)  # it goes on in the background once it listens
        try:
            yield Front(f"https://localhost:{ports[1]}", f"http://localhost:{ports[0]}", trust)
        finally:
            subprocess.run([*command, "-s", "quit"], check=True, capture_output=True)


@pytest.fixture
def client(front: Front) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=front.address, verify=front.trust, headers={"Origin": front.address}) as made:
        yield made


def test_what_comes_unencrypted_is_led_to_https(front: Front) -> None:
    answer = httpx.get(f"{front.plain}/find?q=x")
    assert (answer.status_code, answer.headers["location"]) == (301, "https://localhost/find?q=x")


def test_pages_come_with_their_headers_and_files_are_kept(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200 and "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    (asset, *_) = re.findall(r'(?:src|href)="\.?(/assets/[^"]+\.js)"', page.text)
    assert "max-age=604800" in client.get(asset).headers["cache-control"]
    assert client.get("/documents/posts%2F2021-07-micro-credentials.html").status_code == 200
    assert client.get("/metrics").status_code == 404
    assert set(client.get("/healthz").json()) == {"status", "generation"}, "nothing of the machine is told"


def test_large_drafts_pass_and_larger_ones_do_not(client: httpx.Client) -> None:
    def answer_to(megabytes: int) -> str:
        sent = client.post("/check", content=bytes(megabytes << 20), headers={"Content-Type": "text/plain"})
        return "nginx" if "nginx" in sent.text else f"the program: {sent.status_code}"

    assert answer_to(11).startswith("the program") and answer_to(13) == "nginx"


def test_who_signs_in_has_a_cookie_that_is_bound_to_the_host_and_to_https(client: httpx.Client) -> None:
    answer = client.post("/sign-in", data={"name": "maria", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303 and cookie.startswith(f"{SECURE}=") and "; Secure" in cookie
    assert client.get("/library").status_code == 200
    refused = client.post("/library/sync", headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403


def test_an_address_is_believed_of_nginx_alone(front: Front) -> None:
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    configure_logs("json", "info", stream)
    try:
        transport = httpx.HTTPTransport(verify=front.trust, local_address="127.7.7.7")
        with httpx.Client(base_url=front.address, transport=transport) as elsewhere:
            for said in ("203.0.113.9", "127.0.0.1", "203.0.113.9, 127.0.0.1"):
                assert elsewhere.get("/find", headers={"X-Forwarded-For": said}).status_code == 200
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(level)
    assert set(re.findall(r'"network": "([^"]*)"', stream.getvalue())) == {"127.7.7.0/24"}


@pytest.mark.browser
def test_a_question_is_answered_through_it(front: Front, chromium: Any) -> None:
    context = chromium.new_context(ignore_https_errors=True)
    visit = Visit(context.new_page(), front.address)
    visit.tab.on("console", lambda line: line.type == "error" and visit.complaints.append(line.text))
    visit.open()
    answer = visit.ask("What is EAEA's position on micro-credentials?")
    assert "complement to full qualifications" in answer.inner_text()
    second = visit.ask("and for refugees?")
    assert "refugees" in second.inner_text()
    assert visit.complaints == []
    context.close()
