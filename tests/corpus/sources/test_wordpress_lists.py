"""Lists of WordPress that are none, break off, come again, or have another total; time stands still."""

from pathlib import Path

import httpx
import pytest

from corpus.errors import SourceError
from tests.corpus.servers import FakeTime
from tests.corpus.sources.fake_wordpress import FakeWordPress, as_json, on, row, visit


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, headers={"Content-Type": "text/html"}, content=b"<html>Please log in</html>"),
        httpx.Response(200, content=b'[{"id": 1, "modified'),
        httpx.Response(200, content=b'{"code": "rest_disabled"}'),
        httpx.Response(200, content=b"[" * 100_000),
        httpx.Response(200, content=b""),
    ],
    ids=["login page", "cut off", "an object", "nested", "empty"],
)
def test_answers_that_are_no_lists(answer: httpx.Response, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="answers its interface with"):
        visit(FakeWordPress(twist=on("/wp-json/wp/v2/posts", answer)), tmp_path)


def test_a_total_without_rows_is_no_empty_site(tmp_path: Path) -> None:
    site = FakeWordPress()
    visit(site, tmp_path)
    site.twist = on("/wp-json/wp/v2/posts", as_json([], {"X-WP-Total": "900"}))
    with pytest.raises(SourceError, match="holds 900 posts, but lists none"):
        visit(site, tmp_path)


@pytest.mark.parametrize("told", ["", "nonsense", "-1", "99999999999999999999", "7", "260"])
def test_totals_that_are_wrong(told: str, tmp_path: Path) -> None:
    def twist(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/posts"):
            return None
        answer = site.rows(request.url.params)
        answer.headers["X-WP-Total"] = told
        return answer

    site = FakeWordPress()
    site.twist = twist
    found = visit(site, tmp_path)
    assert len(found) == 250
    assert set(visit(site, tmp_path, FakeTime(3600))) == set(found)


def test_a_page_that_comes_again_and_again_ends(tmp_path: Path) -> None:
    always = as_json([row(n) for n in range(1, 101)], {"X-WP-Total": "100000"})
    site = FakeWordPress(twist=on("/wp-json/wp/v2/posts", always))
    assert len(visit(site, tmp_path)) == 100
    assert len(site.asked) < 15


@pytest.mark.parametrize("answer", [as_json({"code": "rest_post_invalid_page_number"}, status=400), as_json([])])
def test_a_list_that_breaks_off_takes_nothing_away(answer: httpx.Response, tmp_path: Path) -> None:
    site, time = FakeWordPress(), FakeTime(0)
    assert len(visit(site, tmp_path, time)) == 250
    site.posts, site.twist = site.posts[:-1], on("page=3", answer)
    time = FakeTime(8 * 24 * 3600)
    assert set(visit(site, tmp_path, time)) == {f"post-{n}" for n in range(1, 250)}
    site.twist = lambda request: None
    assert len(visit(site, tmp_path, FakeTime(8 * 24 * 3600 + 60))) == 249


def test_a_type_whose_list_breaks_off_is_not_taken_for_closed(tmp_path: Path) -> None:
    def twist(request: httpx.Request) -> httpx.Response | None:
        query = request.url.params
        if request.url.path.endswith("/types"):
            return as_json({"event": {"rest_base": "events"}})
        if not request.url.path.endswith("/events"):
            return None
        if broken and query.get("page") == "3":
            return as_json([])
        return httpx.Response(403) if broken and "include" in query else site.rows(query)

    broken, site = False, FakeWordPress()
    site.twist = twist
    first = visit(site, tmp_path)
    broken = True
    with pytest.raises(SourceError, match="its list of events breaks off, and what it lacks is not told"):
        visit(site, tmp_path, FakeTime(8 * 24 * 3600))
    broken = False
    assert set(visit(site, tmp_path, FakeTime(8 * 24 * 3600 + 60))) == set(first)


def test_a_first_list_that_breaks_off_is_listed_again(tmp_path: Path) -> None:
    site = FakeWordPress(twist=on("page=3", as_json([])))
    assert len(visit(site, tmp_path)) == 200
    site.twist = lambda request: None
    assert len(visit(site, tmp_path, FakeTime(60))) == 250
