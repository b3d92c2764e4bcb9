"""Interfaces of WordPress that are closed, broken, lying or huge; time stands still."""

import json
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import SourceError
from corpus.reading import read
from tests.corpus.servers import FakeTime, site_of
from tests.corpus.sources.fake_wordpress import HOME, LINK, FakeWordPress, Row, as_json, on, row, visit


def test_translations_are_told_by_their_addresses(tmp_path: Path) -> None:
    posts = [
        row(1) | {"lang": "en", "translations": {"en": 1, "fr": 2, "de": 77}, "modified": "2099-01-01T00:00:00"},
        row(2) | {"lang": "fr", "translations": {"en": 1, "fr": 2}},
        row(3) | {"translations": "none"},
    ]
    found = visit(FakeWordPress(posts), tmp_path)
    told = [read("web", found[f"post-{n}"].load(), "x").documents[0] for n in (1, 2, 3)]
    assert [one.alternates for one in told] == [(posts[1]["link"],), (posts[0]["link"],), ()]
    assert str(told[0].modified) == "2099-01-01"


def test_terms_are_named_and_hidden_authors_are_left_out(tmp_path: Path) -> None:
    found = visit(FakeWordPress([row(1)]), tmp_path)
    (document,) = read("web", found["post-1"].load(), "post-1").documents
    assert document.topics == ("Policy & law", "Skills")


@pytest.mark.parametrize("told", ["\t//10.0.0.1/", "http://\x00/"])
def test_an_interface_without_an_address_is_told(told: str, tmp_path: Path) -> None:
    page = httpx.Response(200, content=f"<link rel='https://api.w.org/' href='{told}'>".encode())
    with pytest.raises(SourceError, match="names an interface that has no address"):
        visit(FakeWordPress(twist=on("/", page)), tmp_path)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_interface_is_gone_around(status: int, tmp_path: Path) -> None:
    site = FakeWordPress([row(1), row(2)], on("/wp-json/wp/v2/posts", httpx.Response(status)))
    found = visit(site, tmp_path)
    assert set(found) == {"post-1", "post-2"}
    assert b"As a page." in found["post-1"].load()


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_an_interface_that_closes_later_changes_nothing(status: int, tmp_path: Path) -> None:
    site = FakeWordPress()
    visit(site, tmp_path)
    site.twist = on("/wp-json/wp/v2/posts", httpx.Response(status))
    with pytest.raises(
        SourceError,
        match="could not be read to its end.*wordpress = false" if status != 500 else "could not be read to its end",
    ):
        visit(site, tmp_path)


def test_a_site_that_left_wordpress_is_read_page_by_page(tmp_path: Path) -> None:
    site = FakeWordPress([row(1), row(2)])
    before = visit(site, tmp_path)
    site.twist = lambda request: (
        httpx.Response(404)
        if "/wp-json/" in request.url.path
        else httpx.Response(200, content=b"<html>new home</html>")
        if request.url.path == "/"
        else None
    )
    after = visit(site, tmp_path)
    assert set(after) == set(before) == {"post-1", "post-2"}
    assert b"As a page." in after["post-1"].load()


def test_staff_may_have_a_site_read_page_by_page(tmp_path: Path) -> None:
    site = FakeWordPress([row(1), row(2)])
    visit(site, tmp_path)
    site.asked.clear()
    opened = site_of(HOME, tmp_path, transport=httpx.MockTransport(site), wordpress=False)
    found = {item.name: item for item in opened.items()}
    assert b"As a page." in found["post-1"].load()
    assert not [address for address in site.asked if "wp-json" in address]


@pytest.mark.parametrize("base", ["file", "page"])
def test_types_may_not_be_named_as_other_things_are(base: str, tmp_path: Path) -> None:
    types = {"post": {"rest_base": "posts"}, base: {"rest_base": base}}
    site = FakeWordPress([row(1, content={"rendered": "<a href='/paper.pdf'>EAEA calls</a>"})])
    site.twist = on("/types", as_json(types))
    first = visit(site, tmp_path)
    assert set(first) == set(visit(site, tmp_path, FakeTime(60))) == {"post-1", "paper.pdf"}


def test_an_author_is_named_once_and_briefly(tmp_path: Path) -> None:
    site = FakeWordPress([row(1, author=[7] * 5000, tags=list(range(1, 5000)))])
    site.twist = on("/users", as_json([{"id": 7, "name": "A" * 100_000}]))
    record = json.loads(visit(site, tmp_path)["post-1"].load().split(b"\n", 1)[1])
    assert record["author"] == "A" * 500 and len(record["content"]) < 100


