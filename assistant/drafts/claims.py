"""Sentences of a draft that say, without quotation marks, what the organisation said. A person has to compare them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.drafts.draft import Draft
from assistant.drafts.outcomes import Claim, Paraphrase
from assistant.drafts.quotations import Quotation, Stretch, unquoted, words_in
from assistant.quotes import Place
from corpus.errors import DraftError
from corpus.language import language_of
from corpus.message import Message, noted
from index.hit import Hit
from index.library.selection import ABBREVIATED
from index.query import Query
from index.search import Searcher
from index.texts.sentences import sentences

FEWEST_WORDS = 5
LONGEST = 1_500
"""Characters of a sentence; a longer one is a list or a table."""
MOST_CLAIMS = 300
"""Of one draft: one on each of three hundred pages. Each is searched for, which takes some hundredths of a second."""
TOO_MANY = noted(
    "{name} holds more than {number} sentences that say without quotation marks what the organisation said; "
    "check it in parts."
)
PASSAGES = 2
"""Stored sentences that are told for each claim."""
OPENING = "“„«‘\"' "
"""What the next quotation leaves at the end of a sentence before it."""
OURSELVES = ("the association", "our association", "our organisation", "our organization", "our network")
ADVERBS = (
    r"(?:(?:has|have|had|is|was|also|always|often|repeatedly|consistently|long|already|again|therefore|thus|strongly|clearly"
    r"|firmly|explicitly|publicly|recently|never|not|further|furthermore|first|does|did|do)\s+){0,4}"
)
SAYS = (
    r"(?:s(?:ays?|aid|aying)|writ(?:es?|ten)|wrote|state[sd]?|declare[sd]?|call(?:s|ed|ing)?\s+(?:for|on|upon)|demand(?:s|ed|ing)?"
    r"|welcom(?:e[sd]?|ing)|regret(?:s|ted)?|urg(?:e[sd]?|ing)|ask(?:s|ed|ing)?\s+(?:for|that)|recommend(?:s|ed)?"
    r"|support(?:s|ed|ing|ive)?|oppos(?:e[sd]?|ing)|insist(?:s|ed)?|propose[sd]?|believe[sd]?|advocate[sd]?|reject(?:s|ed)?"
    r"|underlin(?:e[sd]?|ing)|stress(?:es|ed)?|emphasi[sz]e[sd]?|warn(?:s|ed)?|argue[sd]?|claim(?:s|ed)?|want(?:s|ed)?"
    r"|consider(?:s|ed)?|point(?:s|ed)?\s+out|note[sd]?|criticis?z?e[sd]?|endorse[sd]?|favou?r(?:s|ed)?|request(?:s|ed)?"
    r"|in\s+favou?r\s+of|against|affirm(?:s|ed)?|maintain(?:s|ed)?|highlight(?:s|ed)?|appeal(?:s|ed)?"
    r"|fordert[en]*|begrüßt[en]*|verlangt[en]*|betont[en]*|demande|salue|appelle|réclame|soutient|regrette|plaide)\b"
)
WE = (
    r"\b(?:we|We)\s+(?:(?:have|had)\s+(?:always|often|repeatedly|consistently|long|already|publicly)\s+)"
    + SAYS
    + r"|\b(?:[Aa]s|[Ww]hat)\s+we\s+(?:have\s+)?(?:said|wrote|written|stated|demanded|asked|called)\b"
    r"|\b[Ii]n\s+(?:19|20)\d\d,?\s+we\s+" + ADVERBS + SAYS
)
"""How a draft in the organisation's own name says what it said before, and not what it says now."""


def claims_of(draft: Draft, quotations: Sequence[Quotation], names: Sequence[str]) -> Iterator[Claim]:
    """The sentences that say what one of the names said. A sentence that quotes some words at length is left out: its
    quotation is checked. Raises DraftError where there are more than MOST_CLAIMS.
    """
    for number, claim in enumerate(_claims_of(draft, quotations, names), 1):
        if number > MOST_CLAIMS:
            values = {"name": draft.name, "number": MOST_CLAIMS}
            raise DraftError(Message(TOO_MANY, values))
        yield claim


def _claims_of(draft: Draft, quotations: Sequence[Quotation], names: Sequence[str]) -> Iterator[Claim]:
    pattern = _pattern(names)
    saying = [one for one in draft.paragraphs if not one.is_heading and not one.quoted and pattern.search(one.text)]
    language = language_of("\n".join(paragraph.text for paragraph in saying))
    quoting = _by_paragraph([one for one in quotations if words_in(one.text) >= FEWEST_WORDS])
    for paragraph in saying:
        free = list(unquoted(paragraph, quoting.get(paragraph.number, ())))
        for span in sentences(paragraph.text, language):
            stretch = Stretch(paragraph.number, span.start, span.end)
            text = paragraph.text[span.start : span.end]
            if len(text) > LONGEST or words_in(text) < FEWEST_WORDS or not _free(stretch, free):
                continue
            if pattern.search(text):
                yield Claim(stretch, text.rstrip(OPENING))


def _by_paragraph(quotations: Sequence[Quotation]) -> Mapping[int, Sequence[Quotation]]:
    """The quotations that touch each paragraph."""
    found = defaultdict[int, list[Quotation]](list)
    for quotation in quotations:
        for number in {part.paragraph for part in quotation.stretches}:
            found[number].append(quotation)
    return found


def compared(claims: Iterable[Claim], searcher: Searcher) -> Iterator[Paraphrase]:
    """Each claim with the stored sentences nearest to it, one of each passage."""
    for claim in claims:
        hits = searcher.search(Query(" ".join(claim.text.split())), PASSAGES)
        yield Paraphrase(claim, tuple(map(_nearest_sentence, hits)))


def names_of(organisation: str, searcher: Searcher) -> tuple[str, ...]:
    """What the organisation is called: as in the settings, and as publishers write it out, "Long Name (SHORT)"."""
    known = searcher.values_of("publishers")
    written = (ABBREVIATED.sub("", name) for name in known if organisation in ABBREVIATED.findall(name))
    return tuple(dict.fromkeys((organisation, *written)))


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    named = "|".join(re.escape(name) for name in names if name)
    ours = "|".join(f"[{name[0].upper()}{name[0]}]{name[1:]}" for name in OURSELVES)
    who = rf"(?<!\w)(?:{named}|{ours})(?!\w)(?:\s*\([^()]{{1,40}}\))?(?:,[^,.]{{1,60}},)?"
    return re.compile(
        rf"{who}\s+{ADVERBS}{SAYS}"
        rf"|\b(?:[Aa]ccording\s+to|[Ii]n\s+the\s+(?:view|words|opinion)\s+of)\s+(?:the\s+)?{who}"
        rf"|{who}[’']s?\s+(?:\w+\s+){{0,3}}(?:position|view|demand|call|opinion|policy|statement|recommendation)s?\b"
        rf"|{WE}"
    )


def _free(sentence: Stretch, free: Sequence[Stretch]) -> bool:
    """Whether a sentence lies in what is not quoted, whose parts ascend."""
    at = bisect_right(free, sentence.start, key=lambda part: part.start) - 1
    return at >= 0 and sentence.end <= free[at].end


def _nearest_sentence(hit: Hit) -> Place:
    """The sentence of a passage that is closest to what was searched."""
    spans = hit.passage.sentences
    if not spans or len(spans) != len(hit.closeness):
        return Place(hit.document, hit.passage.start, hit.passage.end)
    best = spans[max(range(len(spans)), key=lambda at: hit.closeness[at])]
    return Place(hit.document, best.start, best.end)
