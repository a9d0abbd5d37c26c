"""Pages from the web: only from addresses that were checked, and within limits of size, time and redirects."""

import gzip
import ipaddress
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from qa.errors import ArticleError
from qa.load import fetch
from qa.load.fetch import is_public, is_url
from tests.load.makers import load_all, load_one, make_docx, make_pdf

PAGE = "<html><head><title>Bridge shut</title></head><body><p>It closed on Monday – for good.</p></body></html>"
FEED = (
    "<rss version='2.0'><channel><title>T</title><item><title>One</title><link>/1</link><description>First."
    "</description></item></channel></rss>"
)
BOMB = gzip.compress(b" " * 30_000_000)
SITEMAP = b"<urlset><url><loc>/page</loc></url></urlset>"
GZIP_TYPE = {"Content-Type": "application/x-gzip"}
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, PAGE.replace("–", "\u0096").encode("latin-1")),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
    "/text": (200, {"Content-Type": "text/plain"}, b"Bridge shut\nIt closed."),
    "/text.md": (200, {"Content-Type": "text/plain"}, b"# Bridge shut\n\nIt *closed*."),
    "/md": (200, {"Content-Type": "text/markdown"}, b"It *closed*."),
    "/pdf": (200, {"Content-Type": "application/pdf"}, make_pdf(["It closed."])),
    "/doc.docx": (200, {"Content-Type": "application/octet-stream"}, make_docx("It closed.")),
    "/rows": (200, {"Content-Type": "application/x-ndjson"}, json.dumps({"id": "r", "text": "It closed."}).encode()),
    "/feed": (200, {"Content-Type": "application/rss+xml"}, FEED.encode()),
    "/feed-called-html": (200, {"Content-Type": "text/html"}, FEED.encode()),
    "/to-page": (302, {"Location": "/page"}, b""),
    "/to-to-page": (301, {"Location": "to-page"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-nonsense": (302, {"Location": "http://[::1"}, b""),
    "/to-private": (302, {"Location": "http://169.254.169.254/latest"}, b""),
    "/gone": (404, {"Content-Type": "text/html"}, b"<p>Not here.</p>"),
    "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/untyped": (200, {}, b"It closed."),
    "/large": (200, {"Content-Type": "text/plain"}, b"x" * 3_000_000),
    "/bomb": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, BOMB),
    "/brotli": (200, {"Content-Type": "text/plain", "Content-Encoding": "br"}, b"\x0b\x02\x80abc\x03"),
    "/twice": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip, gzip"}, gzip.compress(BOMB)),
    "/not-gzip": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, b"plain"),
    "/wrong-charset": (200, {"Content-Type": "text/plain; charset=utf-8"}, b"Caf\xe9"),
    "/odd-charset": (200, {"Content-Type": "text/plain; charset=klingon"}, b"It closed."),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
    "/sitemap.xml.gz": (200, GZIP_TYPE, gzip.compress(SITEMAP)),
    "/bomb.xml.gz": (200, GZIP_TYPE, gzip.compress(SITEMAP + b" " * 30_000_000)),
    "/half.xml.gz": (200, GZIP_TYPE, gzip.compress(SITEMAP)[:-9]),
    "/page.html.gz": (200, GZIP_TYPE, gzip.compress(PAGE.encode())),
}


class Handler(BaseHTTPRequestHandler):
    """Gives the answers above, and two that never come to an end."""

    hosts: list[str] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        if self.path in {"/slow-head", "/slow-body"}:
            self.drip()
            return
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # the reader has had enough
            return

    def drip(self) -> None:
        head = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n" + (b"\r\n" if self.path == "/slow-body" else b"X: ")
        try:
            self.wfile.write(head)
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/page", "It closed on Monday – for good."),
        ("/latin", "It closed on Monday – for good."),
        ("/packed", "It closed on Monday – for good."),
        ("/to-to-page", "It closed on Monday – for good."),
        ("/text", "Bridge shut\nIt closed."),
        ("/text.md", "Bridge shut\nIt closed."),
        ("/md", "It closed."),
        ("/pdf", "It closed."),
        ("/doc.docx", "It closed."),
        ("/rows", "It closed."),
        ("/feed", "First."),
        ("/feed-called-html", "First."),
        ("/sitemap.xml.gz", "It closed on Monday – for good."),
    ],
)
def test_what_the_server_calls_it_decides_how_it_is_read(site: str, path: str, text: str) -> None:
    assert load_one(site + path, allow_private_addresses=True).text == text


def test_a_page_keeps_its_address_as_id_and_the_last_one_as_url(site: str) -> None:
    article = load_one(f"{site}/to-page", allow_private_addresses=True)
    assert (article.id, article.url, article.title) == (f"{site}/to-page", f"{site}/page", "Bridge shut")


