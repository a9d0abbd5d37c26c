"""The words of the sentences in PostgreSQL's own full text search: BM25 over the stems that tantivy would index.

A sentence is a `tsvector` whose lexemes are our stems. The label of a lexeme says how often the sentence has it, which
`ts_rank` reads: D once, C twice, B three times, A more often. How many sentences have a stem is counted as they come
and go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from qa.errors import IndexBrokenError, say_in_one_line
from qa.store.database import Row
from qa.store.keys import Hit, weigh
from qa.store.postgres import PostgresTables, Values
from qa.store.word_index import MOST_MENTIONS, stem_words

_EMPTY, _SPACE = "", " "  # stems that no word has: the numbers of all sentences, and of all their words
_LABELS = ("", "C", "B", "A")  # of a stem that a sentence has once, twice, three times, more often
_ONCE = 16.4493  # times the rank of a stem that is there once, with the weights below: `ts_rank` divides by pi^2 / 6
# of one stem that a sentence has n times: weight * n / (n + norm), and nothing where n is 0
_TERM = f"%s * (1 - norm / (norm + {_ONCE} * ts_rank('{{0.1, 0.2, 0.3, 0.4}}', stems, %s::tsquery)))"
_SATURATION, _LENGTH_SHARE = 1.2, 0.75  # BM25's k1 and b, as tantivy has them
SOUGHT = 10_000  # sentences that are weighed: those with the rarest of a question's words, as many as come to so many
_TABLES = """
CREATE TABLE IF NOT EXISTS "words{0}" (version TEXT COLLATE "C", sentence INTEGER, length INTEGER NOT NULL,
    stems TSVECTOR NOT NULL, PRIMARY KEY (version, sentence));
