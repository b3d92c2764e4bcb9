"""Questions in another language than passages, where the model gives like vectors to like texts of many languages.

Words of one language are not looked for in another: what they have in common there ("position", "important") is chance,
or a word that tells little. Numbers, acronyms and names stand in every language and are looked for everywhere, and so
are the other names that the vocabulary has for what a question names. That a passage of another language lacks the
question's words says nothing about it; it is ranked as if words spoke for it half as well as meaning does.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from corpus.language import surely_language_of
from index.library.columns import columns
from index.library.store import Store
from index.ports import PassageWords, Scope
from index.query import Query, Weighted
from index.ranking import Ranking, Rows
from index.searching.fusion import assumed, fuse
from index.searching.vocabulary import Vocabulary

TEXTS_HELD = 1024
LANGUAGES_HELD = 8
WORD = re.compile(r"[^\W_]+")
BEGINS = re.compile(r"(?:^|[.!?:¿¡«“„\"(])\s*$")
"""What stands before a word that begins a sentence, and has its capital from that."""
NOUNS_HAVE_CAPITALS = ("de", "lb")


class Tongues:
    """What one generation knows of the languages of questions and passages; safe to share between threads."""

    def __init__(self, store: Store, keywords: PassageWords, vocabulary: Vocabulary, many: bool) -> None:
        self._keywords = keywords
        self._vocabulary = vocabulary
        self._many = many
        self._languages = store.languages()
        self._foreign = lru_cache(LANGUAGES_HELD)(lambda spoken: _written_otherwise(store, spoken))
        self._language = lru_cache(TEXTS_HELD)(surely_language_of)

    def asked_in(self, query: Query) -> str:
        """The language of a question, or of the last ones with it, where the model reads many; "" where it reads one,
        and where the language is not sure: words are then looked for in every language.
        """
        if not self._many:
            return ""
        return self._language(query.text) or self._language("\n".join([*query.earlier, query.text]))

    def by_words(self, texts: Sequence[Weighted], k: int, scope: Scope, query: Query) -> Ranking:
        """The best rows by the words of texts, and by other names of what they name."""
        spoken = self.asked_in(query)
        widened = self._vocabulary.widened(texts)
        if not spoken:
            return self._keywords.search(widened, k, self._languages, scope)
        own = [language for language in self._languages if language == spoken]
        others = [language for language in self._languages if language != spoken]
        lasting = [Weighted(" ".join(lasting_words(one.text, spoken)), one.weight) for one in texts]
        return _best_of(
            self._keywords.search(widened, k, own, scope),
            self._keywords.search([*lasting, *widened[len(texts) :]], k, others, scope),
            k,
        )

    def fused(self, meaning: Ranking, keywords: Ranking, query: Query) -> Ranking:
        """One ranking of both; see index.searching.fusion."""
        spoken = self.asked_in(query)
        if not spoken:
            return fuse(meaning, keywords)
        return fuse(meaning, assumed(meaning, keywords, self._foreign(spoken)))


def lasting_words(text: str, language: str) -> tuple[str, ...]:
    """Words that stand in any language: those with a digit, acronyms, and names: words with a capital that begin no
    sentence, but for languages whose nouns all have one.
    """
    shouted = text.isupper()
    found = list[str]()
    for match in WORD.finditer(text):
        word = match[0]
        capitals = 0 if shouted else sum(sign.isupper() for sign in word)
        named = word[0].isupper() and language not in NOUNS_HAVE_CAPITALS and not BEGINS.search(text[: match.start()])
        if any(sign.isdigit() for sign in word) or capitals > 1 or (capitals and named and len(word) > 1):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _written_otherwise(store: Store, language: str) -> Rows:
    """Rows of the passages of all other languages, int64 of shape (n,)."""
    found = store.connection.execute(
        "SELECT p.row FROM passages p JOIN documents d ON d.row = p.document WHERE d.language != ?", (language,)
    )
    return columns(found)[0]


def _best_of(one: Ranking, other: Ranking, k: int) -> Ranking:
    """The k best rows of two rankings, by their scores; a row of both by the better one."""
    rows, scores = np.concatenate([one.rows, other.rows]), np.concatenate([one.scores, other.scores])
    order = np.lexsort((rows, -scores))
    _, firsts = np.unique(rows[order], return_index=True)
    kept = order[np.sort(firsts)[:k]]
    return Ranking(rows[kept], scores[kept])
