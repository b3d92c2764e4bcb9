"""Texts that stand where a text is to come are skipped and told; a real text keeps every word."""

import pytest

from corpus.errors import ReadError
from corpus.html.reader import read_html
from corpus.text import read_markdown, read_text
from tests.corpus.html.test_reader import SENTENCE, TEASER, TEXT, page
from tests.corpus.html.test_wordpress import document as wordpress

LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore "
    "et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
    "aliquip ex ea commodo consequat."
)
MORE_LOREM = "Vestibulum ante ipsum primis in faucibus orci luctus et ultrices posuere cubilia curae."


@pytest.mark.parametrize(
    "text",
    [
        "Welcome to WordPress. This is your first post. Edit or delete it, then start writing!",
        "Willkommen bei WordPress. Dies ist dein erster Beitrag. Bearbeite oder lösche ihn und beginne zu schreiben!",
        "Bienvenue sur WordPress. Ceci est votre premier article. Modifiez-le ou supprimez-le, puis lancez-vous !",
        "Te damos la bienvenida a WordPress. Esta es tu primera entrada. Edítala o bórrala, ¡luego empieza a escribir!",
        "Benvenuto in WordPress. Questo è il tuo primo articolo. Modificalo o eliminalo, e inizia a creare!",
        "Welkom bij WordPress. Dit is je eerste bericht. Bewerk of verwijder het en start dan met schrijven!",
    ],
)
def test_the_first_post_of_wordpress(text: str) -> None:
    with pytest.raises(ReadError, match=r"is the first post that WordPress brings along; nothing was indexed"):
        wordpress(f"<p>{text}</p>")


def test_the_sample_page_of_wordpress() -> None:
    text = (
        "<p>This is an example page. It’s different from a blog post because it will stay in one place and will "
        "show up in your site navigation.</p><p>As a new WordPress user, you should go to your dashboard.</p>"
    )
    with pytest.raises(ReadError, match="is the sample page that WordPress brings along"):
        wordpress(text, type="page")


@pytest.mark.parametrize(
    "text",
    [
        "Welcome to WordPress training for adult educators: in our first post we explain why EAEA offers it. " * 5,
        "This is an example page from the learners’ newspaper. It was set by hand.",
        "Welcome to our blog. This is our first post, and EAEA will write here about adult education.",
    ],
)
def test_texts_about_first_posts_are_texts(text: str) -> None:
    assert wordpress(f"<p>{text}</p>").text


@pytest.mark.parametrize("text", [LOREM, f"Our members\n\n{LOREM}\n\n{MORE_LOREM}", f"- {LOREM}\n- {MORE_LOREM}"])
def test_a_page_of_nothing_but_lorem_ipsum(text: str) -> None:
    for reader in (read_text, read_markdown):
        with pytest.raises(ReadError, match=r"a\.txt holds nothing but Lorem ipsum"):
            reader(text.encode(), "a.txt")


def test_a_saved_page_of_lorem_ipsum() -> None:
    with pytest.raises(ReadError, match="holds nothing but Lorem ipsum"):
        read_html(page(f"<p>{LOREM}</p><p>{MORE_LOREM}</p>" * 2).encode(), "p.html")


def test_a_real_post_keeps_its_placeholder_and_tells_it() -> None:
    reading = read_html(page(f"{TEXT}<p>{LOREM}</p><p>{SENTENCE} End.</p>").encode(), "p.html")
    assert LOREM in reading.documents[0].text
    assert reading.note == "holds 1 paragraph of Lorem ipsum, kept as published"
    assert read_html(page(TEXT + TEASER).encode(), "p.html").note == ""


@pytest.mark.parametrize(
    "text",
    [
        "Under construction",
        "This page is currently under construction. Please check back soon!",
        "Coming soon …",
        "Text follows",
        "Diese Seite befindet sich noch im Aufbau. Inhalt folgt in Kürze.",
        "Cette page est en cours de construction.",
        "Página en construcción",
    ],
)
def test_pages_that_only_promise_a_text(text: str) -> None:
    with pytest.raises(ReadError, match="says only that its text is to come"):
        wordpress(f"<p>{text}</p>")


@pytest.mark.parametrize(
    "text",
    [
        "The new European agenda for adult learning is coming soon: it will be published in June.",
        "Coming soon: EAEA’s manifesto for the European elections. It asks for one per cent.",
        "The learning centre in Ghent is under construction.",
        "Lorem ipsum is what learners with reading difficulties see, says Paul Derrin, when we hand them a form.",
        "Non scholae sed vitae discimus, the study circles say.",
        "EAEA regrets that nothing happened.",
        "Il est nécessaire que les adultes apprennent, et qui apprend vit.",
    ],
)
def test_short_texts_that_say_something(text: str) -> None:
    assert wordpress(f"<p>{text}</p>").text == text
    assert read_text(text.encode(), "a.txt").note == ""