CREATE INDEX IF NOT EXISTS "stems{0}" ON "words{0}" USING gin (stems) WITH (fastupdate = off);
CREATE TABLE IF NOT EXISTS "frequencies{0}" (stem TEXT COLLATE "C" PRIMARY KEY, held BIGINT NOT NULL);
"""
_COUNT = """
INSERT INTO "frequencies{0}" AS known
SELECT lexeme, %(sign)s * count(*) FROM "words{0}", unnest(stems) WHERE version = ANY(%(versions)s) GROUP BY lexeme
UNION ALL SELECT '', %(sign)s * count(*) FROM "words{0}" WHERE version = ANY(%(versions)s)
UNION ALL SELECT ' ', %(sign)s * coalesce(sum(length), 0) FROM "words{0}" WHERE version = ANY(%(versions)s)
ON CONFLICT (stem) DO UPDATE SET held = known.held + excluded.held
"""


class WordTables:
    """One edition of the `Words` in a schema; safe to use from several threads."""

    def __init__(self, tables: PostgresTables, edition: str = "", *, write: bool = False) -> None:
        self._tables, self._edition = tables, edition
        self._added: dict[str, Sequence[str]] = {}
        self._removed: set[str] = set()
        if write:
            self._run(_TABLES)
        elif not self._run("SELECT to_regclass('\"frequencies{0}\"')::text")[0][0]:
            raise IndexBrokenError(f"{tables.name}: no words: run 'qa index' again")

    def close(self) -> None:
        self._tables.close()

    def add(self, version: str, bodies: Sequence[str]) -> None:
        self._added[version] = bodies

    def remove(self, versions: Iterable[str]) -> None:
        for version in versions:
            self._added.pop(version, None)
            self._removed.add(version)

    def commit(self) -> None:
        added = list(self._added)
        gone = [*self._removed, *added]
        rows = (
            (version, number, *_write_vector(body))
            for version, bodies in self._added.items()
            for number, body in enumerate(bodies)
        )
        try:
            with self._tables.writing():
                self._run(_COUNT, {"versions": gone, "sign": -1})
                self._run('DELETE FROM "words{0}" WHERE version = ANY(%s)', [gone])
                self._tables.copy(f"words{self._edition}", rows)
                self._run(_COUNT, {"versions": added, "sign": 1})
        except self._tables.failure as error:
            raise IndexBrokenError(f"{self._tables.name}: {say_in_one_line(error)}: {self._tables.make_room}") from None
        self._added, self._removed = {}, set()

    def count(self) -> int:
        return self._count_held([_EMPTY])[_EMPTY]

    def search(self, question: str, *, limit: int, versions: Sequence[str] = ()) -> list[Hit]:
        """Return the sentences that share words with the question, best first; the score is BM25, above 0.

        Where ``versions`` are given, no other may answer. Else sentences are sought by the rarer words of the question
        alone, once those of the commoner ones are too many to weigh.
        """
        held = self._count_held([_EMPTY, _SPACE, *sorted(set(stem_words(question)))])
        total, length = held.pop(_EMPTY), held.pop(_SPACE)
        held = {stem: count for stem, count in held.items() if count}
        if not held:
            return []
        weights = weigh(held, total)
        sought = held if versions else _choose_rarest(held, max(SOUGHT, 10 * limit))
        terms = [value for stem in held for value in (weights[stem] * (_SATURATION + 1), _quote(stem))]
        rows = self._run(
            f"SELECT version, sentence, {' + '.join([_TERM] * len(held))} AS score FROM ("
            "SELECT version, sentence, stems, %s::float8 + %s::float8 * length AS norm "
            'FROM "words{0}" WHERE stems @@ %s::tsquery AND (%s OR version = ANY(%s))) AS found '
            "ORDER BY score DESC, version, sentence LIMIT %s",
            (
                *terms,
                _SATURATION * (1 - _LENGTH_SHARE),
                _SATURATION * _LENGTH_SHARE * total / length,
                " | ".join(map(_quote, sought)),
                not versions,
                list(versions),
                limit,
            ),
        )
        return [Hit(*row) for row in rows]

    def find_mentions(self, topic: str) -> tuple[set[str], bool]:
        stems = sorted(set(stem_words(topic)))
        if not stems:
            return set(), True
        every = " & ".join(map(_quote, stems))
        rows = self._run('SELECT version FROM "words{0}" WHERE stems @@ %s::tsquery LIMIT %s', (every, MOST_MENTIONS))
        return {version for (version,) in rows}, len(rows) < MOST_MENTIONS

    def lacks(self, word: str) -> bool:
        return not all(self._count_held(stem_words(word)).values())

    def weigh_words(self, stems: Iterable[str], *, without: Sequence[str] = ()) -> dict[str, float]:
        held = self._count_held([_EMPTY, *stems])
        total = held.pop(_EMPTY) - len(without)
        left_out = Counter(stem for body in without for stem in set(stem_words(body)))
        return weigh({stem: count - left_out[stem] for stem, count in held.items()}, total)

    def keys(self) -> set[str]:
        return {f"{version}:{sentence}" for version, sentence in self._run('SELECT version, sentence FROM "words{0}"')}

    def _count_held(self, stems: Sequence[str]) -> dict[str, int]:
        """Return how many sentences have each stem."""
        rows = self._run('SELECT stem, held FROM "frequencies{0}" WHERE stem = ANY(%s)', [list(stems)])
        return dict.fromkeys(stems, 0) | dict(rows)

    def _run(self, query: str, values: Values | None = None) -> list[Row]:
        try:
            return self._tables.run(query.replace("{0}", self._edition), values)
        except self._tables.failure as error:
            raise IndexBrokenError(f"{self._tables.name}: {say_in_one_line(error)}: {self._tables.mend}") from None


def drop_word_tables(tables: PostgresTables, edition: str) -> None:
    """Delete one edition of the words, if it is there."""
    tables.run(f'DROP TABLE IF EXISTS "words{edition}", "frequencies{edition}"')


def _choose_rarest(held: Mapping[str, int], most: int) -> list[str]:
    """Return the rarest stem and the next ones, until more than ``most`` sentences have them, counted for each."""
    rarest = sorted(held, key=lambda stem: (held[stem], stem))
    sums = accumulate(held[stem] for stem in rarest)
    return rarest[: max(1, sum(held_so_far <= most for held_so_far in sums))]


def _write_vector(body: str) -> tuple[int, str]:
    """Return the number of words of a body, and its stems as the text of a `tsvector`."""
    counts = Counter(stem_words(body))
    return counts.total(), " ".join(f"{_quote(stem)}:1{_LABELS[min(n, 4) - 1]}" for stem, n in counts.items())


def _quote(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
