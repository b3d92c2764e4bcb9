"""Statement PDFs: from bytes to documents whose every word is tied to its place on a page, and back to that page."""
