"""What no answer to anybody may tell, for `benchmarks.faults.visitors.routes`."""

import re

from benchmarks.faults.visitors.site import BROKEN, PLANTED, Answer, Site

WITHIN = re.compile(
    r"Traceback \(most|site-packages|File \"[^\"]+\", line|\.py\", line|(?:uvicorn|starlette|fastapi|python)[/ ]\d|"
    r"\$argon2|SQLite format 3|root:x:0:|/etc/passwd:|RuntimeError|desk\.sqlite",
    re.IGNORECASE,
)
"""Signs of what is inside: traces of errors, versions, hashes, other files of this machine."""
NAMING = {"server", "x-powered-by", "via"}
ALWAYS = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "permissions-policy": "camera=(), geolocation=(), microphone=()",
}  # fmt: skip
OF_EVERYBODY = ("/page/", "/static/", "/assets/", "/svelte/", "/widget.js", "/theme.css", "/favicon.ico", "/robots.txt")
"""Files in which nothing is of a visitor: they may be kept."""
FOR_STAFF = ("/library/report", "/library/sync")
"""Pages that tell staff which folders are read."""
PERSONAL = re.compile(rb"maria|zanzibar|quokka", re.IGNORECASE)
"""Who is signed in, and words of documents that are for staff alone."""


def leaks(site: Site, answer: Answer, path: str) -> str:
    """What an answer at a path tells that it must not, "" for nothing."""
    told = answer.all_told
    if answer.status >= 500 and answer.status != 503 and BROKEN not in path:
        return f"status {answer.status}"
    if PLANTED in told:
        return "a planted secret"
    if str(site.folder) in told and not path.startswith(FOR_STAFF):
        return "a path of this machine"
    if found := WITHIN.search(told):
        return f"{found[0]!r}"
    return f"the header {named}" if (named := ", ".join(NAMING & answer.headers.keys())) else ""


def lacks(path: str, answer: Answer, *, signed_in: bool, secure: bool) -> str:
    """Which header an answer lacks, "" where it has all."""
    heads = answer.headers
    wrong = [name for name, value in ALWAYS.items() if heads.get(name) != value]
    own = "cross-origin" if path == "/widget.js" and answer.status in (200, 304) else "same-origin"
    if heads.get("cross-origin-resource-policy") != own:
        wrong.append("cross-origin-resource-policy")
    policy = heads.get("content-security-policy", "")
    needed = ("default-src 'none'", "frame-ancestors 'none'")
    if not all(one in policy for one in needed) or re.search(r"https?:|\*", policy):
        wrong.append("content-security-policy")
    kept = heads.get("cache-control", "")
    if signed_in and PERSONAL.search(answer.body) and "no-store" not in kept:
        wrong.append(f"cache-control of a personal page ({kept})")
    if (not kept or "public" in kept) and not path.startswith(OF_EVERYBODY):
        wrong.append(f"cache-control ({kept or 'none'})")
    wrong += [f"cookie {one}" for one in answer.cookies if not _guarded(one, secure=secure)]
    wrong += ["access-control-allow-credentials"] * ("access-control-allow-credentials" in heads)
    return ", ".join(dict.fromkeys(wrong))


def _guarded(cookie: str, *, secure: bool) -> bool:
    """Whether no script and no other site gets a cookie, and, where it came encrypted, nobody on the way."""
    name, _, rest = cookie.partition("=")
    told = {part.strip().lower() for part in rest.split(";")[1:]}
    kept = "httponly" in told and bool(told & {"samesite=lax", "samesite=strict"})
    bound = not name.endswith(("session", "openid")) or (name.startswith("__Host-") and "path=/" in told)
    return kept and (not secure or ("secure" in told and bound))
