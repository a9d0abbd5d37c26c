"""The words of the sentences (tantivy): BM25 over title and sentence, English stems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import tantivy

from qa.errors import IndexBrokenError
from qa.store.keys import Hit, weigh

_MEMORY_BYTES = 32_000_000  # tantivy's budget for one batch; it wants at least 15 MB
_LONGEST_WORD = 64  # bytes; a longer one is an address or damage
MOST_MENTIONS = 10_000  # sentences that are counted: 25 ms; more want `version` as a fast field, and a new index
REMEMBERED_TEXTS = 20_000  # sentences whose stems are remembered from question to question: a few MB


def _build_analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


_ANALYZER = _build_analyzer()


@lru_cache(REMEMBERED_TEXTS)
def stem_words(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, as they are indexed; those of recent texts are remembered."""
    return tuple(_ANALYZER.analyze(text))


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("version", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("sentence", stored=True)
    builder.add_text_field("body", stored=False, tokenizer_name="stems", index_option="freq")
    return builder.build()


class WordIndex:
    """`Words` in a tantivy index, in a folder or in memory; opened for writing it holds tantivy's own lock."""

    def __init__(self, folder: Path | None, *, write: bool = False) -> None:
        self._schema = _build_schema()
        self._index = self._open(folder, write=write) if folder else tantivy.Index(self._schema)
        self._index.register_tokenizer("stems", _ANALYZER)
        self._writer = self._index.writer(_MEMORY_BYTES, 1) if write else None
        self._index.reload()

    def _open(self, folder: Path, *, write: bool) -> tantivy.Index:
        if write:
            folder.mkdir(parents=True, exist_ok=True)
        elif not (folder.is_dir() and tantivy.Index.exists(str(folder))):
            raise IndexBrokenError(f"{folder}: no word index: run 'qa index' again")
        try:
            return tantivy.Index(self._schema, path=str(folder), reuse=True)
        except ValueError as error:
            locked = any(word in str(error) for word in ("ReadOnlyFilesystem", "PermissionDenied"))
            mend = "make it writable, for asking puts a lock there, too" if locked else "run 'qa index' to mend it"
            raise IndexBrokenError(f"{folder}: {error}: {mend}") from None

    def close(self) -> None:
        """Let running merges end, and release the writer."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def add(self, version: str, bodies: Sequence[str]) -> None:
        writer = self._require_writer()
        writer.delete_documents_by_term("version", version)
        for number, body in enumerate(bodies):
            document = tantivy.Document()
            document.add_text("version", version)
            document.add_unsigned("sentence", number)
            document.add_text("body", body)
            writer.add_document(document)

    def remove(self, versions: Iterable[str]) -> None:
        writer = self._require_writer()
        for version in versions:
            writer.delete_documents_by_term("version", version)

    def commit(self) -> None:
        try:
            self._require_writer().commit()
        except ValueError as error:  # such as a full disk
            raise IndexBrokenError(
                f"the words cannot be written: {error}: mend that and run 'qa index' again"
            ) from None
        self._index.reload()

    def count(self) -> int:
        return int(self._index.searcher().num_docs)

    def search(self, question: str, *, limit: int, versions: Sequence[str] = ()) -> list[Hit]:
        stems = sorted(set(stem_words(question)))
        if not stems:
            return []
        # built from stems, never parsed: no character of a question has a meaning of its own
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "body", stem, "freq")) for stem in stems
        ]
        query = tantivy.Query.boolean_query(clauses)
        if versions:
            among = tantivy.Query.term_set_query(self._schema, "version", list(versions))
            only = tantivy.Query.const_score_query(among, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)])
        searcher = self._index.searcher()
        found = searcher.search(query, limit)
        hits = []
        for score, address in found.hits:
            document = searcher.doc(address)
            (version,), (sentence,) = document["version"], document["sentence"]
            hits.append(Hit(version, sentence, score))
        return hits

    def find_mentions(self, topic: str) -> tuple[set[str], bool]:
        stems = sorted(set(stem_words(topic)))
        if not stems:
            return set(), True
        terms = [tantivy.Query.term_query(self._schema, "body", stem, "basic") for stem in stems]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.const_score_query(query, 1.0), MOST_MENTIONS)
        versions = {str(searcher.doc(address).get_first("version")) for _, address in found.hits}
        return versions, len(found.hits) < MOST_MENTIONS

    def lacks(self, word: str) -> bool:
        searcher = self._index.searcher()
        return not all(searcher.doc_freq("body", stem) for stem in stem_words(word))

    def weigh_words(self, stems: Iterable[str], *, without: Sequence[str] = ()) -> dict[str, float]:
        searcher = self._index.searcher()
        left_out = Counter(stem for body in without for stem in set(stem_words(body)))
        frequencies = {stem: searcher.doc_freq("body", stem) - left_out[stem] for stem in stems}
        return weigh(frequencies, searcher.num_docs - len(without))

    def keys(self) -> set[str]:
        searcher = self._index.searcher()
        if searcher.num_docs == 0:
            return set()
        found = searcher.search(tantivy.Query.all_query(), searcher.num_docs)
        documents = [searcher.doc(address) for _, address in found.hits]
        return {f"{d.get_first('version')}:{d.get_first('sentence')}" for d in documents}

    def _require_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise RuntimeError("this word index was opened for reading")
        return self._writer
