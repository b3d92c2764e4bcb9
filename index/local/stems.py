"""Stems without an index: what `index.local.keywords` makes of words, for an index that is elsewhere."""

from functools import lru_cache

from index.local.keywords import TEXTS_HELD, YEAR_IN_WORD, words_of
from index.texts.analyzers import PLAIN, STEMMERS, analyzer_of, code_of


class Stems:
    """The stemmers of all languages; safe to share between threads."""

    def __init__(self) -> None:
        self._analyzers = {code: analyzer_of(code) for code in (*STEMMERS, PLAIN)}
        questions = {code: analyzer_of(code, questions=True) for code in (*STEMMERS, PLAIN)}
        self._asked = lru_cache(TEXTS_HELD)(
            lambda text, code: tuple(dict.fromkeys(questions[code].analyze(YEAR_IN_WORD.sub(r"\g<0> \g<1>", text))))
        )

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text in order, function words and all."""
        return list(self._analyzers[code_of(language)].analyze(text))

    def question_terms(self, text: str, language: str) -> list[str]:
        """The stems of a question's telling words in that language, each once, in order."""
        return list(self._asked(text, code_of(language)))

    def placed(self, phrase: str, language: str) -> list[str]:
        """The stems of what a person typed, as they stand one after the other; "" for a word too long to be indexed."""
        return [" ".join(self.terms(word, language)) for word in words_of(phrase)]
