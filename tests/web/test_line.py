"""The line before the desk: how long it may become, and that nobody is sent away for ever."""

from __future__ import annotations

import pytest

from qa.web.api import line
from qa.web.api.line import Line
from qa.web.guard.refusals import BusyError


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(line.time, "monotonic", lambda: self.now)


def enter(before: Line, name: str) -> bool:
    """Whether this visitor may come in."""
    try:
        before.enter(name)
    except BusyError:
        return False
    return True


def count_entered(before: Line) -> int:
    """Let newcomers enter until one is sent away."""
    number = 0
    while enter(before, f"visitor {number}"):
        number += 1
    return number


@pytest.mark.parametrize(("seconds_each", "entered"), [(1.0, 2 + 40), (4.0, 2 + 10), (0.1, 2 + 100), (900.0, 2 + 1)])
def test_the_line_is_as_long_as_is_answered_in_time(seconds_each: float, entered: int) -> None:
    before = Line(2, 0, 20)
    for _ in range(200):
        before.note(seconds_each)
    assert count_entered(before) == entered


@pytest.mark.parametrize("seconds_each", [0.1, 4.0, 900.0])
def test_as_many_wait_as_the_setting_says_however_long_each_takes(seconds_each: float) -> None:
    before = Line(2, 30, 20)
    for _ in range(200):
        before.note(seconds_each)
    assert count_entered(before) == 2 + 30


def tell_wait(before: Line, name: str) -> int:
    with pytest.raises(BusyError) as refused:
        before.enter(name)
    assert str(refused.value).startswith("too many questions are waiting: ask again in")
    return refused.value.seconds


def test_everybody_who_is_sent_away_is_told_when_a_place_of_their_own_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    before = Line(2, 8, 20)
    for _ in range(200):
        before.note(4.0)  # every two seconds, one of ten places becomes free
    assert count_entered(before) == 10  # who stands eleventh, was sent away and told so
    assert [tell_wait(before, f"later {number}") for number in range(20)] == [4, 6, 8, 10, 12, 14, 16, 18] + 12 * [20]
    clock.now += 100
    assert tell_wait(before, "after all of them") == 2


def test_whoever_was_sent_away_goes_before_newcomers_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    before = Line(1, 1, 20)
    assert [enter(before, name) for name in ("anna", "boris", "carla", "dora")] == [True, True, False, False]
    before.leave()
    assert not enter(before, "eva")
    assert not enter(before, "dora")
    clock.now += line.LATE_SECONDS
    assert enter(before, "carla")
    before.leave()
    assert [enter(before, name) for name in ("eva", "dora")] == [False, True]


def test_a_place_is_not_kept_for_those_who_do_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    before = Line(1, 1, 20)
    assert [enter(before, name) for name in ("anna", "boris", "carla")] == [True, True, False]
    before.leave()
    assert not enter(before, "dora")
    clock.now += line.LATE_SECONDS + 2
    assert enter(before, "dora")


def test_who_is_sent_away_is_remembered_within_bounds() -> None:
    before = Line(1, 1, 20)
    assert [enter(before, f"visitor {number}") for number in range(3 * line.MOST_REMEMBERED)].count(True) == 2
    assert len(before._sent_away) == line.MOST_REMEMBERED
