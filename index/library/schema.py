"""The tables of a library's SQLite file; see `index.library.store` for what they hold."""

from index.library import sentence_vectors

STORE = """
CREATE TABLE sources (address TEXT PRIMARY KEY, catalogue TEXT NOT NULL, internal INTEGER NOT NULL);
CREATE TABLE items (
    source TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, digest TEXT NOT NULL,
    refusal TEXT NOT NULL, note TEXT NOT NULL, cause TEXT NOT NULL, PRIMARY KEY (source, name));
CREATE TABLE documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, item TEXT NOT NULL,
    internal INTEGER NOT NULL,
    read BLOB NOT NULL, beneath TEXT NOT NULL DEFAULT '', shown TEXT NOT NULL, body TEXT NOT NULL,
    duplicate_of TEXT NOT NULL DEFAULT '',
    turn INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL DEFAULT '', replaced_by TEXT NOT NULL DEFAULT '',
    work TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL, published TEXT, kind TEXT NOT NULL, language TEXT NOT NULL, status TEXT NOT NULL,
    teaser INTEGER NOT NULL);
CREATE INDEX documents_by_turn ON documents (turn);
CREATE INDEX documents_by_work ON documents (work);
CREATE INDEX documents_by_facts ON documents (duplicate_of, published, kind, language, status);
CREATE TABLE topics (document INTEGER NOT NULL, topic TEXT NOT NULL, PRIMARY KEY (document, topic));
CREATE TABLE publishers (document INTEGER NOT NULL, publisher TEXT NOT NULL, PRIMARY KEY (document, publisher));
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL, heading TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, digest TEXT NOT NULL, sentences BLOB NOT NULL,
    telling REAL NOT NULL, words BLOB NOT NULL);
CREATE INDEX passages_by_document ON passages (document);
"""

ALTERNATES, ORIGINAL = "json_extract(shown, '$.alternates')", "json_extract(shown, '$.translation_of')"
TELLS_TRANSLATIONS = f"CASE shown WHEN '' THEN 0 ELSE {ALTERNATES} != '[]' OR {ORIGINAL} != '' END"
"""Whether a document names another one that is the same text; "" is shown of one that was only just added."""

INDEXES = f"""
CREATE INDEX IF NOT EXISTS documents_told ON documents (source, item, id, duplicate_of);
CREATE INDEX IF NOT EXISTS documents_at_place ON documents (place, body);
CREATE INDEX IF NOT EXISTS documents_by_body ON documents (body);
CREATE INDEX IF NOT EXISTS documents_of_desk ON documents (id) WHERE beneath != '';
CREATE INDEX IF NOT EXISTS documents_replaced ON documents (source) WHERE replaced_by != '';
CREATE INDEX IF NOT EXISTS documents_teasers ON documents (id) WHERE teaser = 1;
CREATE INDEX IF NOT EXISTS documents_tied ON documents (id) WHERE {TELLS_TRANSLATIONS};
"""
"""What a rebuild looks up, so that it need not read every document. A library of before they were here gets them."""

SCHEMA = STORE + sentence_vectors.SCHEMA + INDEXES
