"""Ask a server without end while its index is updated every minute: nothing may leak, and no answer may be wrong.

python -m benchmarks.soak --minutes 60 --askers 20
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path

import httpx

from benchmarks.crash import write_corpus
from benchmarks.serving import Held, read_held, serve_index
from qa.bot import open_bot
from qa.settings import load_settings

EDITIONS = 3
SAMPLE_SECONDS = 5.0
LINE_SAMPLES = 12  # from one line on how it goes to the next
PATIENCE_SECONDS = 300  # with a question on a machine with other work: the times are told, not judged
FLAT = 0.05  # of growth from the second quarter of the time to the last


Asked = tuple[str, frozenset[str]]
"""A question, and the sentences that may answer it: those of its tower in any edition, and what a still index gives."""


def write_sentence(tower: int, line: int, edition: int) -> str:
    """Return a sentence of `write_corpus` as an edition has it."""
    state = edition if tower % 3 == 0 else 0
    return f"In year {state} tower {tower} had {line} doors and {line * 7} windows."


@dataclass(slots=True)
class Tally:
    """What became of the questions, and samples of what the server held."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    updates: int = 0


class Asker(threading.Thread):
    """Asks one question after the other, and looks whether the answer is right."""

    def __init__(self, address: str, questions: Sequence[Asked], tally: Tally, end: float, number: int) -> None:
        super().__init__(daemon=True)
        self._address, self._questions, self._tally, self._end = address, questions, tally, end
        self._chance = random.Random(number)

    def run(self) -> None:
        """Ask until the time is over."""
        with httpx.Client(base_url=self._address, timeout=PATIENCE_SECONDS) as client:
            while time.monotonic() < self._end:
                self._ask(client)

    def _ask(self, client: httpx.Client) -> None:
        question, right = self._chance.choice(self._questions)
        started = time.monotonic()
        try:
            response = client.post("/api/ask", json={"question": question})
        except httpx.HTTPError as error:
            self._tally.wrong.append(f"{question} {type(error).__name__}")
            return
        self._tally.seconds.append(time.monotonic() - started)
        outcome = response.json().get("outcome", str(response.status_code))
        self._tally.outcomes[outcome] += 1
        if reason := find_fault(response, right):
            self._tally.wrong.append(f"{question} {reason}")


def find_fault(response: httpx.Response, right: frozenset[str]) -> str:
    """Return what is wrong with an answer: a failure, silence, or no sentence that may answer."""
    if response.status_code != httpx.codes.OK:
        return f"{response.status_code} {response.text[:200]}"
    answer = response.json()
    if answer["outcome"] not in ("answered", "perhaps"):
        return str(answer["outcome"])
    quotes = [cited["quote"] for cited in answer["citations"]]
    if not any(quote in right for quote in quotes):
        return f"quotes {quotes}"
    return ""


def update_index(index_dir: Path, folder: Path, articles: int, edition: int) -> None:
    """Bring the index to an edition, as a job of its own."""
    path = write_corpus(folder, articles, edition=edition)
    command = [sys.executable, "-m", "qa.cli", "index", str(path), "--index-dir", str(index_dir)]
    subprocess.run(command, check=True, capture_output=True)


def choose_questions(index_dir: Path, folder: Path, articles: int, questions: int) -> list[Asked]:
    """Return questions with what may answer them, asked of each edition while nothing else happens."""
    chance = random.Random(0)
    chosen = [(chance.randrange(articles), chance.randrange(1, 12)) for _ in range(questions)]
    asked = {f"How many windows had tower {tower} with {line} doors?": tower for tower, line in chosen}
    right = {
        question: {write_sentence(tower, line, edition) for edition in range(EDITIONS) for line in range(12)}
        for question, tower in asked.items()
    }
    for edition in reversed(range(EDITIONS)):
        update_index(index_dir, folder, articles, edition)
        with closing(open_bot(load_settings(index_dir=index_dir, question_seconds=PATIENCE_SECONDS))) as bot:
            for question in asked:
                right[question].update(citation.quote for citation in bot.ask(question).citations)
    return [(question, frozenset(sentences)) for question, sentences in right.items()]


def soak(folder: Path, *, minutes: float, askers: int, articles: int, questions: int, update_seconds: float) -> Tally:
    """Ask and update for so many minutes, and return the tally."""
    index_dir, tally = folder / "index", Tally()
    asked = choose_questions(index_dir, folder, articles, questions)
    patient = serve_index(
        index_dir,
        questions_per_minute=10**9,
        connections_per_address=10**6,
        question_seconds=PATIENCE_SECONDS,
    )
    with patient as (address, process):
        end = time.monotonic() + minutes * 60
        threads = [Asker(address, asked, tally, end, number) for number in range(askers)]
        for thread in threads:
            thread.start()
        updating = threading.Thread(
            target=_keep_updating, args=(index_dir, folder, articles, tally, end, update_seconds)
        )
        updating.start()
        while time.monotonic() < end:
            tally.held.append(read_held(process))
            if len(tally.held) % LINE_SAMPLES == 1:
                print(_write_state(tally), flush=True)
            time.sleep(SAMPLE_SECONDS)
        updating.join()
        for thread in threads:
            thread.join()
    return tally


def _write_state(tally: Tally) -> str:
    held = tally.held[-1]
    minutes, asked = len(tally.held) * SAMPLE_SECONDS / 60, sum(tally.outcomes.values())
    done = f"{minutes:.0f} min: {asked} questions, {len(tally.wrong)} wrong, {tally.updates} updates"
    return f"{done}; {held.megabytes:.0f} MB, {held.files} files, {held.threads} threads"


def _keep_updating(index_dir: Path, folder: Path, articles: int, tally: Tally, end: float, every: float) -> None:
    due = time.monotonic() + every
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        tally.updates += 1
        update_index(index_dir, folder, articles, tally.updates % EDITIONS)
        due = max(due + every, time.monotonic())


def measure_growth(held: Sequence[Held]) -> dict[str, tuple[float, float]]:
    """Return the median of each thing that is held in the second quarter of the time, and its growth to the last."""
    quarter = max(1, len(held) // 4)
    growth = {}
    for name in (one.name for one in fields(Held)):
        values = [getattr(one, name) for one in held]
        before, after = statistics.median(values[quarter : 2 * quarter] or values), statistics.median(values[-quarter:])
        growth[name] = before, after / before - 1
    return growth


def main() -> None:
    """Soak and print what came of it; exit with 1 where something leaked or an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--askers", type=int, default=20)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--questions", type=int, default=40, help="that are asked again and again")
    parser.add_argument("--update-seconds", type=float, default=60)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sourceline-soak-"))
    try:
        tally = soak(folder, **vars(options))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    asked = sum(tally.outcomes.values())
    print(f"{asked:,} questions of {options.askers} askers in {options.minutes:g} minutes, {tally.updates} updates")
    print(f"outcomes: {dict(tally.outcomes)}; wrong: {len(tally.wrong)}")
    for line in tally.wrong[:10]:
        print(f"  {line}")
    middle, high = (statistics.quantiles(tally.seconds, n=20)[at] for at in (9, 18))
    print(f"seconds: {middle:.2f} in the middle, {high:.2f} at 95 %")
    growth = measure_growth(tally.held)
    for name, (before, share) in growth.items():
        print(f"{name}: {before:.0f} in the second quarter, {share:+.1%} in the last")
    sys.exit(bool(tally.wrong) or any(share > FLAT for _, share in growth.values()))


if __name__ == "__main__":
    main()
