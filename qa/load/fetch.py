"""Fetch a page or feed from the web, from public addresses only, within limits of size, time and redirects."""

from __future__ import annotations

import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from qa.errors import ArticleError

if TYPE_CHECKING:
    import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # its last 32 bits are an IPv4 address
HEADERS = {
    "User-Agent": "sourceline",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.8",
    # no others: httpx unpacks brotli without a bound, gzip at most a thousandfold for each chunk that it reads
    "Accept-Encoding": "gzip, deflate",
}
SYSTEM_CODES = re.compile(r"^\[[^]]*\]\s*|\s*\(_ssl\.c:\d+\)$")
PACKINGS = {"", "identity", "gzip", "deflate"}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: its last address, its media type and charset as the server states them, and its bytes."""

    url: str
    media_type: str
    charset: str
    data: bytes


def is_url(place: str) -> bool:
    """Whether a place is an address rather than a file, whatever its scheme."""
    return URL.match(place) is not None


def fetch_page(
    url: str, *, limit_bytes: int, timeout_seconds: float, redirects: int, allow_private_addresses: bool
) -> Page:
    """Return what is at an address; raise `ArticleError` where it may not, or cannot, be fetched within the limits."""
    import httpx

    timeout = f"no whole answer within {timeout_seconds:g} seconds: try again later, or raise QA_FETCH_TIMEOUT_SECONDS"
    deadline = monotonic() + timeout_seconds
    # no proxy from the environment: the address that was checked is the one to connect to. No connection is used
    # twice: one made for another host name at this address has had its certificate checked for that name alone.
    client = httpx.Client(
        headers=HEADERS,
        timeout=timeout_seconds,
        trust_env=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    fetcher = _Fetcher(client, limit_bytes, deadline, redirects, allow_private_addresses)
    # httpx limits each step; a thread that is waited for limits the whole, looking up the name included
    thread = ThreadPoolExecutor(max_workers=1)
    try:
        return thread.submit(fetcher.follow, url).result(timeout=timeout_seconds)
    except (TimeoutError, httpx.TimeoutException):
        raise ArticleError(timeout) from None
    except httpx.InvalidURL as error:
        raise ArticleError(f"not an address that can be fetched ({error}): check it") from None
    except (httpx.HTTPError, httpx.StreamError, OSError, UnicodeError) as error:
        raise ArticleError(f"cannot be fetched ({_explain(error)}): check the address") from None
    finally:
        client.close()  # also ends a thread that is still reading
        thread.shutdown(wait=False)


def _explain(error: Exception) -> str:
    """Return what a failed connection means, without the numbers of the system: "Connection refused"."""
    if isinstance(error, socket.gaierror):
        return "no server of this name is known, or there is no network"
    return SYSTEM_CODES.sub("", str(error)) or type(error).__name__


@dataclass(frozen=True, slots=True)
class _Fetcher:
    """One fetch with its limits."""

    client: httpx.Client
    limit_bytes: int
    deadline: float
    redirects: int
    allow_private_addresses: bool

    def follow(self, url: str) -> Page:
        """Return the page that an address leads to, every address on the way checked like the first."""
        import httpx

        target = httpx.URL(url)
        for _ in range(self.redirects + 1):
            found = self._read(target)
            if isinstance(found, Page):
                return found
            target = target.join(found)
        raise ArticleError(f"more than {self.redirects} redirects: name the last address, or raise QA_FETCH_REDIRECTS")

    def _read(self, url: httpx.URL) -> Page | str:
        """Return the page at exactly this address, or where it is redirected to."""
        response = self._connect(url)
        try:
            if response.has_redirect_location:
                return response.headers["location"]
            if not response.is_success:
                raise ArticleError(f"the server answered {response.status_code} {response.reason_phrase}: check it")
            return self._read_body(url, response)
        finally:
            response.close()

    def _connect(self, url: httpx.URL) -> httpx.Response:
        """Return the answer, not yet read, of the first of the host's checked addresses that can be connected to."""
        import httpx

        _check_form(url)
        addresses = resolve(url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80))
        for address in addresses:
            if not self.allow_private_addresses and not is_public(address):
                raise ArticleError(
                    f"it leads to {address}, which is not a public address:"
                    " set QA_ALLOW_PRIVATE_ADDRESSES=true if that is meant"
                )
        for address in addresses:
            # the checked address itself is connected to, so that a second look-up cannot give another one
            request = self.client.build_request(
                "GET",
                url.copy_with(host=str(address), fragment=None),
                headers={"Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
                timeout=max(self.deadline - monotonic(), 0.001),
            )
            try:
                return self.client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == addresses[-1]:
                    raise
        raise ArticleError(f"the host {url.host} has no address: check it")

    def _read_body(self, url: httpx.URL, response: httpx.Response) -> Page:
        packing = response.headers.get("content-encoding", "").strip().lower()
        if packing not in PACKINGS:
            raise ArticleError(f"the answer is packed as {packing!r}, which was not asked for: save the page to a file")
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > self.limit_bytes:
                raise ArticleError(
                    f"larger than the limit of {self.limit_bytes / 1e6:g} MB: raise QA_ARTICLE_MEGABYTES"
                )
            if monotonic() > self.deadline:
                raise TimeoutError
        media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        return Page(str(url), media_type, response.charset_encoding or "", bytes(data))


def _check_form(url: httpx.URL) -> None:
    if url.scheme not in {"http", "https"}:
        raise ArticleError(f"an address of the kind {url.scheme}://: expected http:// or https://")
    if not url.host:
        raise ArticleError("an address without a host: expected https://example.com/page")
    if url.userinfo:
        raise ArticleError("an address with a password in it: save the page to a file and index that")


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host, in the order in which they are to be tried; decimal and hex forms count too."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0])) for entry in found))


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and so is any IPv4 address that it stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        mapped = [part for part in inner if part is not None]
        if mapped:
            return all(is_public(part) for part in mapped)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
