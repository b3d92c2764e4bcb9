"""How the templates of all pages are read, those that are served and those that are written to a file.

Words of the templates are marked (`{% trans %}...{% endtrans %}`, `_("...")`); a Message is told in the page's language
wherever it is shown, and within {% trans %} by the filter `told`.
"""

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.web.tongues import ENGLISH, Tongue


def page_environment(tongue: Tongue = ENGLISH) -> Environment:
    """The templates of the assistant's pages in a language; every word is escaped, and a name that is not told is an
    error.
    """
    made = Environment(
        loader=PackageLoader("assistant.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=tongue.told,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(tongue.words, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "told": tongue.told,
        "word": tongue.word,
        "day": tongue.day,
        "number": tongue.number,
        "listed": tongue.listed,
        "language": tongue.language,
    }
    made.globals["tongue"] = tongue
    return made


def page_style() -> Markup:
    """The style of the assistant's pages and what reports add to it."""
    folder = files("assistant.web")
    return Markup("\n".join(folder.joinpath(name).read_text("utf-8") for name in ("style.css", "report.css")))
