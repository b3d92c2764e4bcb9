"""Who is compared, and what their defaults and their tuning are, in the words of the table."""

from collections.abc import Sequence
from dataclasses import dataclass

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Contender:
    """A library at its defaults, or tuned. `module` is its adapter; `how` says what that means."""

    module: str
    library: str
    way: str
    how: str

    @property
    def name(self) -> str:
        """As the table has it."""
        return self.library if self.way == "default" else f"{self.library}, {self.way}"

    @property
    def key(self) -> str:
        """The name of its folder."""
        return f"{self.module}-{self.way}"


WHOLE = "documents not split, cut by the model at 256 tokens"
CONTENDERS = (
    Contender(OURS, "ours", "default", "passages of whole sentences, exact vectors and words, bfloat16 where there is"),
    Contender(
        "by_langchain",
        "LangChain + FAISS",
        "default",
        "`RecursiveCharacterTextSplitter` 1,000/200 characters as in its guide, `IndexFlatL2`, `index()` of 100, "
        "`cleanup=incremental` with `SQLRecordManager`",
    ),
    Contender("by_langchain", "LangChain + FAISS", "tuned", "bfloat16, 64 texts at once, `index()` of 2,000"),
    Contender(
        "by_llama_index",
        "LlamaIndex",
        "default",
        "`SentenceSplitter` 1,024/200 tokens, `SimpleVectorStore`, 10 texts at once, `refresh_ref_docs`",
    ),
    Contender("by_llama_index", "LlamaIndex", "tuned", "bfloat16, 64 texts at once"),
    Contender(
        "by_haystack",
        "Haystack",
        "default",
        "`DocumentSplitter` 200 words, `InMemoryDocumentStore` as a file, 32 texts at once, `delete_by_filter` and "
        "`DuplicatePolicy.OVERWRITE`",
    ),
    Contender("by_haystack", "Haystack", "tuned", "bfloat16, 64 texts at once"),
    Contender("by_txtai", "txtai", "default", f"{WHOLE}; FAISS, IVF from 5,000 on, 32 texts at once, `upsert`"),
    Contender("by_txtai", "txtai", "tuned", "bfloat16, 64 texts at once, exact index"),
    Contender("by_chroma", "Chroma", "default", f"{WHOLE}; HNSW, 32 texts at once, `upsert`"),
    Contender("by_chroma", "Chroma", "tuned", "bfloat16, texts sorted by length before `upsert`"),
)


def chosen(libraries: Sequence[str]) -> list[Contender]:
    """Those of some modules, ours always first; all where none is named."""
    return [one for one in CONTENDERS if not libraries or one.module in (OURS, *libraries)]
