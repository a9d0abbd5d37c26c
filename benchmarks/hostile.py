"""Documents made to hold a run for hours or to take all memory: each ends in time, with one line or with its text.

python -m benchmarks.hostile [NAME]...

Each is made, put into a folder beside a good one and loaded, and what is loaded is split; a line says how long loading
took by the clock and both in processor time, the memory at most, and what was said of it. With NAME, those whose names
contain it. Exit code 1 where one took longer than 20 seconds or the good one was lost.
"""

from __future__ import annotations

import argparse
import base64
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qa.load import LoadLimits, load_articles
from qa.load.worker import WORKER
from qa.records import Loaded
from qa.split import split_sentences
from tests.load import hostile_makers as make
from tests.load.hostile_makers import ENTITIES, SENTENCE

MOST_SECONDS = 20.0  # by the clock, of which the process that reads documents may take 1.3 times 12
GOOD = "It closed on Monday."

Maker = tuple[str, Callable[[], bytes]]

# what the product promises about each: it ends in time, with one line or with its text
HOSTILE: dict[str, Maker] = {
    "tables nested thirty deep": (".docx", lambda: make.nest_tables(30)),
    "tables of a page nested thirty deep": (".html", lambda: make.nest_page_tables(30)),
    "200,000 attributes": (".html", lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">Closed.</p>"),
    "200,000 pages": (".pdf", lambda: make.make_many_pages(200_000)),
    "forms nested thirty deep": (".pdf", lambda: make.nest_forms(30)),
    "90 MB of text in a Word file": (".docx", make.make_heavy_docx),
}

