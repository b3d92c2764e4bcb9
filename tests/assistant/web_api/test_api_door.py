"""Who may ask through the REST interface, how often, and from the pages of which sites."""

from pathlib import Path

import pytest

from assistant.accounts.people import ANONYMOUS, Person
from assistant.library import Edition, LiveLibrary
from tests.assistant.accounts.given import WORDS, door_of
from tests.assistant.web_api.given import OTHER, SITE, Audience, Programs, bearer, desk_in, problem_of
from tests.conftest import ToyEncoder, post, sync_folder, write_files

ORIGIN = {"Origin": SITE}
ASKS = {"Access-Control-Request-Method": "POST"}


@pytest.fixture
def audience(tmp_path: Path, toy_encoder: ToyEncoder) -> Audience:
    """A library of which staff see one more document."""
    posts = write_files(tmp_path / "posts", {"open.txt": post("Funding", "EAEA calls for a fair share of funding.")})
    sync_folder(tmp_path / "one", toy_encoder, posts)
    write_files(posts, {"internal.txt": post("Strategy", "EAEA will not accept less than a third of the funding.")})
    sync_folder(tmp_path / "two", toy_encoder, posts)
    return Audience(Edition.open(tmp_path / "one", toy_encoder), Edition.open(tmp_path / "two", toy_encoder))


def test_a_key_tells_what_its_program_may_see(audience: Audience, tmp_path: Path) -> None:
    programs = Programs(audience, desk_in(tmp_path))
    member, staff = programs.key("site"), programs.key("desk", "staff")
    for path, query in (
        ("/ask", {"q": "a third of the funding"}), ("/search", {"q": "a third of the funding"}),
        ("/find", {"q": "third"}), ("/positions", {"q": "funding"}), ("/documents", {}),
        ("/documents/internal.txt", {}),
    ):  # fmt: skip
        assert "internal.txt" in programs.get(path, staff, **query).text
        for headers in (member, {}):
            answer = programs.get(path, headers, **query)
            assert "internal.txt" not in answer.text.replace("no document “internal.txt”", "")
            assert answer.status_code == (404 if path.endswith("internal.txt") else 200)
    words = {"text": "“EAEA will not accept less than a third of the funding.”"}
    assert programs.post("/check", words, staff).json()["all_right"]
    assert not programs.post("/check", words, member).json()["all_right"]
    assert {Person("desk", "staff"), Person("site", "member"), ANONYMOUS} == set(audience.asked)


def test_a_session_of_the_pages_does_not_count(audience: Audience, tmp_path: Path) -> None:
    programs = Programs(audience, desk_in(tmp_path))
    door = door_of(tmp_path)
    door.add("Maria")
    cookie = f"__Host-assistant_session={door.enter('Maria', WORDS)}"
    assert programs.get("/documents", {"Cookie": cookie}).json()["total"] == 1
    assert audience.asked == [ANONYMOUS]


def test_a_wrong_key_is_refused_and_counts_for_its_address(live_sample: LiveLibrary, tmp_path: Path) -> None:
    programs = Programs(live_sample, desk_in(tmp_path), most=3)
    good = programs.key()
    for token in ("aa_wrong", "x", good["Authorization"][7:-1]):
        answer = programs.get("/status", bearer(token))
        assert "not known" in problem_of(answer, 401, "key")
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert "from this address" in problem_of(programs.get("/status", bearer("aa_fourth")), 429, "too_often")
    problem_of(programs.get("/status"), 429, "too_often")
    assert programs.get("/status", good).status_code == 200
    programs.keys.remove("site")
    programs.clock.now += 61
    problem_of(programs.get("/status", good), 401, "key")


def test_an_address_and_a_key_have_limits_of_their_own(live_sample: LiveLibrary, tmp_path: Path) -> None:
    programs = Programs(live_sample, desk_in(tmp_path), most=2)
    headers = programs.key("site", "member", 3)
    assert [programs.get("/status").status_code for _ in range(3)] == [200, 200, 429]
    assert [programs.get("/status", headers).status_code for _ in range(4)] == [200, 200, 200, 429]
    programs.clock.now += 20
    answer = programs.get("/status", headers)
    assert "with this key. Try again in 40 seconds" in problem_of(answer, 429, "too_often")
    assert answer.headers["retry-after"] == "40"
    programs.keys.limit("site", 4)
    assert programs.get("/status", headers).status_code == 200
    programs.clock.now += 40.5
    assert programs.get("/status").status_code == programs.get("/status", headers).status_code == 200


