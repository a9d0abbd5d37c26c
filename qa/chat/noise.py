"""Messages that ask nothing: a hand on the keys, the words of a trial, a question word by itself."""

from __future__ import annotations

import re

from qa.english.words import FUNCTION_WORDS, words

_WORD = re.compile(r"[^\W\d_]+")
_TRIALS = words("""
    test tests testing tester blah bla foo bar baz qux lorem ipsum dolor xyzzy plugh asd asdf abc xyz
    тест тестування бла
""")
_ASKING = words("""
    who whom whose what when where why how which wer was wann wo warum wieso wie хто що коли де чому як
""")
_ROWS = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "йцукенгшщзхї", "фівапролджє", "ячсмитьбю")
_LEAST_AGAIN, _LEAST_RUN = 3, 4  # letters; "sas" and "dad" are words
_STEPS_A_JUMP = 5  # of an English text of 3,000 words "were" alone is typed with fewer jumps


def says_nothing(text: str, *, later: bool = False) -> bool:
    """Say whether a message has no word that means anything; ``later`` a question word by itself means something.

    >>> says_nothing("asdfghjkl qwerty"), says_nothing("who"), says_nothing("who", later=True)
    (True, True, False)
    """
    found = _WORD.findall(text.lower())
    if len(found) == 1 and found[0] in _ASKING:
        return not later
    return bool(found) and all(word in _TRIALS or _is_typed_blindly(word) for word in found)


def _is_typed_blindly(word: str) -> bool:
    """Say whether a word is a run of neighbours on the keyboard ("asdf", "jkljkl"), or one letter again and again."""
    if len(set(word)) == 1:
        return len(word) >= _LEAST_AGAIN
    steps = [word[place : place + 2] for place in range(len(word) - 1)]
    apart = sum(not any(step in row or step[::-1] in row for row in _ROWS) for step in steps)
    return len(word) >= _LEAST_RUN and _STEPS_A_JUMP * apart <= len(steps) and word not in FUNCTION_WORDS