def test_a_name_is_nobody_elses(tmp_path: Path) -> None:
    links = (f"{HOME}a/", f"{HOME}a/?utm_source=x", f"{HOME}a%20(2)/")
    found = visit(FakeWordPress([row(n, link=link) for n, link in enumerate(links, start=1)]), tmp_path)
    assert len(found) == 3


def test_a_post_that_breaks_its_server_is_told_alone(tmp_path: Path) -> None:
    def twist(request: httpx.Request) -> httpx.Response | None:
        query = request.url.params
        if not request.url.path.endswith("/posts") or "content" not in query["_fields"].split(","):
            return None
        everything = "include" not in query
        return httpx.Response(500) if everything or "117" in query["include"].split(",") else None

    found = visit(FakeWordPress(twist=twist), tmp_path)
    assert len(found) == 250
    assert [item.skipped for item in found.values() if item.skipped] == [found["?p=117"].skipped]
    assert "posts 117 could not be fetched" in found["?p=117"].skipped


def test_posts_too_large_to_come_together_come_apart(tmp_path: Path) -> None:
    big = "<p>" + "x" * 300_000 + "</p>"
    found = visit(FakeWordPress([row(n, content={"rendered": big}) for n in range(1, 101)]), tmp_path)
    assert len(found) == 100 and not any(item.skipped for item in found.values())


def test_dates_in_the_future_are_not_believed(tmp_path: Path) -> None:
    found = visit(FakeWordPress([row(1, date="2099-01-01T00:00:00")]), tmp_path)
    reading = read("web", found["post-1"].load(), "post-1")
    assert reading.documents[0].published is None
    assert reading.note == "its date lies in the future (2099-01-01), so it is kept undated"


def test_a_path_takes_in_only_what_is_below_it(tmp_path: Path) -> None:
    site = FakeWordPress([row(1, link=f"{HOME}en/one/"), row(2, link=f"{HOME}fr/two/")])
    site.twist = lambda request: httpx.Response(200, headers=LINK) if request.url.path == "/en/" else None
    assert set(visit(site, tmp_path, home=f"{HOME}en/")) == {"en/one"}


def test_halves_of_characters_are_told_as_question_marks(tmp_path: Path) -> None:
    half = row(1, title={"rendered": "A \ud800"}, content={"rendered": "<p>EAEA \udfff calls.</p>"})
    found = visit(FakeWordPress([half]), tmp_path)
    (document,) = read("web", found["post-1"].load(), "post-1").documents
    assert (document.title, document.text) == ("A ?", "EAEA ? calls.")


def test_two_posts_of_one_name_are_both_kept(tmp_path: Path) -> None:
    found = visit(
        FakeWordPress([row(1, link=f"{HOME}a/"), row(2, link="http://www.eaea.example/a?utm_source=x")]), tmp_path
    )
    assert set(found) == {"a", "a (2)"}


def test_addresses_and_numbers_that_are_none_end_no_visit(tmp_path: Path) -> None:
    linking = row(2, content={"rendered": "<a href='//xn--0/a.pdf'>EAEA</a> <a href='/b.pdf'>calls</a>"})
    file = {"id": 7, "modified_gmt": "2021", "source_url": f"{HOME}c.pdf", "post": [1], "title": {}}
    others = [file | {"id": 8, "source_url": "//xn--0/d.pdf"}, file | {"id": 9, "source_url": "http://999.1.1.1/e.pdf"}]
    twist = on("/media", as_json([file, *others], {"X-WP-Total": "3"}))
    found = visit(FakeWordPress([row(1, link="http://xn--0/"), linking], twist), tmp_path)
    assert {name: item.skipped for name, item in found.items()} == {
        "?p=1": "", "post-2": "", "b.pdf": f"{HOME}b.pdf is not there (404).",
        "c.pdf": f"{HOME}c.pdf is not there (404).",
        "media/8": "//xn--0/d.pdf is not the site that was named, so it was not read.",
        "media/9": "http://999.1.1.1/e.pdf is no address that can be asked, so it was not read.",
    }  # fmt: skip


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["rendered", "id", "x"]), inner),
    max_leaves=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.fixed_dictionaries({}, optional=dict.fromkeys(row(1), ANYTHING)), whole=ANYTHING)
def test_rows_of_any_shape_end_as_items_or_one_sentence(
    told: Row, whole: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for rows in ([{**row(1), **told}, row(2)], whole):
        twist = on("/wp-json/wp/v2/posts", as_json(rows, {"X-WP-Total": "2"}))
        site = FakeWordPress(twist=twist)
        try:
            found = visit(site, tmp_path_factory.mktemp("mirror"))
        except SourceError:
            continue
        for item in found.values():
            assert item.skipped or item.load()
