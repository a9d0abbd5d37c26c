"""Build the documents as a small site, from the same files that the repository and the bot read.

    make docs      # or: python docs/site.py, where mkdocs-material is installed

The pages are gathered in build/pages with their links mended, and built into build/site: look at it with `python -m
http.server --directory build/site`. The site asks no other host for anything; the program fails where a page would.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PAGES, SITE, CONFIG = (ROOT / "build" / name for name in ("pages", "site", "mkdocs.yml"))
HANDBOOK = ROOT / "corpus" / "handbook"
GUIDE = [
    *(
        "what-sourceline-is",
        "getting-started",
        "asking-questions",
        "briefings",
        "small-talk",
        "the-chat-page",
        "citations",
        "checking",
        "conflicts",
        "not-found",
        "collections",
    ),
    *("file-formats", "loading-from-the-web", "the-index", "how-an-answer-is-found", "models-and-privacy", "settings"),
    *("common-questions", "limits", "not-there-yet", "when-something-goes-wrong"),
]
SECTIONS = {
    "User guide": GUIDE,
    "Widget": ["widget", "widget-in-wikis"],
    "For programs": ["http-api", "mcp", "llama-index"],
    "Evaluation": ["evaluation", "question-sets", "measures"],
    "Deployment": ["deploy", "access"],
}
MERMAID = "mermaid@11"
FENCE = "!!python/name:pymdownx.superfences.fence_code_format"  # as mkdocs reads the name of a function
FOREIGN = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=\"?(?:https?:)?//[^>]*>")
FENCED = re.compile(r"^---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Gather, build, and check that nothing is loaded from elsewhere."""
    places = gather()
    nav = write_pages(places)
    config = yaml.dump(configure(nav, draws=fetch_mermaid()), sort_keys=False)
    CONFIG.write_text(config.replace(f"'{FENCE}'", FENCE), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(CONFIG)]
    subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    foreign = [
        f"{page.relative_to(SITE)}: {tag}"
        for page in SITE.rglob("*.html")
        for tag in FOREIGN.findall(page.read_text())
        if "rel=canonical" not in tag
    ]
    if foreign:
        sys.exit("the site would ask other hosts:\n" + "\n".join(foreign[:10]))
    print(f"{len(places)} pages: {SITE / 'index.html'}")


def gather() -> dict[Path, Path]:
    """Return each file with its place in the site."""
    places = {ROOT / "README.md": Path("index.md")}
    for name in ("CONTRIBUTING", "SECURITY", "CHANGELOG"):
        places[ROOT / f"{name}.md"] = Path(f"{name.lower()}.md")
    places |= {path: path.relative_to(ROOT / "docs") for path in sorted((ROOT / "docs").rglob("*.md"))}
    del places[ROOT / "docs" / "README.md"]  # the site has a navigation of its own
    places |= {path: Path("handbook") / path.name for path in sorted(HANDBOOK.glob("*.md"))}
    places |= {path: path.relative_to(ROOT) for path in sorted((ROOT / "screenshots").glob("*.webp"))}
    return places


def write_pages(places: dict[Path, Path]) -> list[object]:
    """Write the pages with mended links; return the navigation."""
    titles: dict[str, str] = {}
    for source, place in places.items():
        target = PAGES / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix != ".md":
            target.write_bytes(source.read_bytes())
            continue
        text = mend_links(source.read_text(encoding="utf-8"), source, places)
        fields = FENCED.match(text)
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        title = str(yaml.safe_load(fields[1])["title"]) if fields else heading[1] if heading else place.stem
        if fields and not heading:
            text = f"# {title}\n\n{text[fields.end() :]}"
        titles[place.as_posix()] = title
        target.write_text(text, encoding="utf-8")
    left = {path.stem for path in HANDBOOK.glob("*.md")} - {name for names in SECTIONS.values() for name in names}
    if left:
        sys.exit(f"docs/site.py names no section for {', '.join(sorted(left))}")
    nav: list[object] = [{"Sourceline": "index.md"}]
    for section, names in SECTIONS.items():
        nav.append({section: [{titles[f"handbook/{name}.md"]: f"handbook/{name}.md"} for name in names]})
    own = [name for name in titles if "/" not in name and name != "index.md"]
    nav.append({"Working on it": [{titles[name]: name} for name in own]})
    nav.append({"Decisions": [{titles[name]: name} for name in titles if name.startswith("decisions/")]})
    return nav


def mend_links(text: str, source: Path, places: dict[Path, Path]) -> str:
    """Point links between files at their places in the site; a link to what is not in it becomes plain text."""
    here = places[source].parent

    def mend(match: re.Match[str]) -> str:
        label, target, anchor = match[1], match[2], match[3] or ""
        if "://" in target:
            return match[0]
        place = places.get((source.parent / target).resolve())
        return f"[{label}]({os.path.relpath(place, here)}{anchor})" if place else label.lstrip("!")

    return re.sub(r"\[([^\]]*)\]\(([^)#\s]+)(#[^)]*)?\)", mend, text)


def fetch_mermaid() -> bool:
    """Put the program that draws the pictures beside the pages; without npm they are shown as text."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    command = [npm, "pack", "--silent", MERMAID]
    packed = subprocess.run(command, cwd=PAGES.parent, check=True, capture_output=True, text=True).stdout.split()[-1]
    with tarfile.open(PAGES.parent / packed) as files:
        program = files.extractfile("package/dist/mermaid.min.js")
        if program is None:
            return False
        (PAGES / "mermaid.min.js").write_bytes(program.read())
    return True


def configure(nav: list[object], *, draws: bool) -> dict[str, object]:
    """Return the configuration of mkdocs: no fonts, no scripts and no pictures from elsewhere."""
    fence = {"name": "mermaid", "class": "mermaid", "format": FENCE} if draws else None
    return {
        "site_name": "Sourceline",
        "docs_dir": str(PAGES),
        "site_dir": str(SITE),
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "font": False,
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "black"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "black"},
            ],
            "features": ["navigation.indexes", "navigation.top", "content.code.copy"],
        },
        "plugins": ["search"],
        "extra": {"generator": False},
        "extra_javascript": ["mermaid.min.js"] if draws else [],
        "markdown_extensions": [
            *("tables", "toc", "pymdownx.highlight"),
            {"pymdownx.superfences": {"custom_fences": [fence] if fence else []}},
        ],
        "nav": nav,
    }


if __name__ == "__main__":
    main()
