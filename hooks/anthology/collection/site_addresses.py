"""Every address of the site has one owner: a page, a file, a feed, an asset, or a post that it once led to.

Addresses are compared as a web server and a file system may: capital and small letters, composed and decomposed
letters are the same, and a file is not a folder too.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import normpath
from unicodedata import normalize

from anthology.media.transcripts import TRANSCRIPT_FORMATS
from anthology.problems import FieldPath, Issue
from anthology.schema import Lock, Settings, Vocabulary, site_parts
from anthology.urls import BOOKS, OWN_FOLDER, REDIRECTS, ZINES, alias_file, file_of, is_external

from .lockfile import LOCK
from .model import AnyPage, EpisodePost, EssayPost, recording_files

LISTING_PAGES = (
    "", "essays", "episodes", "practices", "people", "topics", "series", "archive", "corrections", "search",
    "subscribe", "help", "write",
)  # fmt: skip
"""pages that exist without a file, if there is something to list; a file of that name gives them title and text"""

_GENERATED_FILES = """
    404.html _headers _redirects essays.xml feed.json feeds.opml podcast.xml related.json robots.txt
    sitemap.xml sitemap.xml.gz
    offline.js site.webmanifest
    """.split()
_FOLDERS = (BOOKS, ZINES, "assets", "pagefind", "podcast", "schemas")
_THIS_SITE = "this site itself"
_QUERY_ALIAS = (
    f"no file can have an address with ?, so it leads here only where the host reads the file {REDIRECTS}",
    "leave it on Netlify; other hosts show the page of the address without its ?",
)


def listing_pages(
    pages: Iterable[AnyPage], vocabulary: Vocabulary, settings: Settings, has_show: bool, has_help: bool
) -> frozenset[str]:
    """The ids of LISTING_PAGES that a site with these pages has: a part without content has none.

    A page that a file describes is there without content, but not one that is switched off.
    """
    shown = [page for page in pages if not getattr(page.fields, "withdrawn", None)]
    kinds, written = {page.file.kind for page in shown}, {page.id for page in shown}
    has_content = {
        "essays": "essay" in kinds,
        "episodes": has_show or "episode" in kinds,
        "practices": "practice" in kinds,
        "people": "person" in kinds,
        "topics": bool(vocabulary.topics),
        "series": any(getattr(page.fields, "series", None) in vocabulary.series for page in shown),
        "corrections": any(
            isinstance(page, EssayPost | EpisodePost) and page.fields.corrections for page in shown
        ),
        "help": has_help,
    }
    switched_off = {name for name, on in (("search", settings.search), ("write", settings.write)) if not on}
    switched_off.update(part.page for part in site_parts(settings.without))
    return (
        frozenset(name for name in LISTING_PAGES if name in written or has_content.get(name, True))
        - switched_off
    )


_PLAIN = re.compile(r"[a-z0-9_-]+(?:[./][a-z0-9_-]+)*")
"""an address in the form in which it is compared"""


class SiteAddresses:
    """The owner of every address within the site; `claim` adds one."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim(self, address: str, owner: str) -> str | None:
        """Give an address to a file of the collection or, if it has another owner, return that one.

        The first owner keeps it. A file is named by its path relative to the root.
        """
        key = _compared_form(address)
        folders = _folders_above(key)
        taken = self._other_owner(key, folders, owner)
        if not taken:
            self._owners[key] = owner
            for folder in folders:
                self._folders.setdefault(folder, owner)
        return taken

    def other_owner(self, address: str, owner: str) -> str | None:
        """Return who owns an address, or a folder of that name, if it is not this owner."""
        key = _compared_form(address)
        return self._other_owner(key, _folders_above(key), owner)

    def _other_owner(self, key: str, folders: list[str], owner: str) -> str | None:
        above = [folder for folder in folders if not _is_shared(folder, key)]
        owners = [self._owners.get(key), self._folders.get(key), *map(self._owners.get, above)]
        return next((user for user in owners if user and user != owner), None)


