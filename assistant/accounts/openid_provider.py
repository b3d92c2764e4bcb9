"""An OpenID Connect provider: what is asked of it, and which of its tokens are believed.

Three things are fetched, from the provider that the settings name alone: how it is called upon (discovery), its keys,
and a token for the code with which a browser comes back (OpenID Connect Core 1.0, 3.1; PKCE, RFC 7636). No redirect is
followed.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Literal
from urllib.parse import quote_plus

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assistant.accounts.people import Role
from corpus.errors import SignInRefused
from corpus.message import Message
from corpus.parsing import parse_json

ALGORITHMS: Final = ("RS256", "ES256")
SCOPE = "openid email profile"
PATIENCE = 10.0
"""Seconds for each answer of the provider."""
KEPT, AGAIN = 3600.0, 60.0
"""Seconds for which its keys are kept, and after which they are fetched again for a token that they do not open: keys
are changed now and then."""
LEEWAY = 60
"""Seconds by which two clocks may differ."""
LARGEST = 1_000_000
"""Bytes of an answer."""
DISCOVERY, BASIC = "/.well-known/openid-configuration", "client_secret_basic"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the settings name it. `claim` is the name of the claim that is a person's name here; `role` that of
    people who were not added here, "" where these may not sign in.
    """

    issuer: str
    client: str
    secret: str
    claim: str = "email"
    role: Role | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one attempt to sign in sends, and must find again: random, and known to one browser and the provider."""

    state: str
    nonce: str
    verifier: str
    back: str
    """The address of this program to which the browser comes back."""


@dataclass(frozen=True, slots=True)
class _Known:
    endpoints: Mapping[str, str]
    basic: bool
    """Whether the secret is sent as a password (HTTP Basic), which is what all must understand."""
    keys: KeySet
    fetched: float


class OpenIdClient:
    """Calls upon one provider; safe to share between threads. Every method raises SignInRefused where it does not
    answer as it should; the log says why.
    """

    def __init__(self, provider: Provider, clock: Callable[[], float] = time.time) -> None:
        self.provider: Final = provider
        self._clock: Final = clock
        self._lock: Final = Lock()
        self._known: _Known | None = None

    def address(self, flow: Flow) -> str:
        """Where a browser is sent to sign in."""
        with _refusing():
            told = prepare_grant_uri(
                self._discovered().endpoints["authorization_endpoint"],
                self.provider.client,
                "code",
                redirect_uri=flow.back,
                scope=SCOPE,
                state=flow.state,
                nonce=flow.nonce,
                code_challenge=create_s256_code_challenge(flow.verifier),
                code_challenge_method="S256",
            )
        return str(told)

    def claims(self, flow: Flow, code: str) -> Mapping[str, Any]:
        """What the provider says of who comes back with a code, in a token that is meant for this attempt."""
        with _refusing():
            known, client, secret = self._discovered(), self.provider.client, self.provider.secret
            told = {"code": code, "code_verifier": flow.verifier, "client_id": client}
            if secret and not known.basic:
                told |= {"client_secret": secret}
            auth = (quote_plus(client), quote_plus(secret)) if secret and known.basic else None
            body = prepare_token_request("authorization_code", redirect_uri=flow.back, **told)
            with httpx.Client(timeout=PATIENCE) as asking:
                form = {"Content-Type": "application/x-www-form-urlencoded"}
                address = known.endpoints["token_endpoint"]
                token = _json(asking.build_request("POST", address, content=body, headers=form), asking, auth)
            return self._believed(str(token.get("id_token") or ""), flow)

    def _believed(self, token: str, flow: Flow) -> Mapping[str, Any]:
        try:
            told = jwt.decode(token, self._discovered().keys, list(ALGORITHMS))
        except (JoseError, ValueError):
            told = jwt.decode(token, self._discovered(oldest=AGAIN).keys, list(ALGORITHMS))
        client = self.provider.client
        rules = jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": flow.nonce},
        )
        rules.validate(told.claims)
        several = isinstance(told.claims["aud"], list) and len(told.claims["aud"]) > 1
        if told.claims.get("azp", "" if several else client) != client:
            raise SignInRefused(Message("The token was made for another program."))
        return told.claims

    def _discovered(self, oldest: float = KEPT) -> _Known:
        with self._lock:
            known = self._known
            if known is None or self._clock() - known.fetched > oldest:
                known = self._known = self._fetched()
            return known

    def _fetched(self) -> _Known:
        issuer = self.provider.issuer
        with httpx.Client(timeout=PATIENCE) as client:
            told = _json(client.build_request("GET", issuer.rstrip("/") + DISCOVERY), client)
            if told.get("issuer") != issuer:
                raise ValueError(f"{issuer} says to be {told.get('issuer')}")
            endpoints = {name: str(told[name]) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            for name, address in endpoints.items():
                if not address.startswith(("https://", "http://") if issuer.startswith("http://") else "https://"):
                    raise ValueError(f"{name} is not encrypted: {address}")
            keys = _json(client.build_request("GET", endpoints["jwks_uri"]), client)["keys"]
        signing = [one for one in keys if one.get("kty") in ("RSA", "EC") and one.get("use", "sig") == "sig"]
        methods = told.get("token_endpoint_auth_methods_supported", [BASIC])
        return _Known(endpoints, BASIC in methods, KeySet.import_key_set({"keys": signing}), self._clock())


def _json(request: httpx.Request, client: httpx.Client, auth: tuple[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that answers a request. Raises httpx.HTTPError where there is no answer, ValueError for another
    one; of what the provider refuses, too.
    """
    answer, body = client.send(request, auth=auth, stream=True), bytearray()
    try:
        for part in answer.iter_bytes():
            body += part
            if len(body) > LARGEST:
                raise ValueError(f"{request.url} sends more than {LARGEST:,} bytes")
    finally:
        answer.close()
    told = parse_json(bytes(body))
    if answer.status_code >= 500:
        answer.raise_for_status()
    if answer.status_code != 200 or not isinstance(told, dict):
        raise ValueError(f"{request.url} answers {answer.status_code}, {str(told)[:200]}")
    return told


@contextmanager
def _refusing() -> Iterator[None]:
    """Maps whatever is wrong with the provider, its answers and its tokens to one sentence; the one seam for it."""
    try:
        yield
    except httpx.HTTPError as error:
        logging.getLogger(__name__).error("The OpenID Connect provider does not answer: %r", error)
        raise SignInRefused(Message("The sign-in service does not answer just now. Try again later.")) from None
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        logging.getLogger(__name__).warning("An answer of the OpenID Connect provider was refused: %r", error)
        raise SignInRefused(Message("The sign-in service did not confirm who you are. Try again.")) from None
