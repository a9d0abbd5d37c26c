"""How well follow-ups are made to stand alone.

    python -m benchmarks.followups --data FOLDER --work FOLDER

The data holds ``followups/*.jsonl`` (conversations whose questions were rewritten by hand) and ``qa/NAME``.
Three tables:

- *Content words.* What the hand-made rewriting adds to the question, against what ours adds. A content word is a run of
  letters or digits in lower case, without its possessive ``'s`` and without its English ending (the stemmer of the word
  index), that is not one of the `FUNCTION_WORDS` of `training.followups`; each counts once a question. Recall is the
  share of the words added by hand that ours adds, too; precision the share of the words that ours adds that the hand
  added, both over all follow-ups of a set at once. The bare question adds none: recall 0.
- *Left alone.* The share of questions that come back as they were asked, character for character: first turns,
  rewritten questions after their own history, and questions of other sets after one to three turns about another
  article or about the same. The last of these lean on their paragraph at times ("the second experiment"), so not all
  of it is error.
- *Search.* hit@5 on ``qa/mtrag_un`` through the product, with the bare question, with the whole history put before it,
  and as a follow-up. The index is built once in the work folder.

Intervals are 95 % bootstraps over conversations (over questions for the last two tables).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from qa.bot import Bot
from qa.chat import understand
from qa.evaluate.measures import find_right
from qa.evaluate.questions import Span
from qa.index.build import build_index
from qa.models.left_out import BuiltInLeftOut
from qa.records import Answer, Turn
from qa.settings import load_settings
from training.followups import (
    FOLDS,
    FollowUp,
    draw_turns,
    find_article,
    find_content_words,
    group_by_article,
    read_followups,
    read_lines,
    read_turns,
)

ALONE_SETS = ("onestopqa", "multirc_news", "trecqa", "squad2_half", "xquad_en", "selqa")
ALONE_QUESTIONS = 300  # of each set
RESAMPLES = 1_000
SEED = 11

Rewrite = Callable[[str, Sequence[Turn]], str]
Interval = tuple[float, float, float]


def draw_intervals(
    groups: Sequence[str], counts: Sequence[Sequence[float]], shares: Sequence[tuple[int, int]]
) -> list[Interval]:
    """Return each share (columns above and below the line) with its 95 % interval over resampled groups."""
    names = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    sums = np.zeros((len(names), len(counts[0])))
    np.add.at(sums, [names[group] for group in groups], np.array(counts, dtype=np.float64))
    chooser = np.random.default_rng(SEED)
    drawn = [sums[chooser.integers(len(sums), size=len(sums))].sum(axis=0) for _ in range(RESAMPLES)]
    intervals = []
    for above, below in shares:
        spread = [total[above] / max(total[below], 1) for total in drawn]
        low, high = np.percentile(spread, [2.5, 97.5])
        intervals.append((float(sums[:, above].sum() / max(sums[:, below].sum(), 1)), float(low), float(high)))
    return intervals


def show(interval: Interval) -> str:
    """Return a share as the tables have it."""
    return f"{interval[0]:.3f} [{interval[1]:.2f}, {interval[2]:.2f}]"


def count_words(one: FollowUp, rewrite: Rewrite) -> tuple[int, int, int]:
    """Return how many content words are added rightly, by hand, and by a way of rewriting."""
    asked = find_content_words(one.question)
    wanted = find_content_words(one.rewritten) - asked
    added = find_content_words(rewrite(one.question, one.history)) - asked
    return len(added & wanted), len(wanted), len(added)


def prepend_history(question: str, history: Sequence[Turn]) -> str:
    """Return the question with its whole history before it."""
    return " ".join([part for turn in history for part in (turn.question, turn.answer) if part] + [question])


def make_ours() -> Rewrite:
    """Return the product's way of rewriting, its model loaded."""
    weigh = BuiltInLeftOut().weigh
    weigh("Warm up?", [Turn("Is it warm?")])
    return lambda question, history: understand(question, history, weigh=weigh).standalone


def tabulate_words(sets: Mapping[str, Sequence[FollowUp]], ours: Rewrite) -> Table:
    """Return recall and precision of each set, of all of it and of the topics on which nothing was fitted."""
    table = Table("set", "follow-ups", "", "recall", "precision", title="Content words added")
    ways: dict[str, Rewrite] = {"whole history": prepend_history, "ours": ours}
    for name, rows in sets.items():
        followups = [row for row in rows if row.history]
        counts = {way: [count_words(one, rewrite) for one in followups] for way, rewrite in ways.items()}
        for label, kept in (("held out", [one.held_out for one in followups]), ("all", [True] * len(followups))):
            topics = [one.topic for one in compress(followups, kept)]
            table.add_row(f"{name}, {label}", str(len(topics)), "bare", "0", "-")
            for way in ways:
                shares = draw_intervals(topics, [*compress(counts[way], kept)], [(0, 1), (0, 2)])
                table.add_row("", "", way, *map(show, shares))
    return table


