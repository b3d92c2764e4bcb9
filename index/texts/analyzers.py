"""How texts are taken apart into stems, by language."""

import tantivy

STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ru": "russian", "sv": "swedish",
}  # fmt: skip
PLAIN = "xx"
"""Field of the languages without a stemmer."""
LONGEST_WORD = 40


def code_of(language: str) -> str:
    """By what the fields of a language are named."""
    return language if language in STEMMERS else PLAIN


def analyzer_of(code: str, questions: bool = False) -> tantivy.TextAnalyzer:
    """What takes a text of a field's language apart into stems; without function words for questions."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(LONGEST_WORD)).filter(tantivy.Filter.lowercase())
    if code != PLAIN:
        if questions:
            builder = builder.filter(tantivy.Filter.stopword(STEMMERS[code]))
            builder = builder.filter(tantivy.Filter.custom_stopword(QUESTION_WORDS.get(code, "").split()))
        builder = builder.filter(tantivy.Filter.stemmer(STEMMERS[code]))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


QUESTION_WORDS = {
    "en": "what which who whom whose when where why how does do did is are was were can could should would will shall "
    "has have had i me my we our you your it its they them their he she his her about from there here any some also "
    "then than so if s t d m re ve ll am been being please tell",
    "fr": "quel quelle quels quelles que qui quoi quand où comment pourquoi est sont être a ont au sur l d qu",
    "de": "was welche welcher welches wer wann wo wie warum ist sind hat haben über zu",
    "es": "qué cuál cuáles quién cuándo dónde cómo por es son ha han sobre",
    "fi": "mikä mitä millainen kuka milloin missä miten miksi on ovat onko",
}
"""Words that make a question a question, where the stop list of the language keeps them."""
