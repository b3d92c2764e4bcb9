"""A small OpenID Connect provider on this machine, with keys of its own, that can be told to do wrong."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "assistant", "a secret of both"
RSA, OTHER, EC = (
    RSAKey.generate_key(2048, {"kid": "rsa"}),
    RSAKey.generate_key(2048, {"kid": "rsa"}),
    ECKey.generate_key("P-256", {"kid": "ec"}),
)

Claims = dict[str, Any]
Sign = Callable[[Claims], str]


def signed(claims: Claims, key: Any = RSA, alg: str = "RS256") -> str:
    return str(jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg]))


def unsigned(claims: Claims) -> str:
    """A token that says that it needs no signature."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts) + "."


@dataclass
class Provider:
    """`said` is laid over the claims of each token, `told` over the discovery document."""

    said: Claims = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    sign: Sign = signed
    keys: list[Any] = field(default_factory=lambda: [RSA, EC])
    issuer: str = ""
    down: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        places = {name: f"{self.issuer}/{name}" for name in ("authorize", "token", "jwks")}
        return {
            "issuer": self.issuer, "authorization_endpoint": places["authorize"], "token_endpoint": places["token"],
            "jwks_uri": places["jwks"],
        } | self.told  # fmt: skip

    def jwks(self) -> dict[str, Any]:
        return KeySet(self.keys).as_dict(private=False)  # type: ignore[return-value]

    def authorized(self, query: dict[str, str]) -> str:
        """Where a browser is sent back to with a code, once its person signed in."""
        assert query["response_type"] == "code" and query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        code = sha256(query["state"].encode()).hexdigest()
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """A token for a code, once; else what OAuth calls an error."""
        begun = self.codes.pop(form.get("code", ""), None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        known = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization not in (f"Basic {known}", f"Basic {plain}"):
            return {"error": "invalid_client"}
        if begun is None or begun["code_challenge"] != challenge or begun["redirect_uri"] != form.get("redirect_uri"):
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "7", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": begun["nonce"],
            "email": "maria@example.org", "email_verified": True,
        } | self.said  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(kept)}


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers for as long as a block runs."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if provider.down:
                return
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/authorize":
                query = {name: value[0] for name, value in parse_qs(parts.query).items()}
                self.send_response(303)
                self.send_header("Location", provider.authorized(query))
                self.end_headers()
            else:
                known = {"/.well-known/openid-configuration": provider.discovery, "/jwks": provider.jwks}
                self._send(200, known[parts.path]())

        def do_POST(self) -> None:
            if provider.down:
                return
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: value[0] for name, value in parse_qs(body).items()}
            told = provider.token(form, self.headers.get("Authorization", ""))
            self._send(400 if "error" in told else 200, told)

        def _send(self, status: int, told: Any) -> None:
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