def pair_questions(folder: Path, *, related: bool) -> list[tuple[str, tuple[Turn, ...]]]:
    """Return questions of a set after one to three others, all about the same article or all about different ones."""
    chooser = random.Random(SEED)
    rows = [row for row in read_lines(folder / "questions.jsonl") if not row.get("history") and find_article(row)]
    by_article = group_by_article(rows)
    pairs = []
    for row in chooser.sample(rows, min(ALONE_QUESTIONS, len(rows))):
        article = find_article(row)
        others = by_article[article] if related else [chooser.choice(rows) for _ in range(9)]
        others = [one for one in others if one is not row and related == (find_article(one) == article)]
        if others:
            pairs.append((row["question"], draw_turns(others, chooser)))
    return pairs


def tabulate_left_alone(sets: Mapping[str, Sequence[FollowUp]], folder: Path, ours: Rewrite) -> Table:
    """Return how many questions that stand alone come back unchanged."""
    table = Table("questions", "count", "unchanged", title="Left alone")
    trials = {
        "first turns": [(row.question, row.history) for rows in sets.values() for row in rows if not row.history],
        "rewritten, after their history (held out)": [
            (row.rewritten, row.history) for rows in sets.values() for row in rows if row.history and row.held_out
        ],
    }
    for name in ALONE_SETS:
        trials[f"{name}, after another article"] = pair_questions(folder / name, related=False)
        trials[f"{name}, after the same article"] = pair_questions(folder / name, related=True)
    for label, pairs in trials.items():
        if not pairs:  # a set with one question an article
            continue
        counts = [(float(ours(question, turns) == question), 1.0) for question, turns in pairs]
        share = draw_intervals([str(number) for number in range(len(counts))], counts, [(0, 1)])[0]
        table.add_row(label, str(len(pairs)), show(share))
    return table


def open_index(folder: Path, work: Path) -> Bot:
    """Return a bot over a question set's articles; the first time, they are indexed."""
    settings = load_settings(index_dir=work / folder.name, question_characters=100_000)
    build_index([folder / "articles.jsonl"], settings)
    return Bot(settings)


def tabulate_search(folder: Path, work: Path, limit: int | None) -> Table:
    """Return hit@5 of the follow-ups of a set, asked in three ways."""
    rows = [row for row in read_lines(folder / "questions.jsonl") if row.get("history") and row["answerable"]][:limit]
    table = Table("asked", "questions", "hit@1", "hit@5", "changed", title=f"Search: {folder.name}")
    bot = open_index(folder, work)
    ways: dict[str, Callable[[str, Sequence[Turn]], Answer]] = {
        "bare question": lambda question, _: bot.ask(question),
        "whole history before it": lambda question, history: bot.ask(prepend_history(question, history)),
        "as a follow-up": bot.ask,
    }
    for way, ask in ways.items():
        counts = []
        for row in rows:
            sets = (row["evidence"], *row.get("alternative_evidence", ()))
            gold = [Span(one["article_id"], one["start"], one["end"]) for evidence in sets for one in evidence]
            answer = ask(row["question"], read_turns(row["history"]))
            best = [Span(one.sentence.article_id, one.sentence.start, one.sentence.end) for one in answer.ranked[:5]]
            right = find_right(best, gold)
            changed = answer.standalone != row["question"]
            counts.append((float(any(right[:1])), float(any(right)), float(changed), 1.0))
        shares = draw_intervals([row["id"] for row in rows], counts, [(0, 3), (1, 3), (2, 3)])
        table.add_row(way, str(len(rows)), show(shares[0]), show(shares[1]), f"{shares[2][0]:.2f}")
    bot.close()
    return table


def measure_speed(sets: Mapping[str, Sequence[FollowUp]], ours: Rewrite) -> str:
    """Return how long a follow-up takes, in milliseconds."""
    followups = [row for rows in sets.values() for row in rows if row.history][:: FOLDS * FOLDS]
    times = []
    for one in followups:
        started = time.process_time()
        ours(one.question, one.history)
        times.append(1000 * (time.process_time() - started))
    return (
        f"{np.median(times):.1f} ms of processor time a follow-up, 95 of 100 within {np.percentile(times, 95):.1f} ms"
    )


def main() -> None:
    """Print the tables one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(".training"), help="folder that keeps the index")
    parser.add_argument("--limit", type=int, help="search with the first so many questions only")
    parser.add_argument("--no-search", action="store_true", help="without the last table")
    options = parser.parse_args()
    console = Console(width=120)
    sets = {path.stem: read_followups(path) for path in sorted((options.data / "followups").glob("*.jsonl"))}
    ours = make_ours()
    console.print(tabulate_words(sets, ours))
    console.print(tabulate_left_alone(sets, options.data / "qa", ours))
    console.print(measure_speed(sets, ours))
    if not options.no_search:
        console.print(tabulate_search(options.data / "qa" / "mtrag_un", options.work, options.limit))


if __name__ == "__main__":
    main()
