"""Pages and files of the last site that a build would write again byte for byte are taken over from it.

A page is the same if all that it is made from is: texts, the answers of the posts that it asks, the words of its
language, the templates, the settings. What was written then must still be there unchanged. Where the configuration
names plugins or hooks of others, which may change any page, nothing is taken over.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from anthology.collection import digest_without_posts
from anthology.i18n import LANGUAGE_FOLDER
from anthology.inputs import digest_of, is_settled, stamp, wait_until_settled
from anthology.pages import View
from anthology.parallel import Share, shared_out
from anthology.reads import with_reads
from anthology.sources import Site
from anthology.urls import file_of

from .last_answers import LastAnswers
from .last_build import Reading, named_variables, site_row, site_stamps
from .publication import Publication
from .staging import Staging

_MANY, _SHARE = 50, 10
"""so many pages, or a tenth of all, for which it pays to read and to write what was asked for all"""

Result = TypeVar("Result")
Asked = tuple[list[str], str]
"""The questions asked for a page (sorted), and a digest of the answers."""
Check = Callable[[str, bytes], Any]
"""Checks a generated file, given by its address and content; returns JSON's types, None for nothing to keep."""


@dataclass(frozen=True)
class Frame:
    """All that every page depends on, besides the collection and the code: templates, settings, addresses.

    `folders` are those of templates, in the order in which they are searched; `own_folders` are no library's.
    """

    configs: list[str]
    folders: list[str]
    own_folders: list[str]
    custom_folder: str | None
    theme: str | None
    site_url: str
    repo_url: str
    directory_urls: bool
    known_digest: str = ""
    """that of the last build, where none of it has changed since"""

    def site(self, site: Site) -> Site:
        """The settings of the site, with what MkDocs decides."""
        return replace(site, url=self.site_url, repo_url=self.repo_url, directory_urls=self.directory_urls)

    def digest(self) -> str:
        """A digest of all of it but the code, of which the store knows."""
        if self.known_digest:
            return self.known_digest
        variables = {name: os.environ.get(name) for name in named_variables(map(Path, self.configs))}
        words = Path(self.configs[0]).parent / LANGUAGE_FOLDER
        places = [*self.own_folders, *self.configs, *([str(words)] if words.is_dir() else [])]
        return f"{digest_of(places)}\0{_as_json((variables, asdict(self)))}"