def test_where_keys_are_needed_nothing_is_told_without_one(live_sample: LiveLibrary, tmp_path: Path) -> None:
    programs = Programs(live_sample, desk_in(tmp_path), without_key=False)
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}):
        answer = programs.get("/ask", headers, q="funding")
        problem_of(answer, 401, "key")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert programs.get("/ask", programs.key(), q="funding").json()["status"]
    assert "A key is needed" in programs.get("/").text and programs.get("/openapi.json").status_code == 200


def test_pages_of_other_sites_ask_only_where_a_key_or_the_settings_name_them(
    live_sample: LiveLibrary, tmp_path: Path
) -> None:
    programs = Programs(live_sample, desk_in(tmp_path), widget_origins=(SITE,))
    named, unnamed = programs.key("page", "member", 60, "https://members.example"), programs.key("other")
    told = programs.get("/ask", ORIGIN, q="funding")
    assert told.headers["access-control-allow-origin"] == SITE and told.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in told.headers
    assert programs.post("/ask", {"question": "funding"}, ORIGIN).headers["access-control-allow-origin"] == SITE
    for path, headers in (
        ("/search", ORIGIN), ("/ask", {"Origin": OTHER}), ("/ask", {"Origin": "null"}),
        ("/ask", {"Origin": OTHER, **named}),
        ("/ask", {"Origin": OTHER, **unnamed}), ("/search", {**ORIGIN, **named}), ("/search", {**ORIGIN, **unnamed}),
    ):  # fmt: skip
        answer = programs.get(path, headers, q="funding")
        problem_of(answer, 403, "site")
        assert "access-control-allow-origin" not in answer.headers
    members = {"Origin": "https://members.example", **named}
    answer = programs.get("/search", members, q="funding")
    assert answer.headers["access-control-allow-origin"] == "https://members.example" and answer.json()["hits"]
    assert programs.get("/search", {"Origin": "https://own.example"}, q="funding").status_code == 200


def test_a_page_can_read_that_it_asked_too_often(live_sample: LiveLibrary, tmp_path: Path) -> None:
    programs = Programs(live_sample, desk_in(tmp_path), widget_origins=(SITE,), most=1)
    assert programs.get("/ask", ORIGIN, q="funding").status_code == 200
    answer = programs.get("/ask", ORIGIN, q="funding")
    problem_of(answer, 429, "too_often")
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["access-control-expose-headers"] == "Retry-After"


def test_browsers_are_told_beforehand_which_pages_may_ask(live_sample: LiveLibrary, tmp_path: Path) -> None:
    programs = Programs(live_sample, desk_in(tmp_path), widget_origins=(SITE,))
    programs.key("page", "member", 60, "https://members.example")

    def asked(path: str, origin: str) -> tuple[int, str | None]:
        answer = programs.client.options(f"/api/v1{path}", headers={"Origin": origin, **ASKS})
        return answer.status_code, answer.headers.get("access-control-allow-origin")

    assert asked("/ask", SITE) == (204, SITE)
    assert asked("/search", "https://members.example") == (204, "https://members.example")
    assert asked("/search", SITE) == asked("/ask", OTHER) == (403, None)
    told = programs.client.options("/api/v1/ask", headers={**ORIGIN, **ASKS}).headers
    assert told["access-control-allow-methods"] == "GET, POST" and told["vary"] == "Origin"
    assert told["access-control-allow-headers"] == "Authorization, Content-Type"


def test_nothing_is_kept_by_caches_and_the_guard_adds_its_headers(programs: Programs) -> None:
    for path in ("/status", "/ask?q=funding", "/nothing"):
        headers = programs.client.get(f"/api/v1{path}").headers
        assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")


def test_the_pages_stay_closed_to_other_sites(programs: Programs) -> None:
    assert programs.client.get("/find", headers=ORIGIN).status_code == 403
    assert programs.client.get("/find").text == "a page"
    for path in ("/api/v2/ask", "/api", "/api/v1x", "/api/v1/../find/x"):
        assert programs.client.get(path).status_code == 404
    assert programs.client.get("/api/v1", follow_redirects=False).headers["location"] == "/api/v1/"


def test_the_day_of_use_is_noted(programs: Programs) -> None:
    headers = programs.key()
    assert programs.keys.listed()[0].used is None
    programs.get("/status", headers)
    assert programs.keys.listed()[0].used == programs.today
