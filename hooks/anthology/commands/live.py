"""`anthology check --live URL`: does a published site serve what was built? Asks the network, and only when called."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from anthology.feeds.checks.document import NotAFeed, parse_xml
from anthology.output.headers import HEADERS
from anthology.output.server import TYPES_BY_SUFFIX
from anthology.urls import REDIRECTS

from . import CommandError

_PARALLEL, _SECONDS = 8, 20
_LONGEST_WHOLE = 1_000_000
"""bytes of a file that is compared as a whole; of a longer one its length, its first and its last bytes"""
_EDGE = 2000
_NOT_SERVED = {HEADERS, REDIRECTS, "404.html", "sitemap.xml.gz"}
"""read by the host, or sent in another form by some"""
_OTHER_TYPES = {
    ".js": {"application/javascript", "application/x-javascript"},
    ".json": {"application/feed+json", "application/json+chapters"},
    ".m4a": {"audio/x-m4a", "audio/m4a"},
    ".mjs": {"application/javascript"},
    ".opml": {"text/xml", "application/xml"},
    ".opus": {"audio/opus", "application/ogg"},
    ".srt": {"text/plain", "text/srt", "application/srt"},
    ".xml": {"text/xml", "application/rss+xml", "application/atom+xml"},
}
"""types that do as well as that of our own server"""


_OWN_FILES = ("default-src", "script-src", "style-src", "img-src", "font-src", "media-src", "connect-src")
"""directives without which a page is refused its own files"""


@dataclass(frozen=True, slots=True)
class Difference:
    """An address at which the site is not as it was built, and what to do."""

    url: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.url}: {self.message}\n   Fix: {self.fix}"


def differences(url: str, site: Path) -> list[Difference]:
    """Ask a published site for all that is in a built one. Raises CommandError if there is nothing to compare."""
    files = sorted(file for file in site.rglob("*") if file.is_file() and file.name not in _NOT_SERVED)
    if urlsplit(url).scheme not in {"http", "https"} or not (site / "index.html").is_file():
        raise CommandError(
            "write a whole address, and build the site first: it is compared with the folder site/"
        )
    live = _LiveSite(f"{url.rstrip('/')}/", site)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        results = [
            *pool.map(live.compare, files),
            live.missing_page(),
            live.redirects(),
            live.feed(),
            live.policy(),
        ]
    return [difference for result in results for difference in result]


class _LiveSite:
    def __init__(self, url: str, site: Path) -> None:
        self.url, self.site = url, site
        self.pool = PoolManager(
            maxsize=_PARALLEL, timeout=Timeout(_SECONDS), retries=Retry(2, redirect=False, status=0),
            headers={"Accept-Encoding": "identity", "User-Agent": "anthology check --live"},
        )  # fmt: skip

    def compare(self, file: Path) -> list[Difference]:
        """The differences of one file."""
        name = file.relative_to(self.site).as_posix()
        url = self.url + quote(name.removesuffix("index.html") if file.name == "index.html" else name)
        return list(self._compared(url, file))

    def _compared(self, url: str, file: Path) -> Iterator[Difference]:
        size = file.stat().st_size
        is_whole = size <= _LONGEST_WHOLE and not _type_of(file).startswith("audio/")
        answer = self._get(url, {} if is_whole else {"Range": f"bytes=0-{_EDGE - 1}"})
        if isinstance(answer, str):
            yield Difference(url, answer, "publish the site again, and look at the log of the host")
            return
        if not is_whole and answer.status != 206:
            fix = "use a host that sends parts of files: players cannot seek, and some apps play nothing"
            yield Difference(url, f"a part was asked for, and the answer was {answer.status}", fix)
        elif not self._is_built(url, file, answer, size, is_whole):
            fix = "publish the site again; if it stays, switch off what changes pages on the way"
            yield Difference(url, "this is not what was built", fix)
        yield from _type_differences(url, file, answer)

    def _is_built(self, url: str, file: Path, answer: BaseHTTPResponse, size: int, is_whole: bool) -> bool:
        if is_whole:
            return answer.data == file.read_bytes()
        first, last = min(_EDGE, size), min(_EDGE, size)
        end = self._get(url, {"Range": f"bytes=-{last}"})
        with file.open("rb") as body:
            start = body.read(first)
            body.seek(size - last)
            is_same = answer.data == start and not isinstance(end, str) and end.data == body.read()
        return is_same and answer.headers.get("Content-Range", "").endswith(f"/{size}")

    def missing_page(self) -> list[Difference]:
        """The answer where there is no page."""
        url = f"{self.url}there-is-no-such-page-{len(self.url)}/"
        page = self.site / "404.html"
        answer = self._get(url, {}, missing=True)
        if not isinstance(answer, str) and answer.status == 404 and answer.data == page.read_bytes():
            return []
        status = answer if isinstance(answer, str) else f"the answer was {answer.status}"
        fix = "let the host answer 404 with the file 404.html"
        return [Difference(url, f"a page that does not exist is not answered with ours ({status})", fix)]

    def redirects(self) -> list[Difference]:
        """Old addresses with a query, which need the host: one for each line of `_redirects`."""
        lines = (
            (self.site / REDIRECTS).read_text("utf-8").splitlines()
            if (self.site / REDIRECTS).is_file()
            else []
        )
        results = []
        for line in lines:
            path, *query, target, _ = line.split()
            host = urlunsplit((*urlsplit(self.url)[:2], "", "", ""))
            url = f"{host}{path}?{'&'.join(query)}"
            answer = self._get(url, {}, missing=True)
            place = "" if isinstance(answer, str) else answer.headers.get("Location", "")
            if urlsplit(place).path != target:
                fix = f"use a host that reads {REDIRECTS}, or write the rule into the settings of the server"
                results.append(Difference(url, f"this old address does not lead to {target}", fix))
        return results

    def feed(self) -> list[Difference]:
        """The address that the podcast's feed has of itself: apps move to it."""
        file = self.site / "podcast.xml"
        with suppress(OSError, NotAFeed):
            root = parse_xml(file.read_bytes())
            own = root.xpath("string(channel/*[local-name()='link'][@rel='self']/@href)")
            if own != f"{self.url}podcast.xml":
                fix = f"build with this address:  SITE_URL={self.url} anthology build"
                return [Difference(f"{self.url}podcast.xml", f"the feed gives its address as {own}", fix)]
        return []

    def policy(self) -> list[Difference]:
        """A policy that the host adds, by which a page would be refused its own files."""
        answer = self._get(self.url, {})
        added = "" if isinstance(answer, str) else answer.headers.get("Content-Security-Policy", "")
        parts = [part.strip() for part in added.split(";")]
        narrow = [part for part in parts if part.startswith(_OWN_FILES) and "'self'" not in part]
        if not narrow:
            return []
        fix = "take it out of the settings of the host: each page carries its own policy"
        return [
            Difference(self.url, f"the host adds a policy that stops the page's own files: {narrow[0]}", fix)
        ]

    def _get(self, url: str, headers: dict[str, str], missing: bool = False) -> BaseHTTPResponse | str:
        """The answer, or what is wrong with it."""
        try:
            answer = self.pool.request("GET", url, headers={**self.pool.headers, **headers}, redirect=False)
        except HTTPError as error:
            return f"there is no answer ({type(error).__name__})"
        return answer if missing or answer.status in {200, 206} else f"the answer is {answer.status}"


def _type_of(file: Path) -> str:
    return TYPES_BY_SUFFIX.get(file.suffix.lower(), "")


def _type_differences(url: str, file: Path, answer: BaseHTTPResponse) -> Iterator[Difference]:
    meant = _type_of(file).partition(";")[0]
    sent = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if meant and sent not in {meant, *_OTHER_TYPES.get(file.suffix.lower(), ())}:
        fix = f"let the host send Content-Type: {_type_of(file)} for names that end with {file.suffix}"
        yield Difference(url, f"its type is {sent or 'not stated'}, not {meant}", fix)
