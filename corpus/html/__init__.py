"""Web pages and posts of WordPress: the article, and what the page says about itself."""

from corpus.html.reader import read_html
from corpus.html.wordpress import read_wordpress

__all__ = ["read_html", "read_wordpress"]