def test_links_of_a_feed_are_made_whole(site: str) -> None:
    assert load_one(f"{site}/feed", allow_private_addresses=True).url == f"{site}/1"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "more than 3 redirects"),
        ("/to-file", "an address of the kind file://"),
        ("/to-nonsense", "Invalid URL in location header"),
        ("/gone", "404 Not Found"),
        ("/image", "a page of image/png cannot be read"),
        ("/untyped", "no stated type"),
        ("/large", "larger than the limit of 2 MB"),
        ("/bomb", "larger than the limit of 2 MB"),
        ("/brotli", "packed as 'br'"),
        ("/twice", "packed as 'gzip, gzip'"),
        ("/not-gzip", "cannot be fetched"),
        ("/wrong-charset", "declared as utf-8"),
        ("/odd-charset", "declared as klingon"),
        ("/empty", "no text"),
        ("/bomb.xml.gz", "unpacked larger than the limit of 2 MB: raise QA_ARTICLE_MEGABYTES"),
        ("/half.xml.gz", "packed with gzip, and damaged"),
        ("/page.html.gz", "a page of application/x-gzip cannot be read"),
    ],
)
def test_an_answer_that_cannot_be_used_is_one_line(site: str, path: str, reason: str) -> None:
    articles, [skipped] = load_all(site + path, allow_private_addresses=True, article_megabytes=2)
    assert articles == []
    assert skipped.startswith(f"{site}{path}: ")
    assert reason in skipped


@pytest.mark.parametrize("path", ["/slow-head", "/slow-body"])
def test_a_server_that_drips_is_left_when_the_time_is_up(site: str, path: str) -> None:
    started = time.monotonic()
    _, [skipped] = load_all(site + path, allow_private_addresses=True, fetch_timeout_seconds=0.5)
    assert "no whole answer within 0.5 seconds" in skipped
    assert time.monotonic() - started < 10  # it drips for 20


def test_no_redirect_is_followed_where_none_is_allowed(site: str) -> None:
    _, [skipped] = load_all(f"{site}/to-page", allow_private_addresses=True, fetch_redirects=0)
    assert "more than 0 redirects" in skipped


def test_loopback_is_refused_unless_it_is_allowed(site: str) -> None:
    before = len(Handler.hosts)
    _, [skipped] = load_all(f"{site}/page")
    assert "leads to 127.0.0.1, which is not a public address" in skipped
    assert len(Handler.hosts) == before


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "10.0.0.1",
    ]
    + ["169.254.169.254", "224.0.0.1", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
)
def test_no_way_of_writing_a_private_address_gets_past(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if ":" in host:  # a machine without IPv6 looks none up
        monkeypatch.setattr(fetch, "resolve", Names([host.strip("[]")]))
    _, [skipped] = load_all(f"http://{host}/page")
    assert ("Invalid IPv4 address" if host.startswith("01") else "not a public address") in skipped


class Names:
    """A name service that gives one answer after the other, and stays with the last."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[fetch.Address]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [ipaddress.ip_address(address) for address in answer]


def test_the_address_that_was_checked_is_the_one_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(["127.0.0.1"], ["10.9.9.9"])
    monkeypatch.setattr(fetch, "resolve", names)
    port = site.rsplit(":", 1)[1]
    assert load_one(f"http://news.example:{port}/page", allow_private_addresses=True).title == "Bridge shut"
    assert names.asked == ["news.example"]
    assert Handler.hosts[-1] == f"news.example:{port}"


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "resolve", Names(["93.184.215.14", "10.0.0.1"]))
    _, [skipped] = load_all("http://news.example/page")
    assert "leads to 10.0.0.1" in skipped


def test_every_redirect_is_checked_like_the_first_address(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loopback = ipaddress.ip_address("127.0.0.1")
    monkeypatch.setattr(fetch, "is_public", lambda address: address == loopback)  # so that the first step is open
    _, [skipped] = load_all(f"{site}/to-private")
    assert "leads to 169.254.169.254" in skipped


def test_the_next_address_is_tried_where_the_first_does_not_answer(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "resolve", Names(["127.0.0.2", "127.0.0.1"]))
    url = f"http://news.example:{site.rsplit(':', 1)[1]}/page"
    assert load_one(url, allow_private_addresses=True).title == "Bridge shut"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.com/a", "an address of the kind ftp://"),
        ("FILE:///etc/passwd", "an address of the kind file://"),
        ("http://", "an address without a host"),
        ("http://user:secret@example.com/", "an address with a password"),
        ("http://exa mple.com/", "cannot be fetched"),
        ("http://a\nb.example/", "not an address"),
        ("http://[::1/", "not an address"),
        ("http://example.com:99999/", "cannot be fetched"),
        ("http://" + "a" * 70 + ".example/", "cannot be fetched"),
        (
            "http://nowhere.invalid/",
            "cannot be fetched (no server of this name is known, or there is no network): check",
        ),
    ],
)
def test_an_address_that_is_none_is_one_line(url: str, reason: str) -> None:
    articles, [skipped] = load_all(url)
    assert (articles, "\n" in skipped) == ([], False)
    assert reason in skipped


def test_a_refused_connection_is_told_without_the_number_of_the_system() -> None:
    with pytest.raises(ArticleError, match=r"^cannot be fetched \(Connection refused\): check the address$"):
        fetch.fetch_page(
            "http://127.0.0.1:1/", limit_bytes=10, timeout_seconds=60, redirects=0, allow_private_addresses=True
        )


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.1.1 169.254.169.254 172.16.0.1 192.168.1.1 100.64.0.1 0.0.0.0 224.0.1.1 255.255.255.255 240.0.0.1"
    " 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%2 fc00::1 fec0::1 ff02::1 ff0e::1 ::ffff:127.0.0.1 64:ff9b::a00:1"
    " 2002:a00:1:: 2001:db8::1 2001:0:7f00:1:: ::127.0.0.1".split(),
)
def test_private_and_reserved_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("place", "answer"), [("HTTPS://a.b", True), ("gopher://a", True), ("a/b", False), ("c:/d", False)]
)
def test_an_address_is_told_from_a_file(place: str, answer: bool) -> None:
    assert is_url(place) is answer
