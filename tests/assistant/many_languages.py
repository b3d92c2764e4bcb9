"""A small model that reads four languages: a table of words in which a word and its translations have one vector."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import corpus.sample
from tests.index.models.tiny_models import tell

WIDTH = 256
MEANT = """
micro mikro; credentials credential certifications zertifikaten osaamismerkinnöistä; education éducation bildung
koulutuksesta; prison prisons prisoners prisonniers prisoner gefängnis vankilassa; refugees réfugiés flüchtlinge
pakolaisista; learning apprentissage lernen oppimisesta; accounts account comptes konten tileistä; nuclear nucléaire
ydinvoimasta; energy énergie
"""
"""English words with those of other languages that say the same."""
SMALL = "the of and to in a for is are be should that with on as it by not this from or which have has an at we they"
CARD = "---\nlanguage:\n- en\n- fr\n- de\n- fi\nlicense: mit\n---\n# Made by a test\n"


def many_languages(folder: Path) -> Path:
    """The model, saved by sentence-transformers into a folder with a card and prompts of its own."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    meanings = [one.split() for one in MEANT.split(";")]
    words = ["[UNK]", *dict.fromkeys([*(word for one in meanings for word in one), *_sample_words()])]
    known = {word: at for at, word in enumerate(words)}
    table = np.random.default_rng(5).standard_normal((len(words), WIDTH)).astype(np.float32)
    table *= 0.5 / np.linalg.norm(table, axis=1, keepdims=True)
    table[0] = 0
    table[[known[word] for word in SMALL.split() if word in known]] *= 0.1
    for one in meanings:
        table[[known[word] for word in one]] = 3 * table[known[one[0]]]
    tokenizer = Tokenizer(models.WordLevel(known, "[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    parts = [modules.StaticEmbedding(tokenizer, embedding_weights=table), modules.Normalize()]
    SentenceTransformer(modules=parts, device="cpu").save(str(folder / "model"))
    (folder / "model" / "README.md").write_text(CARD, encoding="utf-8")
    return tell(folder / "model", prompts={"query": "query: ", "passage": "passage: "})


def _sample_words() -> Iterator[str]:
    for path in sorted(corpus.sample.content().rglob("*")):
        if path.suffix in (".html", ".txt", ".md"):
            yield from re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