class LastSite:
    """The site of the last build, of which that of this one takes what is the same."""

    def __init__(self, frame: Frame, publication: Publication, staging: Staging) -> None:
        self.publication, self.staging = publication, staging
        self.site, self.folder = staging.site, staging.folder
        self.cache = publication.collection.cache
        self._frame = frame.digest()
        self.frame = replace(frame, known_digest=self._frame)
        self._shared: dict[str, Any] = {}
        """language → sha256 of what all its pages depend on, to which what one page shows is added"""
        self._pages = self.cache.table(f"pages {self.site}")
        self._answers = LastAnswers(publication.collection, self.site)
        self._digests: dict[str, str] = {}
        self.shares: list[Share[str]] = []
        self._new: dict[str, list[str]] = {}
        """page or file → digests of what it is made from, and of its bytes"""
        self._files: dict[str, list[Any]] = self.cache.recall(site_row(self.site)) or {}
        self.digests: dict[str, str] = {}
        """address → sha256 of what was taken over or written"""
        self.checked: list[Any] = []
        """results of the check of files that copies of this process have made"""
        self._states: dict[str, list[int]] = {}
        """address → the part of the state of such a file that a link does not change"""

    def other_pages(self, with_latest: bool) -> Iterator[View]:
        """Take over the pages that are the same, and yield the others.

        Before them, `with_latest`, the one that was changed last: MkDocs needs a page, and dates the compressed sitemap
        by the latest of those that it has.
        """
        pages, posts = self.publication.pages.values(), self.publication.collection.posts
        latest: View | None = None
        if with_latest:  # of equals a post: lists are longer, and need more templates
            latest = max(pages, key=lambda view: (view.changed, view.page in posts), default=None)
        self._digests = {view.page: self._digest(view) for view in pages}
        before = ((self._pages.recall(page), digest) for page, digest in self._digests.items())
        changed = sum(not last or last[0] != digest for last, digest in before)
        if changed >= min(_MANY, len(pages) // _SHARE):
            self._answers.use()
        for view in sorted(pages, key=lambda view: view is not latest):
            # The latest is never linked before: MkDocs would write into the last site through the link.
            if view is latest or not self._take_page(view):
                yield view

    def _take_page(self, view: View) -> bool:
        """Take over a page that is made from the same as before."""
        before, digest = self._pages.recall(view.page), self._digests[view.page]
        if not before:
            return False
        decisive, output = before
        if decisive != digest:
            if not self._answers.are_same(view.page, self._own_digest(view), output):
                return False
            self._new[view.page] = [digest, output]
        return self.take(file_of(view.page), output)

    def start_made_files(self, check: Check) -> None:
        """Take over the generated files that would be the same, and make the others: many, in copies of this process.

        Files without a digest are left to `write_made_files`: they may need related posts, which this process finds
        meanwhile. Copies also `check` what they make, and the results are added to `checked`.
        """
        made = self.publication.generated
        before = {name: self._pages.recall(f"/{name}") for name in made if made.decisive(name)}
        new = [name for name, last in before.items() if not last or last[0] != made.decisive(name)]
        if len(new) > len(before) // 2:
            self._answers.use()
        changed = list[str]()
        for address, last in before.items():
            if not (last and self._is_same(address, last) and self.take(address, last[1])):
                changed.append(address)
            elif last[0] != made.decisive(address):
                self._new[f"/{address}"] = [made.decisive(address), last[1]]
        own, self.shares = shared_out(changed, partial(self._written, check=check), beside=True)
        self._note_made(self._written(own))

    def write_made_files(self) -> None:
        """Write the generated files without a digest, which are made in each build."""
        made = self.publication.generated
        self._note_made(self._written([name for name in made if not made.decisive(name)]))

    def _is_same(self, address: str, before: Sequence[str]) -> bool:
        made, (decisive, output) = self.publication.generated, before
        return decisive == made.decisive(address) or self._answers.are_same(
            f"/{address}", made.own(address), output
        )

    def finish_made_files(self) -> None:
        """Wait until all generated files are written."""
        for share in self.shares:
            self._note_made(share.result() or self._written(share.items))

    def _written(self, addresses: Sequence[str], check: Check = lambda *_: None) -> bytes:
        digests, made = [], self.publication.generated
        for address in addresses:
            if (changed := self._changed(address)) is not None:
                asked, answers, content = list[str](), "", changed
            else:
                content, questions = with_reads(partial(made.__getitem__, address))
                asked = sorted(questions)
                answers = self._answers.digest(made.own(address), asked) if made.decisive(address) else ""
            digests.append([address, asked, answers, *self.write(address, content), check(address, content)])
        return json.dumps(digests).encode()

    def _changed(self, address: str) -> bytes | None:
        """A generated file of the last site with a part of it made anew; None where all has to be made."""
        decisive, digest = self._pages.recall(f"/{address}") or ("", "")
        if not (change := self.publication.generated.change(address, decisive)):
            return None
        try:
            content = Path(self.site, address).read_bytes()
        except OSError:
            return None
        return change(content) if hashlib.sha256(content).hexdigest() == digest else None

    def _note_made(self, written: bytes) -> None:
        made = self.publication.generated
        for address, questions, answers, digest, state, checked in json.loads(written):
            self.note(address, digest, state)
            if checked:
                self.checked.append(checked)
            if decisive := made.decisive(address):
                self._new[f"/{address}"] = [decisive, digest]
            if answers:
                self._answers.note(f"/{address}", answers, digest, questions)

    def other_files(self) -> Iterator[str]:
        """Take over the copied files that are the same, and yield the addresses of the others."""
        for address, file in self.publication.files.items():
            if not self.take(address, self.cache.sha256(file)):
                yield address

    def write(self, address: str, content: bytes) -> tuple[str, list[int]]:
        """Write a file, or take it over where it has come out the same; return its sha256 and its state."""
        digest = hashlib.sha256(content).hexdigest()
        if self.take(address, digest):
            return digest, self._states[address]
        return digest, write_file(self.folder, address, content)

    def asked(self, view: View, questions: set[str]) -> Asked:
        """Questions asked for a page, as they are kept."""
        asked = sorted(questions)
        return asked, self._answers.digest(self._own_digest(view), asked)

    def written(self, page: str, asked: Asked, output: str) -> None:
        """Note what was asked for a page, and the sha256 of the page as it was written."""
        questions, answers = asked
        self._new[page] = [self._digests[page], output]
        self._answers.note(page, answers, output, questions)

    def note(self, address: str, digest: str, state: list[int]) -> None:
        """Note the sha256 of a file that was written, and its state."""
        self.digests[address], self._states[address] = digest, state
        self.staging.kept.pop(address, None)

    def outdated(self) -> list[str] | None:
        """The addresses of files that the last site does not share with this one; None where it has no files."""
        files = self._files or site_stamps(self.site)
        inodes = {address[1:]: given[3] for address, given in files.items() if given[3:]}
        shared = {address: state[0] for address, state in self._states.items()}
        outdated = [address for address, inode in inodes.items() if shared.get(address) != inode]
        return outdated if inodes else None

    def note_theirs(self, address: str) -> str:
        """Note a file that was not written by us; return its sha256. Raises OSError."""
        file = self.folder / address
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        self.note(address, digest, _unlinked(file.lstat()))
        return digest

    def remember(self, reading: Reading) -> str:
        """Keep the digests of what was made, and the stamps and digests of all files of the new site.

        Returns the sha256 of the row of these; empty where a change of the site in this moment would not show, or where
        another build, or somebody, has changed it already. Of a build during which something was changed no digest of
        a page is kept: it may be that of a file as it is now, and the page that of the file as it was. Raises OSError.
        """
        if reading.is_up_to_date():
            for name, digests in self._new.items():
                self._pages.remember(name, digests)
            made = (f"/{address}" for address in self.publication.generated)
            self._answers.keep({*self.publication.pages, *made})
        files = site_stamps(self.site)
        shows_changes = wait_until_settled(files.values())
        rows = {path: self._with_digest(path[1:], given) for path, given in files.items()}
        is_ours = all(len(rows.get(f"/{address}", ())) > 4 for address in self._states)
        content = json.dumps(rows).encode()
        self.cache.put(site_row(self.site), content)
        return hashlib.sha256(content).hexdigest() if shows_changes and is_ours else ""

    def _with_digest(self, address: str, given: list[int]) -> list[Any]:
        state = self._states.get(address)
        # Another file is that of another build, or somebody's.
        is_ours = state and state == [given[3], *given[:2]] and is_settled([*given[:2], 0], time.time_ns())
        return [*given, self.digests[address]] if is_ours else given

    def take(self, address: str, digest: str) -> bool:
        """Link a file of the last site into this one, if it is what it was."""
        source, target = os.path.join(self.site, address), os.path.join(self.folder, address)
        try:
            before = os.lstat(source)
            if not stat.S_ISREG(before.st_mode) or self._sha256(address, source, before) != digest:
                return False
            if self.staging.kept.get(address) != before.st_ino:
                in_new_place(target, partial(os.link, source, target))
                if _unlinked(os.lstat(target)) != _unlinked(before):  # another build has put its site there
                    os.unlink(target)
                    return False
        except OSError:  # there is none, or the disk has no links
            return False
        self.note(address, digest, _unlinked(before))
        return True

    def _sha256(self, address: str, source: str, status: os.stat_result) -> str:
        known = self._files.get(f"/{address}", [])
        if known[4:] and known[:4] == stamp(source, status):
            return str(known[4])
        with open(source, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _digest(self, view: View) -> str:
        """The digest of all that a page is made from."""
        return self._digest_with(view, view.decisive)

    def _own_digest(self, view: View) -> str:
        """The digest of all that a page is made from but the posts that it asks for."""
        return self._digest_with(view, f"{digest_without_posts(self.publication.collection)}\0{view.own}")

    def _digest_with(self, view: View, own: str) -> str:
        publication = self.publication
        code = view.language
        if code not in self._shared:
            shared = _as_json({**publication.shared(code), "words": None})
            self._shared[code] = hashlib.sha256(f"{self._frame}\0{shared}\0".encode("utf-8", "surrogatepass"))
        digest = self._shared[code].copy()
        described = "\0".join((view.template, view.changed, publication.edit_url(view) or "", own))
        digest.update(described.encode("utf-8", "surrogatepass"))
        return str(digest.hexdigest())


def write_file(folder: Path, address: str, content: bytes) -> list[int]:
    """Write a file of a new site; return its state."""
    target = os.path.join(folder, address)
    with in_new_place(target, lambda: open(target, "xb")) as file:
        file.write(content)
        file.flush()
        return _unlinked(os.fstat(file.fileno()))


def in_new_place(target: str, make: Callable[[], Result]) -> Result:
    """Make a file of a new site, where there is nothing yet or what may be a link to a file of the last site."""
    try:
        return make()
    except FileExistsError:
        os.unlink(target)
    except FileNotFoundError:  # in a new folder
        os.makedirs(os.path.dirname(target), exist_ok=True)
    return make()


def _unlinked(status: os.stat_result) -> list[int]:
    """The part of a file's state that another link to it does not change."""
    return [status.st_ino, status.st_size, status.st_mtime_ns]


_encoder = json.JSONEncoder(check_circular=False)


def _as_json(values: object) -> str:
    return _encoder.encode(values)  # in ASCII, which takes half the time
