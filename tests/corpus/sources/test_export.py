"""Exports of WordPress and saved feeds: one file, an item for each post, and a word on everything else."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus.sources.entries
import corpus.sources.export
from corpus.document import Document
from corpus.errors import ReadError, SourceError
from corpus.isolate import Job, ReaderPool
from corpus.reading import read
from corpus.sources import Item, open_source
from tests.conftest import ToyEncoder, sync_folder, write_files

SITE = "https://eaea.example"


def entry(slug: str, content: str, more: str = "", **told: str) -> str:
    fields = {"status": "publish", "post_type": "post", "post_date": "2021-07-12 09:30:00", "post_password": ""} | told
    wp = "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in fields.items())
    link = f"{SITE}/?p=7" if fields["status"] in ("draft", "trash") else f"{SITE}/2021/07/{slug}/"
    return (
        f"<item><title><![CDATA[On {slug} &amp; more]]></title><link>{link}</link>"
        f"<dc:creator><![CDATA[anna]]></dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"{wp}{more}</item>\n"
    )


HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Adult learning</title><link>{SITE}</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>{SITE}</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[anna]]></wp:author_login><wp:author_display_name><![CDATA[Anna Virta]]>
</wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>\n"


def export(*posts: str) -> str:
    return HEAD + "".join(posts) + TAIL


def items(folder: Path, *posts: str, name: str = "site.xml") -> dict[str, Item]:
    write_files(folder, {name: export(*posts)})
    return {item.name: item for item in open_source(str(folder)).items()}


def document(item: Item) -> Document:
    (found,) = read(item.form, item.load(), item.name).documents
    return found


def told(folder: Path, content: str | bytes, name: str = "site.xml") -> str:
    """What is told of a whole file."""
    write_files(folder, {name: content})
    found = {item.name: item for item in open_source(str(folder / name)).items()}
    return found[name].skipped


def test_a_post_with_everything(tmp_path: Path) -> None:
    terms = (
        '<category domain="post_tag" nicename="s"><![CDATA[Skills &amp; work]]></category>'
        '<category domain="category" nicename="p"><![CDATA[Policy]]></category>'
        '<category domain="category" nicename="u"><![CDATA[Uncategorized]]></category>'
        '<category domain="language" nicename="fi"><![CDATA[Suomi]]></category>'
        "<wp:comment><wp:comment_content><![CDATA[<p>A comment.</p>]]></wp:comment_content>"
        "<title>no title</title></wp:comment><wp:postmeta><wp:meta_value>17</wp:meta_value></wp:postmeta>"
    )
    content = "<!-- wp:paragraph -->\n<p>EAEA calls for <a href='/paper'>skills</a>.</p>\n<!-- /wp:paragraph -->"
    found = items(tmp_path, entry("skills", content, terms, post_modified="2022-01-02 10:00:00"))
    assert list(found) == ["2021/07/skills"]
    one = document(found["2021/07/skills"])
    assert (one.text, one.title, one.kind) == ("EAEA calls for skills.", "On skills & more", "post")
    assert (one.published, one.topics, one.language) == (date(2021, 7, 12), ("Policy", "Skills & work"), "fi")
    assert (one.url, one.links[0].address) == (f"{SITE}/2021/07/skills/", f"{SITE}/paper")
    record = json.loads(found["2021/07/skills"].load().partition(b"\n")[2])
    assert (record["author"], record["modified"]) == ("Anna Virta", "2022-01-02T10:00:00")


def test_pages_are_pages_and_types_with_pages_of_their_own_are_posts(tmp_path: Path) -> None:
    found = items(
        tmp_path,
        entry("about", "<p>We are many.</p>", post_type="page"),
        entry("project", "<p>We learn.</p>", post_type="project"),
        entry("menu", "<p>no</p>", post_type="nav_menu_item"),
        entry("style", "p{}", post_type="custom_css"),
        entry("form", "<p>no</p>", post_type="wpcf7_contact_form"),
        entry("x", "<p>no</p>", post_type="popup").replace("/2021/07/x/", "/?post_type=popup&amp;p=3"),
    )
    assert list(found) == ["2021/07/about", "2021/07/project"]
    about, project = map(document, found.values())
    assert (about.kind, about.published, project.kind) == ("page", None, "post")


def test_what_is_not_published_is_counted_and_protected_posts_are_named(tmp_path: Path) -> None:
    found = items(
        tmp_path,
        entry("one", "<p>Said.</p>"),
        entry("locked", "<p>A secret.</p>", post_password="x"),
        *(entry("d", "<p>Not said.</p>", status=state) for state in ("draft", "draft", "trash", "private", "archived")),
        entry("r", "<p>Old.</p>", post_type="revision", status="inherit"),
    )
    assert found["2021/07/locked"].skipped == f"{SITE}/2021/07/locked/ needs a password, so it was not read."
    assert found["site.xml (not published)"].skipped == (
        "site.xml also holds what is not published (2 drafts, 1 private, 1 in the trash, 1 in another state), "
        "which was not read."
    )
    assert len(found) == 3
    assert b"secret" not in b"".join(item.load() for item in found.values() if not item.skipped)


def test_statements_that_the_export_lacks_are_told_until_they_lie_in_the_folder(tmp_path: Path) -> None:
    posts = [
        entry("one", f"<p><a href='{SITE}/files/Paper.pdf'>a</a> <a href='https://other.example/b.pdf'>b</a></p>"),
        entry("c", "", post_type="attachment", status="inherit", attachment_url=f"{SITE}/files/c.pdf"),
        entry("d", "", post_type="attachment", status="inherit", attachment_url=f"{SITE}/files/d.jpg"),
    ]
    found = items(tmp_path, *posts)
    assert list(found) == ["2021/07/one", "files/Paper.pdf", "files/c.pdf"]
    assert "is not in site.xml, which holds posts alone; sync the site" in found["files/Paper.pdf"].skipped
    write_files(tmp_path, {"statements/paper.PDF": "x"})
    assert "files/Paper.pdf" not in items(tmp_path, *posts)


def test_stamps_change_when_and_only_when_a_post_does(tmp_path: Path) -> None:
    before = items(tmp_path, entry("one", "<p>One.</p>"), entry("two", "<p>Two.</p>"))
    counted = "<wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>17</wp:meta_value></wp:postmeta>"
    after = items(tmp_path, entry("one", "<p>One, changed.</p>"), entry("two", "<p>Two.</p>", counted))
    assert before["2021/07/one"].stamp != after["2021/07/one"].stamp
    assert before["2021/07/two"].stamp == after["2021/07/two"].stamp
    with pytest.raises(ReadError, match=r"one in site\.xml changed while it was read"):
        before["2021/07/one"].load()


def test_a_library_takes_in_what_changed(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    write_files(tmp_path / "in", {"site.xml": export(entry("one", "Adults learn."), entry("two", "They work."))})
    sync_folder(tmp_path / "library", toy_encoder, tmp_path / "in")
    write_files(tmp_path / "in", {"site.xml": export(entry("one", "Adults learn much."), entry("two", "They work."))})
    report = sync_folder(tmp_path / "library", toy_encoder, tmp_path / "in")
    outcomes = {one.name: one.outcome for one in report.items}
    assert outcomes == {"2021/07/one": "changed", "2021/07/two": "unchanged"}


def test_posts_behind_a_break_stay_in_the_library(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    whole = export(*(entry(name, f"EAEA calls for {name}.") for name in ("one", "two", "three")))
    folder = write_files(tmp_path / "in", {"site.xml": whole})
    sync_folder(tmp_path / "library", toy_encoder, folder)
    write_files(folder, {"site.xml": whole[: whole.index("calls for two")]})
    report = sync_folder(tmp_path / "library", toy_encoder, folder)
    assert report.counts["removed"] == 0
    assert report.documents == 3
    told = {item.name: item.reason for item in report.items}
    assert told["2021/07/three"].endswith("The version read before stays.")
    assert "1 posts were read" in told["site.xml"]


def test_one_address_is_one_item(tmp_path: Path) -> None:
    found = items(tmp_path, entry("one", "<p>First.</p>"), entry("one", "<p>Second.</p>"))
    assert document(found["2021/07/one"]).text == "First."
    assert [item.skipped for item in found.values() if item.skipped] == [
        "2021/07/one comes twice in site.xml; only the first is read."
    ]


# Bad files.


def test_everything_before_a_break_is_read_and_the_break_is_told(tmp_path: Path) -> None:
    whole = export(*(entry(f"post-{number}", f"<p>Reason {number}.</p>") for number in range(5)))
    write_files(tmp_path, {"site.xml": whole[: whole.index("Reason 3")]})
    found = {item.name: item for item in open_source(str(tmp_path)).items()}
    assert [document(found[f"2021/07/post-{number}"]).text for number in range(3)] == [
        "Reason 0.", "Reason 1.", "Reason 2.",
    ]  # fmt: skip
    assert "site.xml is damaged: it is no XML from line" in found["site.xml"].skipped
    assert "; 3 posts were read" in found["site.xml"].skipped
    assert len(found) == 4


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no element found"),
        ("words", "is damaged: it is no XML from line 1 on"),
        ("<urlset><url/></urlset>", "is no export of WordPress and no feed (its outermost element is <urlset>)"),
        (LAUGHS, "declares a document type"),
        ('<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', "declares a document type"),
        ("<rss>" + "<a>" * 200, "more than 100 elements lie in each other"),
        ('<?xml version="1.0" encoding="nonsense"?><rss/>', "its encoding cannot be read"),
        (export().encode("utf-16"), "is damaged"),
        (HEAD + "<item><title>&unknown;</title></item>", "undefined entity"),
    ],
    ids=["empty", "words", "site-map", "laughs", "outside", "deep", "encoding", "utf-16", "entity"],
)  # fmt: skip
def test_what_is_no_export_is_told(tmp_path: Path, content: str | bytes, why: str) -> None:
    assert why in told(tmp_path, content)


def test_a_tag_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.sources.entries, "LARGEST_TOKEN", 1_000_000)
    assert "a tag or comment is longer" in told(tmp_path, HEAD + "<item a='" + "x" * 3_000_000)
    long = items(tmp_path, entry("one", "<p>Adults learn.</p>" + " " * 3_000_000), entry("two", "<p>All.</p>"))
    assert document(long["2021/07/two"]).text == "All.", "text may be long"


def test_limits_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = items(tmp_path, entry("one", "<p>Adults learn.</p>" * 300_000))["2021/07/one"]
    with pytest.raises(ReadError, match="larger than 5 MB"):
        read(large.form, large.load(), large.name)
    monkeypatch.setattr(corpus.sources.export, "MOST_ENTRIES", 2)
    assert "holds more than 2 entries" in items(tmp_path, *(entry(f"p{n}", "x") for n in range(5)))["site.xml"].skipped
    monkeypatch.setattr(corpus.sources.export, "LARGEST_EXPORT", 10)
    assert "larger than 2 GB" in told(tmp_path, export())


@pytest.mark.parametrize("moment", ["Mon, 20 Nov 1995 19:12:08 +9999999999999", "01 Jan 99999999999 00:00:00 +0000"])
def test_a_moment_that_cannot_be_is_none(moment: str, tmp_path: Path) -> None:
    more = f"<pubDate>{moment}</pubDate>"
    found = items(
        tmp_path, entry("a", "EAEA calls.", more, post_date="soon"), entry("b", "EAEA asks.", more, post_date="")
    )
    assert [document(found[f"2021/07/{slug}"]).text for slug in "ab"] == ["EAEA calls.", "EAEA asks."]


def test_long_names_of_elements_end_the_reading_and_few_terms_are_kept(tmp_path: Path) -> None:
    long = f"<{'x' * 201}><a/></{'x' * 201}>"
    assert "has a name of more than 200 characters; 1 posts were read" in told(
        tmp_path, export(entry("a", "EAEA calls."), entry("b", "EAEA asks.", long))
    )
    many = "".join(f'<category domain="post_tag"><![CDATA[T{n}]]></category>' for n in range(1200))
    found = items(tmp_path, entry("a", "EAEA calls.", many))
    assert json.loads(found["2021/07/a"].load().split(b"\n", 1)[1])["tags"][-1] == "T999"


def test_signs_that_xml_forbids_do_not_end_the_reading(tmp_path: Path) -> None:
    found = items(tmp_path, entry("one", "<p>Adults\x0blearn.\x08</p>"), entry("two", "<p>All.</p>"))
    assert document(found["2021/07/one"]).text == "Adults learn."
    assert "2021/07/two" in found


def test_another_encoding(tmp_path: Path) -> None:
    text = export(entry("one", "<p>Éducation des adultes.</p>")).replace("UTF-8", "ISO-8859-1")
    write_files(tmp_path, {"site.xml": text.encode("latin-1")})
    (item,) = open_source(str(tmp_path)).items()
    assert document(item).text == "Éducation des adultes."


def test_a_post_without_an_address_is_told(tmp_path: Path) -> None:
    found = items(tmp_path, entry("one", "<p>Said.</p>").replace(f"{SITE}/2021/07/one/", "javascript:alert(1)"))
    assert found["site.xml:1"].skipped.startswith("site.xml:1 has no web address")


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    (item,) = items(tmp_path, entry("one", "<p>Said.</p>")).values()
    source = open_source(str(tmp_path / "site.xml"))
    (tmp_path / "site.xml").unlink()
    with pytest.raises(ReadError, match=r"site\.xml cannot be opened"):
        item.load()
    with pytest.raises(SourceError, match="cannot be read"):
        list(source.items())


@given(at=st.integers(0, 2000), sign=st.binary(min_size=0, max_size=3))
@settings(max_examples=200)
def test_any_damage_has_an_outcome(tmp_path_factory: pytest.TempPathFactory, at: int, sign: bytes) -> None:
    """Never an exception, never two items of one name, and what has a stamp can be loaded and is what was listed."""
    whole = export(entry("one", "<p>One.</p>"), entry("two", "Two.\n\n[b]")).encode()
    folder = write_files(tmp_path_factory.mktemp("damaged"), {"site.xml": whole[:at] + sign + whole[at + 1 :]})
    found = list(open_source(str(folder)).items())
    assert len({item.name for item in found}) == len(found)
    assert all(item.load() for item in found if not item.skipped)


# Feeds.


def test_a_saved_feed_gives_its_posts(tmp_path: Path) -> None:
    rss = (
        "<rss version='2.0'><channel><title>News</title><link>https://eaea.example</link>"
        "<item><title>Skills</title><link>https://eaea.example/skills/</link><dc:creator>Anna Virta</dc:creator>"
        "<pubDate>Mon, 12 Jul 2021 09:30:00 +0000</pubDate><category>Policy</category><description>Short.</description>"
        "<content:encoded><![CDATA[<p>Adults\nlearn.</p>]]></content:encoded></item>"
        "<item><link>https://eaea.example/short/</link><description>Short.</description></item></channel></rss>"
    )
    write_files(tmp_path, {"feed.xml": rss})
    found = {item.name: item for item in open_source(str(tmp_path)).items()}
    one = document(found["skills"])
    assert (one.title, one.text, one.published) == ("Skills", "Adults learn.", date(2021, 7, 12))
    assert one.topics == ("Policy",)
    assert found["short"].skipped == "https://eaea.example/short/ has no more than a summary in feed.xml; " + (
        "sync the site itself."
    )


def test_an_atom_feed_gives_its_entries(tmp_path: Path) -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><link href='https://eaea.example/'/>"
        "<entry><title>Skills</title><link rel='self' href='https://eaea.example/feed/1'/>"
        "<link href='https://eaea.example/skills/'/><published>2021-07-12T09:30:00Z</published>"
        "<author><name>Anna Virta</name></author><category term='policy' label='Policy'/>"
        "<content type='html'>&lt;p&gt;Adults learn.&lt;/p&gt;</content></entry></feed>"
    )
    write_files(tmp_path, {"feed.xml": atom})
    (item,) = open_source(str(tmp_path)).items()
    one = document(item)
    assert (item.name, one.title, one.text, one.topics) == ("skills", "Skills", "Adults learn.", ("Policy",))
    assert one.published == date(2021, 7, 12)
    assert json.loads(item.load().partition(b"\n")[2])["author"] == "Anna Virta"


def test_posts_are_parsed_in_the_child(tmp_path: Path) -> None:
    (item,) = items(tmp_path, entry("one", "One.\n\nTwo.")).values()
    with ReaderPool(workers=1) as pool:
        (one,) = pool.read(Job(item.form, item.name, item.load())).documents
    assert one.text == "One.\n\nTwo."


def test_a_block_that_posts_share_is_told(tmp_path: Path) -> None:
    (item,) = items(tmp_path, entry("one", '<!-- wp:block {"ref":3} /--><p>Said.</p>')).values()
    assert read(item.form, item.load(), item.name).note == "a block that it shares with other posts is not in it"


def test_addresses_that_are_none_end_no_reading(tmp_path: Path) -> None:
    linking = entry("a", '<a href="http://xn--0/a.pdf">x</a> <a href="/b.pdf">x</a>')
    attached = entry("b", "x", post_type="attachment", attachment_url="https://xn--0/c.pdf")
    nowhere = entry("c", "words").replace(SITE, "https://xn--0")
    found = items(tmp_path, linking, attached, nowhere)
    assert {name: item.skipped[-30:] for name, item in found.items()} == {
        "2021/07/a": "",
        "b.pdf": "the site, or put the PDF here.",
        "site.xml:3": "post one, and export it again.",
    }  # fmt: skip
