"""Contact blocks: who may be asked, with an address that is often written "name(at)host" against harvesters.

They are kept to the letter, but are no headings or titles: a heading is shown with every passage below it.
"""

import re
from dataclasses import replace

from corpus.draft import Draft

ADDRESS = re.compile(r"(?i)\S@\S|\w @ \w|\w\s?[(\[{<]\s?(?:at|ät|arobase|chez)\s?[)\]}>]\s?\w")
"""Mail addresses, written plainly or with a word for the sign."""
SIGN = re.compile(r"[@(\[{<]")
"""Without one of these there is no address; looking for one takes half as long."""
LABEL = re.compile(
    r"(?i)(?:for )?(?:more|further) information|(?:press |media )?contacts?|contact (?:us|persons?|details)|kontakt"
    r"|(?:weitere|mehr|nähere) informationen|ansprechpartner(?:in)?(?:nen)?|pour en savoir plus"
    r"|(?:pour )?plus d[’']informations?|más información|contacto|(?:maggiori|ulteriori) informazioni|contatti"
    r"|meer informatie|lisätietoja|mer information"
)
"""What stands above a contact block."""
NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs)\.? )?[^\W\d_a-z][\w.’'-]*"
    r"(?: (?:[^\W\d_a-z][\w.’'-]*|van|von|de|der|den|di|da|du|la|le)){1,4}"
    r"|(?i:.{0,40}\b(?:secretary|president|director|officer|manager|coordinator)\b.{0,40})"
)
"""A person, or what a person is."""
NEAR = 2
"""Lines of a contact that may stand between a name and the address: a role, a telephone number."""
LONGEST_BLOCK = 200


def holds_address(words: str) -> bool:
    """Whether a mail address stands in these words."""
    return SIGN.search(words) is not None and ADDRESS.search(words) is not None


def without_contact_headings(draft: Draft) -> Draft:
    """The draft with names and addresses of contact blocks as paragraphs, where their shape made headings of them."""
    blocks = list(draft.blocks)
    for at, block in enumerate(blocks):
        if block.style == "heading" and _is_contact(draft, at):
            blocks[at] = replace(block, style="paragraph")
    return draft if blocks == list(draft.blocks) else replace(draft, blocks=tuple(blocks))


def _is_contact(draft: Draft, at: int) -> bool:
    """Whether a block holds an address, or a person's name or role with the line of an address close below it."""
    words = draft.words_of(draft.blocks[at])
    if holds_address(words):
        return True
    if LABEL.fullmatch(words.strip(" :")) or not NAME.fullmatch(words):
        return False
    below = [draft.words_of(block) for block in draft.blocks[at + 1 : at + 1 + NEAR]]
    reach = next((number for number, line in enumerate(below, start=1) if holds_address(line)), 0)
    return reach > 0 and all(len(line) <= LONGEST_BLOCK and not line.endswith(".") for line in below[:reach])
