"""What stands above a passage: what its document is called, and the heading of its section.

The model reads it before the passage and the keyword index has a field for it: a passage seldom names what it is about.
"""

import re
from pathlib import PurePosixPath

from corpus.document import Document
from index.texts.passages import LONGEST_NAME, Passage

LONGEST = 24
"""Letters of a word in the name of a file; longer ones are numbers of a system."""
WORD = re.compile(r"[^\W_]+")


def file_words(document: Document) -> str:
    """The words of the name of a paged file that its title lacks, such as "Acme 2019 annual"; "" for web text.

    The name is often all that tells a report from that of another year. Web text is named after its title.
    """
    if not document.page_starts:
        return ""
    known = set(WORD.findall(document.title.casefold()))
    words = WORD.findall(PurePosixPath(document.id).stem)
    return " ".join(word for word in words if word.casefold() not in known and len(word) <= LONGEST)


def above(document: Document, passage: Passage) -> str:
    """What the model reads before a passage, "" where nothing is known."""
    title = document.title[:LONGEST_NAME]
    return ". ".join(part for part in (file_words(document), title, passage.heading) if part)


def field_above(document: Document, passage: Passage) -> str:
    """What the keyword index has beside the words of a passage."""
    title, topics = document.title[:LONGEST_NAME], " ".join(document.topics)[: 4 * LONGEST_NAME]
    return "\n".join((title, file_words(document), passage.heading, topics))
