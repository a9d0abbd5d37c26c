"""How many of the golden rules of sentence splitting hold, by language.

python -m benchmarks.golden_rules FOLDER   (a checkout of github.com/nipunsadvilkar/pySBD; nothing of it is kept here)

A rule is a text and its sentences; it holds where ours are the same but for white space. Rules whose sentences are not
the text, as they also mend it, are left out; what stands in two lists counts once. pySBD has no list for Ukrainian.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

from qa.split.sentences import split_sentences

LANGUAGES = {
    "en": "english",
    "de": "deutsch",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "ru": "russian",
    "pl": "polish",
    "nl": "dutch",
    "sk": "slovak",
    "el": "greek",
}

Rule = tuple[str, tuple[str, ...]]


def read_rules(path: Path) -> dict[Rule, None]:
    """Return the rules of a file of tests, in order: the texts of its lists of cases with their sentences."""
    rules: dict[Rule, None] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            rules |= dict.fromkeys(_find_pairs(node.value))
    return {rule: None for rule in rules if "".join(rule[0].split()) == "".join("".join(rule[1]).split())}


def _find_pairs(value: ast.expr) -> Iterator[Rule]:
    for element in value.elts if isinstance(value, ast.List) else ():
        match element:
            case ast.Tuple(elts=[text, sentences]) | ast.Call(args=[text, sentences]):  # the call is `pytest.param`
                yield str(ast.literal_eval(text)), tuple(ast.literal_eval(sentences))


def holds(rule: Rule) -> bool:
    """Return whether our sentences of the rule's text are its sentences."""
    text, sentences = rule
    found = [text[one.start : one.end].split() for one in split_sentences(text)]
    return found == [one.split() for one in sentences]


def main() -> None:
    """Print a line a language, and with ``--show`` the rules that do not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="LANGUAGE", choices=LANGUAGES)
    options = parser.parse_args()
    for language, name in LANGUAGES.items():
        rules = read_rules(options.folder / "tests" / "lang" / f"test_{name}.py")
        broken = [rule for rule in rules if not holds(rule)]
        print(f"{language}: {len(rules) - len(broken)} of {len(rules)} hold, {1 - len(broken) / len(rules):.3f}")
        for text, sentences in broken if language == options.show else ():
            found = [text[one.start : one.end] for one in split_sentences(text)]
            print(f"  wanted {list(sentences)}\n  found  {found}")


if __name__ == "__main__":
    main()