def claim_addresses(
    root: Path, pages: Iterable[AnyPage], vocabulary: Vocabulary, lock: Lock, recordings: Mapping[Path, str]
) -> SiteAddresses:
    """The addresses of all that is known before bodies are rendered; issues go to the sources of pages."""
    addresses = SiteAddresses()
    for name in [*_GENERATED_FILES, *_FOLDERS]:
        addresses.claim(name, _THIS_SITE)
    for kind, names in (("topics", vocabulary.topics), ("series", vocabulary.series)):
        for name in names:
            addresses.claim(file_of(f"{kind}/{name}"), f"docs/vocabulary.yml, {kind}")
            addresses.claim(f"{kind}/{name}/feed.xml", f"docs/vocabulary.yml, {kind}")
    for page in pages:
        _claim(addresses, page, file_of(page.id), page.file.path, (), "rename one of the two, or delete it")
    for name in LISTING_PAGES:
        addresses.claim(file_of(name), _THIS_SITE)
    for page in pages:
        if isinstance(page, EpisodePost):
            for name in ("chapters.json", *(f"transcript.{suffix}" for suffix in TRANSCRIPT_FORMATS)):
                addresses.claim(f"{page.id}/{name}", f"{page.file.path}, {name}")
            for file in recording_files(page):
                place = normpath(file.relative_to(root).as_posix())
                _claim(addresses, page, recordings[file], place, ("audio",), "rename the recording")
    for entry in lock.episodes:
        if not is_external(entry.path):
            addresses.claim(entry.path, f"{LOCK}, {entry.slug}")
    return addresses


def claim_aliases(pages: Iterable[AnyPage], addresses: SiteAddresses) -> None:
    """Report old addresses that have another owner, and, once, that some need a host that reads redirects."""
    noted = False
    for page in pages:
        for number, alias in enumerate(page.fields.aliases):
            fix = "write another address, or delete this one"
            file = f"{page.file.path}, aliases"
            _claim(addresses, page, alias_file(alias), file, ("aliases", number), fix, alias)
            path, mark, _ = alias.partition("?")
            if mark and path != "/" and (user := addresses.other_owner(alias_file(path), file)):
                page.source.report(Issue(taken_address(alias, user), fix, ("aliases", number)))
            elif mark and not noted:
                noted = True
                page.source.report(Issue(*_QUERY_ALIAS, ("aliases", number), "note"))


def transcript_addresses(root: Path, pages: Iterable[AnyPage]) -> dict[Path, str]:
    """file → address of the transcripts to which notes can link: always the cleaned ones, never the file itself."""
    addresses: dict[Path, str] = {}
    for page in pages:
        if isinstance(page, EpisodePost) and page.fields.transcript:
            forms = {f".{suffix}": f"{page.id}/transcript.{suffix}" for suffix in TRANSCRIPT_FORMATS}
            addresses |= {root / address: address for address in forms.values()}
            file = root / normpath(
                f"{page.file.folder.relative_to(root).as_posix()}/{page.fields.transcript}"
            )
            addresses[file] = forms.get(file.suffix.lower(), forms[".vtt"])
    return addresses


def is_own_address(path: str) -> bool:
    """True for the path of a page or a file that every site has, or of what is in one of its own folders."""
    return path in LISTING_PAGES or path in _GENERATED_FILES or path.partition("/")[0] in _FOLDERS


def taken_address(address: str, owner: str) -> str:
    """The message about an address that has an owner already."""
    shown = f"/{address.removesuffix('index.html')}" if not address.startswith("/") else address
    return f"the address {shown} is used already, by {owner}"


def _claim(
    addresses: SiteAddresses,
    page: AnyPage,
    address: str,
    owner: str,
    at: FieldPath,
    fix: str,
    shown: str = "",
) -> None:
    if user := addresses.claim(address, owner):
        message = taken_address(shown or address, user)
        page.source.report(Issue(message, fix, at))


def _is_shared(folder: str, key: str) -> bool:
    """True for the folders of the site in which the collection has one of its own."""
    return key.startswith(OWN_FOLDER) and OWN_FOLDER.startswith(f"{folder}/")


def _folders_above(key: str) -> list[str]:
    parts = key.split("/")
    return ["/".join(parts[:number]) for number in range(len(parts) - 1, 0, -1)]


def _compared_form(address: str) -> str:
    """The form in which addresses are compared. Windows drops dots and spaces at the end of a name."""
    if _PLAIN.fullmatch(address):
        return address
    parts = normalize("NFC", normalize("NFC", address).casefold()).split("/")
    return "/".join(part.rstrip(". ") or part for part in parts if part)