BROTHERS: dict[str, Maker] = {
    # Word
    "tables nested 5,000 deep": (".docx", lambda: make.nest_tables(5_000)),
    "100,000 footnotes": (".docx", lambda: make.make_footnotes(100_000)),
    "one long footnote, 50,000 times": (".docx", lambda: make.make_footnotes(50_000, notes=1, text=SENTENCE * 200)),
    "a footnote that refers to itself": (".docx", make.loop_footnote),
    "fractions in both parts, 18 deep": (".docx", lambda: make.nest_maths(18)),
    "fractions 5,000 deep": (".docx", lambda: make.nest_maths(5_000)),
    "entities in entities": (".docx", lambda: make.write_word(make.write_paragraph("&a11;"), before=ENTITIES)),
    "400,000 runs in a paragraph": (
        ".docx",
        lambda: make.write_word(f"<w:p>{'<w:r><w:t>a </w:t></w:r>' * 400_000}</w:p>"),
    ),
    "300,000 empty paragraphs": (
        ".docx",
        lambda: make.write_word("<w:p/>" * 300_000 + make.write_paragraph("It closed.")),
    ),
    "a table of 300,000 cells": (
        ".docx",
        lambda: make.write_word(
            "<w:tbl>" + ("<w:tr>" + f"<w:tc>{make.write_paragraph('a')}</w:tc>" * 10 + "</w:tr>") * 30_000 + "</w:tbl>"
        ),
    ),
    "text boxes 100 deep": (
        ".docx",
        lambda: make.write_word(make.nest_elements("w:p", "<w:r><w:t>Deep.</w:t></w:r>", 100)),
    ),
    "500,000 fields": (
        ".docx",
        lambda: make.write_word("<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 500_000 + "</w:p>"),
    ),
    "a picture that unpacks to 500 MB": (
        ".docx",
        lambda: make.add_picture(500),
    ),
    "20,000 parts": (".docx", lambda: make.add_parts(20_000)),
    # pages
    "tables of a page nested 5,000 deep": (".html", lambda: make.nest_page_tables(5_000)),
    "boxes 100,000 deep": (".html", lambda: make.nest_elements("div", SENTENCE, 100_000).encode()),
    "15 MB of unclosed bold": (".html", lambda: make.repeat("<b>a ", 15)),
    "15 MB of unclosed links": (".html", lambda: make.repeat("<a href=x>a ", 15)),
    "15 MB of tables without an end": (".html", lambda: make.repeat("<table><tr><td>a ", 15)),
    "15 MB of one paragraph": (".html", lambda: make.repeat(SENTENCE, 15, "<p>", "</p>")),
    "9 MB of paragraphs": (".html", lambda: make.repeat(f"<p>{SENTENCE}</p>", 9)),
    "9 MB of line breaks": (".html", lambda: make.repeat("a<br>", 9)),
    "9 MB of list items": (".html", lambda: make.repeat(f"<li><a href=x>{SENTENCE}</a></li>", 9, "<ul>", "</ul>")),
    "15 MB of brackets": (".html", lambda: make.repeat("<", 15)),
    "15 MB of a comment": (".html", lambda: make.repeat("<!-- ", 15)),
    "15 MB of character references": (".html", lambda: make.repeat("&amp;&#x41;", 15)),
    "15 MB of back slashes in linked data": (
        ".html",
        lambda: make.repeat("\\", 15, '<script type="application/ld+json">{"description": "'),
    ),
    "100,000 descriptions": (
        ".html",
        lambda: make.write_rows(
            100_000, f"<p>{SENTENCE * 9}</p>", '<meta name="description" content="The mill %d was sold">'
        ),
    ),
    "10,000 rules and 50,000 boxes": (".html", lambda: make.style_page(10_000, 50_000)),
    "20,000 boxes of one article": (".html", lambda: make.make_box_of_chunks(20_000)),
    "5,000 attributes in each of 500 elements": (
        ".html",
        lambda: (f"<p {' '.join(f'a{n}=1' for n in range(2_000))}>Sold.</p>" * 500).encode(),
    ),
    "one style of 15 MB": (".html", lambda: make.repeat("@media x{", 15, "<style>", "</style><p>It closed.</p>")),
    "dates by the hundred thousand": (".html", lambda: make.repeat("<p>Published 3 May 2024 10:00</p>", 6)),
    # PDF
    "a tree of pages that comes back to its root": (".pdf", make.loop_pages),
    "a page 50,000 deep in the tree": (".pdf", lambda: make.nest_pages(50_000)),
    "a drawing that unpacks to 3 GB": (".pdf", lambda: make.bomb_stream(3_000)),
    "a drawing of 300 MB of letters": (
        ".pdf",
        lambda: make.bomb_stream(300, b"BT /F1 9 Tf 60 700 Td (aaaaaaaaaaaaaaaa) Tj ET "),
    ),
    "a drawing packed twice": (".pdf", lambda: make.pack_twice(1_500)),
    "9,000 pages of 60 lines": (".pdf", lambda: make.make_many_pages(9_000, lines=60)),
    "a letter that is drawn by itself": (".pdf", make.draw_glyph_of_itself),
    "a page of 100,000 lines": (".pdf", lambda: make.make_many_pages(1, lines=100_000)),
    # packed
    "a chapter listed 200,000 times": (".epub", lambda: make.make_book(200_000, f"<p>{SENTENCE * 9}</p>")),
    "a chapter nested 50,000 deep": (".epub", lambda: make.make_book(1, make.nest_elements("div", SENTENCE, 50_000))),
    "a chapter of 80 MB": (".epub", lambda: make.make_book(1, f"<p>{SENTENCE}</p>" * 1_600_000)),
    "entities in an OpenDocument text": (".odt", lambda: make.pack({"content.xml": f"{ENTITIES}<d><p>&a11;</p></d>"})),
    "frames 100 deep": (".odt", lambda: make.nest_frames(100)),
    "spans 5,000 deep": (
        ".odt",
        lambda: make.pack({"content.xml": "<d><p>" + make.nest_elements("span", "Sold.", 5_000) + "</p></d>"}),
    ),
    "80 MB of an OpenDocument text": (
        ".odt",
        lambda: make.pack({"content.xml": "<d>" + f"<p>{SENTENCE}</p>" * 1_600_000 + "</d>"}),
    ),
    "a slide shown 200,000 times": (".pptx", lambda: make.make_slides(200_000)),
    "parts listed again and again": (".odt", lambda: make.overlap_parts(500, 50)),
    # mail
    "parts 5,000 deep": (".eml", lambda: make.nest_parts(5_000)),
    "a million heads": (".eml", lambda: make.write_rows(1_000_000, "", "X-%d: a\n") + b"\n" + SENTENCE.encode()),
    "15 MB of a subject in encoded words": (
        ".eml",
        lambda: make.repeat("=?utf-8?q?a?= ", 15, "Subject: ", f"\n\n{SENTENCE}"),
    ),
    "15 MB of addresses": (".eml", lambda: make.repeat("a <a@example.org>, ", 15, "From: ", f"\n\n{SENTENCE}")),
    "15 MB of comments in an address": (".eml", lambda: make.repeat("(", 15, "From: ", f"\n\n{SENTENCE}")),
    "15 MB of quotation marks in a type": (
        ".eml",
        lambda: make.repeat('a="b"; ', 15, "Content-Type: text/plain; ", f"\n\n{SENTENCE}"),
    ),
    "15 MB of quoted lines": (".eml", lambda: make.repeat("> On Friday, Ann wrote:\n", 15, "Subject: a\n\n", SENTENCE)),
    "15 MB of a coded message": (
        ".eml",
        lambda: b"Subject: a\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(make.repeat(SENTENCE, 11)),
    ),
    # tables and lists
    "a million tiny rows": (".csv", lambda: make.write_rows(1_000_000, "id,text\n", "%d,a\n")),
    "a million rows without an id": (".csv", lambda: make.write_rows(1_000_000, "n,text\n", "%d,a\n")),
    "a million columns": (".csv", lambda: b"text," * 1_000_000 + b"\n" + b"a," * 1_000_000),
    "a quotation mark without an end": (".csv", lambda: b'id,text\n1,"' + b"a,b\n" * 4_000_000),
    "a million tiny objects": (
        ".json",
        lambda: ("[" + ",".join(f'{{"id":{n},"text":"a"}}' for n in range(700_000)) + "]").encode(),
    ),
    "lists 100,000 deep": (".json", lambda: b"[" * 100_000),
    "objects 100,000 deep": (".json", lambda: b'{"a":' * 100_000),
    "a number of a million digits": (".json", lambda: b'[{"id": 1, "text": "a", "n": ' + b"1" * 1_000_000 + b"}]"),
    "a million bad lines": (".jsonl", lambda: make.write_rows(1_000_000, '{"id":"a","text":"It closed."}\n', "{%d\n")),
    "a line of 50 MB": (".jsonl", lambda: json.dumps({"id": "a", "text": SENTENCE * 1_200_000}).encode()),
    # feeds
    "entities in a feed": (
        ".rss",
        lambda: f"{ENTITIES}<rss><channel><item><title>&a11;</title></item></channel></rss>".encode(),
    ),
    "100,000 entries": (
        ".rss",
        lambda: make.write_rows(
            100_000,
            "<rss version='2.0'><channel>",
            "<item><title>Mill %d</title><description>It closed.</description></item>",
        ),
    ),
    "elements of a feed 100,000 deep": (".rss", lambda: b"<rss>" + b"<item>" * 100_000),
    # Markdown
    "quotations 10,000 deep": (".md", lambda: b">" * 10_000 + b" It closed."),
    "2 MB of open brackets": (".md", lambda: make.repeat("[", 2)),
    "2 MB of stars": (".md", lambda: make.repeat("**a *a ", 2)),
    "2 MB of ticks": (".md", lambda: "".join("`" * n + "a" for n in range(2_000)).encode()),
    "lists 5,000 deep": (".md", lambda: "".join(" " * n * 2 + "- a\n" for n in range(2_000)).encode()),
    "15 MB of Markdown": (".md", lambda: make.repeat(f"{SENTENCE}\n\n", 15)),
    "15 MB of one paragraph of Markdown": (".md", lambda: make.repeat(f"{SENTENCE}\n", 15)),
    "names of front matter that name each other": (
        ".md",
        lambda: (
            "---\na0: &a0 [sold]\n"
            + "".join(f"a{n}: &a{n} [" + f"*a{n - 1}, " * 10 + "]\n" for n in range(1, 12))
            + "author: *a11\n---\nIt closed."
        ).encode(),
    ),
    # plain text
    "a line of 50 MB of text": (".txt", lambda: make.repeat(SENTENCE, 50)),
    "a line of 19 MB of text": (".txt", lambda: make.repeat(SENTENCE, 19)),
    "19 MB without a space": (".txt", lambda: make.repeat("a", 19)),
    "19 MB of full stops": (".txt", lambda: make.repeat(".", 19)),
    "19 MB of empty lines": (".txt", lambda: make.repeat("\n", 19, "It closed.", "It opened.")),
    "19 MB of short lines": (".txt", lambda: make.repeat("a\n", 19)),
    "19 MB of bytes that are no UTF-8": (".txt", lambda: b"caf\xe9 \xfc\n" * 2_400_000),
    "19 MB of combining marks": (".txt", lambda: make.repeat("\u0301", 19, "e")),
}

ALL = HOSTILE | BROTHERS


def main() -> None:
    """Load those that are asked for, each in a process of its own, and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of the name; all without it")
    parser.add_argument("--only", choices=ALL, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        sys.exit(not load_one(arguments.only))
    chosen = [name for name in ALL if any(part in name for part in arguments.names or [""])]
    failed = [name for name in chosen if not _run_alone(name)]
    print(f"{len(chosen) - len(failed)} of {len(chosen)} in time" + "".join(f"\n  not: {name}" for name in failed))
    sys.exit(bool(failed))


def _run_alone(name: str) -> bool:
    command = [sys.executable, "-m", "benchmarks.hostile", "--only", name]
    return subprocess.run(command, check=False).returncode == 0


def load_one(name: str) -> bool:
    """Load and split a hostile document and a good one, print what it took, and return whether all went well."""
    suffix, maker = ALL[name]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"a{suffix}")
        place.write_bytes(maker())
        megabytes = place.stat().st_size / 1e6
        Path(folder, "good.md").write_text(GOOD, encoding="utf-8")
        clock, worked = time.monotonic(), time.process_time()
        items = list(load_articles([folder], limits=LoadLimits()))
        articles = [item.article for item in items if isinstance(item, Loaded)]
        clock = time.monotonic() - clock
        sentences = sum(len(split_sentences(article.text)) for article in articles)
        worked = time.process_time() - worked
    WORKER.close()
    worker = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = next((item.reason for item in items if not isinstance(item, Loaded)), "read")
    print(
        f"{name}: {megabytes:.1f} MB, {clock:.1f} s (processor {worked + worker.ru_utime + worker.ru_stime:.1f} s),"
        f" {worker.ru_maxrss / 1e3:,.0f} MB of memory, {sentences - 1:,} sentences: {said}",
        flush=True,
    )
    return clock <= MOST_SECONDS and GOOD in [article.text for article in articles]


if __name__ == "__main__":
    main()
