"""Otter Wiki, DokuWiki and MediaWiki, installed from their packages, with the widget put in as the handbook says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIKIS = ROOT / ".wiki"
UNPACKED = WIKIS / "root"
OTTER = WIKIS / "otterwiki"
DATA = WIKIS / "data"
ARTICLE = ROOT / "corpus" / "handbook" / "widget-in-wikis.md"

# the wikis and what they need to run, without a web server: PHP has its own
DEBIAN = (
    "dokuwiki mediawiki mediawiki-classes php-geshi libjs-jquery libjs-jquery-cookie libjs-jquery-ui libphp-simplepie "
    "php-phpseclib php-random-compat"
).split()
PLACES = re.compile(r"""(['"])/(etc/(?:doku|media)wiki|var/lib/(?:doku|media)wiki|usr/share)/""")


@dataclass(frozen=True, slots=True)
class Engine:
    """A wiki ready to start: its command, what it finds in its environment, and the page to open."""

    command: tuple[str, ...]
    page: str
    environment: Mapping[str, str] = field(default_factory=dict)


def read_snippet(heading: str, server: str) -> str:
    """Return the lines that the handbook gives for a wiki, with the address of our server in them."""
    section = ARTICLE.read_text(encoding="utf-8").split(f"## {heading}: ")[1]
    return section.split("```")[1].partition("\n")[2].replace("https://ask.example.org", server)


def install() -> None:
    """Install the three wikis under .wiki/, unless they are there already."""
    WIKIS.mkdir(exist_ok=True)
    if not (OTTER / "bin" / "flask").exists():
        _run(sys.executable, "-m", "venv", str(OTTER))
        _run(str(OTTER / "bin" / "pip"), "install", "--quiet", "otterwiki")
    if not UNPACKED.exists():
        packages, fresh = WIKIS / "packages", WIKIS / "unpacking"
        packages.mkdir(exist_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
        _run("apt-get", "--quiet=2", "download", *DEBIAN, cwd=packages)
        for package in sorted(packages.glob("*.deb")):
            _run("dpkg-deb", "--extract", str(package), str(fresh))
        _relocate(fresh)
        fresh.rename(UNPACKED)


def prepare_otterwiki(server: str) -> Engine:
    """Return Otter Wiki with an empty wiki, which begins with a page of its own."""
    folder = _make_folder("otterwiki")
    _run("git", "init", "--quiet", str(folder / "pages"))
    name, _, value = read_snippet("Otter Wiki", server).strip().partition("=")
    environment = {
        "REPOSITORY": str(folder / "pages"),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'db.sqlite'}",
        "SECRET_KEY": "only for the test, and long enough",
        name: value.strip("'"),
    }
    flask = str(OTTER / "bin" / "flask")
    return Engine((flask, "--app", "otterwiki.server", "run", "--port", "{port}"), "/", environment)


def prepare_dokuwiki(server: str) -> Engine:
    """Return DokuWiki with one page."""
    folder = _make_folder("dokuwiki")
    settings = UNPACKED / "etc" / "dokuwiki"
    shutil.copytree(UNPACKED / "var" / "lib" / "dokuwiki" / "data", folder / "data")
    (settings / "local.php").write_text(
        f"<?php\n$conf['savedir'] = '{folder / 'data'}';\n$conf['title'] = 'Valley Wiki';\n"
    )
    (settings / "userscript.js").write_text(read_snippet("DokuWiki", server), encoding="utf-8")
    page = folder / "data" / "pages" / "bridge.txt"
    page.write_text("====== Old Mill Bridge ======\n\nIt was built in [[1911]].\n", encoding="utf-8")
    return Engine(_php(UNPACKED / "usr" / "share" / "dokuwiki"), "/doku.php?id=bridge")


def prepare_mediawiki(server: str) -> Engine:
    """Return MediaWiki with its main page, over SQLite."""
    folder = _make_folder("mediawiki")
    wiki = UNPACKED / "usr" / "share" / "mediawiki"
    (wiki / "LocalSettings.php").unlink(missing_ok=True)
    options = {
        "dbtype": "sqlite",
        "dbpath": str(folder),
        "confpath": str(folder),
        "scriptpath": "",
        "pass": "only for the test",
    }
    _run(
        "php",
        str(wiki / "maintenance" / "install.php"),
        *(f"--{name}={value}" for name, value in options.items()),
        "--server=http://localhost",
        "Valley Wiki",
        "Admin",
    )
    settings = folder / "LocalSettings.php"
    with settings.open("a", encoding="utf-8") as file:
        file.write("$wgServer = WebRequest::detectServer();\n" + read_snippet("MediaWiki", server))
    return Engine(_php(wiki), "/index.php?title=Main_Page", {"MW_CONFIG_FILE": str(settings)})


def _php(folder: Path) -> tuple[str, ...]:
    # notices are for the developers of the wikis
    quiet = ("-d", "display_errors=0", "-d", "error_reporting=0", "-d", f"include_path=.:{UNPACKED / 'usr/share/php'}")
    return ("php", *quiet, "-S", "127.0.0.1:{port}", "-t", str(folder))


def _make_folder(name: str) -> Path:
    folder = DATA / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _relocate(unpacked: Path) -> None:
    """Let packages that expect to lie under / find each other where they were unpacked."""
    for path in sorted(unpacked.rglob("*")):
        if path.is_symlink() and path.readlink().is_absolute():
            target = UNPACKED / path.readlink().relative_to("/")
            path.unlink()
            path.symlink_to(target)
        elif path.suffix == ".php" and path.is_file():
            text = path.read_bytes().decode("latin-1")
            moved = PLACES.sub(rf"\1{UNPACKED}/\2/", text)
            if moved != text:
                path.write_bytes(moved.encode("latin-1"))


def _run(*command: str, cwd: Path = ROOT) -> None:
    subprocess.run(command, check=True, cwd=cwd, env=os.environ | {"PYTHONPATH": ""}, stdout=subprocess.DEVNULL)  # noqa: S603
