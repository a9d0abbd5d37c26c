"""Many visitors ask one server at once: how long they wait, who is told to come back, and whether anybody is starved.

python -m benchmarks.crowd --index-dir DIR --users 50 --seconds 60 --pause 10   (an index made with qa index)
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.serving import serve_index
from benchmarks.speed import QUESTIONS


@dataclass(slots=True)
class Visitor:
    """One visitor with an address of their own, and what they got."""

    number: int
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    async def ask_on(self, client: httpx.AsyncClient, end: float, pause: float) -> None:
        """Ask, read for about ``pause`` seconds, ask again; who is refused comes back when the server says."""
        chance = random.Random(self.number)
        headers = {"X-Forwarded-For": f"10.1.{self.number // 250}.{self.number % 250 + 1}"}
        await asyncio.sleep(chance.uniform(0, pause))
        while (started := time.monotonic()) < end:
            asked = {"question": chance.choice(QUESTIONS)}
            response = await client.post("/api/ask", json=asked, headers=headers)
            self.statuses[response.status_code] += 1
            if response.status_code == httpx.codes.OK:
                self.seconds.append(time.monotonic() - started)
                await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
            else:
                await asyncio.sleep(float(response.headers.get("Retry-After", 1)))


async def ask_all(address: str, users: int, seconds: float, pause: float) -> list[Visitor]:
    """Let so many visitors ask for so many seconds."""
    visitors = [Visitor(number) for number in range(users)]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)  # the server ends idle ones
    async with httpx.AsyncClient(base_url=address, timeout=300, limits=limits) as client:
        end = time.monotonic() + seconds
        await asyncio.gather(*(one.ask_on(client, end, pause) for one in visitors))
    return visitors


def measure_fairness(shares: Sequence[int]) -> float:
    """Return Jain's index: 1 where everybody got as much, 1 / n where one of n got everything."""
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares)) if any(shares) else 1.0


def main() -> None:
    """Serve the index, let the visitors ask, and print what they got."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index-dir", type=Path, required=True)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=10, help="seconds between an answer and the next question")
    options = parser.parse_args()
    served = serve_index(options.index_dir, open_to_network="true", proxy_addresses="127.0.0.1")
    with served as (address, _):
        visitors = asyncio.run(ask_all(address, options.users, options.seconds, options.pause))
    statuses = sum((one.statuses for one in visitors), Counter[int]())
    seconds = sorted(second for one in visitors for second in one.seconds)
    answers = [len(one.seconds) for one in visitors]
    middle, high = (statistics.quantiles(seconds, n=20)[at] for at in (9, 18))
    print(f"{options.users} users, {options.seconds:g} s, a pause of {options.pause:g} s: {dict(statuses)}")
    print(f"seconds to an answer: {middle:.2f} in the middle, {high:.2f} at 95 %, {seconds[-1]:.2f} at most")
    print(
        f"answers a user: {min(answers)} to {max(answers)}, fairness {measure_fairness(answers):.3f}, "
        f"without one: {answers.count(0)}"
    )


if __name__ == "__main__":
    main()
