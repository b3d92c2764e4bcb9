"""How the templates of all pages are read, those that are served and those that are written to a file."""

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def page_environment() -> Environment:
    """The templates of the assistant's pages; every word is escaped, and a name that is not told is an error."""
    return Environment(
        loader=PackageLoader("assistant.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_style() -> Markup:
    """The style of the assistant's pages and what reports add to it."""
    folder = files("assistant.web")
    return Markup("\n".join(folder.joinpath(name).read_text("utf-8") for name in ("style.css", "report.css")))
