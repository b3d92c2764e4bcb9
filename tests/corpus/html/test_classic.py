"""Content as WordPress stores it, read as it is shown."""

import json
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from corpus.html.classic import shown
from corpus.html.wordpress import read_wordpress

FORMATTING = Path("/usr/share/wordpress/wp-includes/formatting.php")


def text_of(content: str) -> str:
    record = json.dumps({"content": content, "title": "T"}).encode()
    return "\n\n".join(document.text for document in read_wordpress(record, "x").documents)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("One\ntwo\n\nThree", "One\ntwo\n\nThree"),
        ("One\r\n \r\nTwo", "One\n\nTwo"),
        ("<h2>Why</h2>\nNow.\n<ul>\n\t<li>One</li>\n\t<li>Two</li>\n</ul>\nEnd", "Why\n\nNow.\n\n• One\n• Two\n\nEnd"),
        ("One<!--more-->Two\n<!--nextpage-->\nThree", "One\n\nTwo\n\nThree"),
        ("<!-- wp:paragraph {\"a\":\"-\"} -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:rss /-->", "One two"),
        ("<!-- wp:more --><!--more--><!-- /wp:more --><p>One</p>", "One"),
        ('[box title="A [b]"]In a box [sic][/box] [1]\n\n[toc]\n\n[gallery ids="1,2"]', "In a box [sic] [1]"),
        ("See [embed]https://films.example/1[/embed] and learn.", "See and learn."),
        ("1 < 2 and\n\n3 > 2", "1 < 2 and\n\n3 > 2"),
        ("<pre>a\nb</pre>\nLast", "a b\n\nLast"),
        ("<blockquote>One\n\nTwo</blockquote>", "One\n\nTwo"),
        ("A <!-- without end\n\nB", "A"),
    ],
)  # fmt: skip
def test_stored_content_is_read_as_it_is_shown(stored: str, text: str) -> None:
    assert text_of(shown(stored)) == text


WORDS = "adults learn skills for work and life with public funds".split()  # noqa: SIM905


def classic_post(random: Random) -> str:
    """A post as the classic editor stores it."""

    def words() -> str:
        return " ".join(random.choices(WORDS, k=random.randint(1, 5)))

    def inline() -> str:
        forms = (
            f"<strong>{words()}</strong>",
            f"{words()}<br />\n{words()}",
            f"{words()}\n{words()}",
            words(),
            words(),
        )
        return random.choice(forms)

    def block() -> str:
        gap = random.choice(("\n", "\n\n", ""))
        forms = (
            f"<h2>{words()}</h2>", f"<ul>{gap}<li>{inline()}</li>{gap}\t<li>{words()}</li>{gap}</ul>", "<hr />",
            f"<blockquote>{inline()}\n\n{inline()}</blockquote>", f"<div>{gap}{inline()}{gap}</div>", inline(),
            f"<table>{gap}<tr><td>{words()}</td><td>{words()}</td></tr>{gap}</table>", f"<p>{inline()}</p>",
        )  # fmt: skip
        return random.choice(forms)

    gaps = ("\n\n", "\r\n\r\n", "\n", " \n \n")
    return "".join(block() + random.choice(gaps) for _ in range(random.randint(1, 6)))


@pytest.mark.skipif(not FORMATTING.is_file() or shutil.which("php") is None, reason="WordPress is not installed")
def test_paragraphs_are_those_that_wordpress_makes() -> None:
    """WordPress' own function is the oracle."""
    random = Random(7)
    posts = [classic_post(random) for _ in range(400)]
    program = (
        "function apply_filters($name, $value) { return $value; }"
        f"require '{FORMATTING}';"
        "echo json_encode(array_map('wpautop', json_decode(stream_get_contents(STDIN))));"
    )
    done = subprocess.run(["php", "-r", program], input=json.dumps(posts), capture_output=True, text=True, check=True)
    assert [text_of(shown(post)) for post in posts] == [text_of(theirs) for theirs in json.loads(done.stdout)]
