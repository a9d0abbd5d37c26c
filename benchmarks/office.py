"""Score the loaders of Word and PDF files: words of pandoc's Word tests; time and refusals of public PDFs.

python -m benchmarks.office --data FOLDER [--set word | --set pdf]

FOLDER holds checkouts of ``pandoc`` (its ``test/docx`` has each file beside what it holds) and, for PDF files, of any
others: every .pdf below it is read, each within a time limit.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import process_time

from qa.errors import ArticleError
from qa.load.docx import load_docx
from qa.load.pdf import load_pdf

STRING = re.compile(r'\b(?:Str|Code|CodeBlock)\s+(?:\(\s*"[^"]*"[^)]*\)\s*)?"((?:[^"\\]|\\.)*)"')
SPACE = re.compile(r"\(\s*\[|\b(?:Space|SoftBreak|LineBreak|Para|Plain|Header|Cell|Note|Table|BulletList|CodeBlock)\b")
ESCAPE = re.compile(r"\\(\d+)&?|\\(.)")
# what is not the article's text: a reviewer's comments and what is struck out, the description of a picture, and the
# word that pandoc puts in the place of a diagram
NOT_TEXT = re.compile("comment|track_changes_scrubbed_metadata|inline_images|diagram")
SLOW_SECONDS = 20


def read_native(text: str) -> str:
    """Return the words in pandoc's own notation of a document."""
    parts = []
    for found in re.finditer(f"{STRING.pattern}|{SPACE.pattern}", text):
        parts.append(" " if found[1] is None else ESCAPE.sub(_unescape, found[1]))
    return "".join(parts)


def _unescape(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1]))
    return {"n": "\n", "t": " "}.get(found[2], found[2])


def count_words(text: str) -> Counter[str]:
    """Return the words of a text with their counts."""
    return Counter(re.findall(r"\w+", text))


def count_letters(words: Counter[str]) -> Counter[str]:
    """Return the letters and digits of words with their counts."""
    return Counter("".join(words.elements()))


def read_word_file(data: bytes) -> str:
    """Return the text of a Word file, empty where the loader refuses it."""
    try:
        return load_docx(data, "a").text
    except ArticleError:
        return ""


def score_word_files(data: Path, read: Callable[[bytes], str] = read_word_file) -> None:
    """Print how many of pandoc's Word files come out word for word, and which do not."""
    right = total = 0
    for path in sorted((data / "pandoc" / "test" / "docx").glob("*.docx")):
        native = path.with_suffix(".native")
        if NOT_TEXT.search(path.stem) or not native.exists():
            continue
        wanted = count_words(read_native(native.read_text(encoding="utf-8")))
        found = count_words(read(path.read_bytes()))
        total += 1
        is_right = wanted == found or count_letters(wanted) == count_letters(found)  # a space is told in many ways
        right += is_right
        if not is_right:
            print(f"{path.name}: missing {dict(wanted - found)}, too much {dict(found - wanted)}"[:200])
    print(f"word for word: {right} of {total}")


def score_pdfs(data: Path) -> None:
    """Print the time that each PDF takes where it is long, and how many are read, refused and too slow, in CPU time."""
    read = refused = slow = 0
    for path in sorted(data.rglob("*.pdf")):
        start = process_time()
        try:
            list(load_pdf(path.read_bytes(), path.name, path.stem))
            read += 1
        except ArticleError as error:
            refused += 1
            print(f"{path.relative_to(data)}: {error}")
        seconds = process_time() - start
        slow += seconds > SLOW_SECONDS
        if seconds > SLOW_SECONDS / 4:
            print(f"{path.relative_to(data)}: {seconds:.1f} s")
    print(f"{read} read, {refused} refused, {slow} over {SLOW_SECONDS} s")


SETS: dict[str, Callable[[Path], None]] = {"word": score_word_files, "pdf": score_pdfs}


def main() -> None:
    """Score the sets that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the checkouts")
    parser.add_argument("--set", action="append", choices=SETS, dest="names", help="one of the sets; all without it")
    arguments = parser.parse_args()
    for name in arguments.names or SETS:
        SETS[name](arguments.data)


if __name__ == "__main__":
    main()
