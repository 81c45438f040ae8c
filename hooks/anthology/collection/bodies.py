"""Bodies of pages, rendered or recalled.

What a body is rendered to depends on its text, the address of its page and what its links lead to. So a body that had
no problem is recalled if all that was asked about its links has the same answer today.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from anthology.cache import Cache, digest_of_text
from anthology.problems import FieldPath, Issue, Position
from anthology.rendering import Heading, Part, Prose, Target, check_line, render
from anthology.schema import Model, Practice, Profile

from .links import Links
from .model import AnyPage, EssayPost

_MOST_WORDS_ON_PAPER = 5000
"""words of a text that the largest folded sheet, of sixteen pages, has room for, with its sources"""
_MOST_LINES_ON_PAPER, _LETTERS_ON_PAPER = 580, 74
"""lines that it has room for, but for those of sources, and letters of a line"""
_SHORT_LINE = re.compile("</(?:p|li|tr|h[1-6]|dt|dd)>|<br")
_PREFORMATTED = re.compile("<pre.*?</pre>", re.DOTALL)


def with_bodies(pages: Sequence[AnyPage], links: Links, cache: Cache) -> list[AnyPage]:
    """The pages with their rendered bodies, and the files to which these refer.

    Copies of this process render a part of those that are not known; one with a problem is rendered here again.
    """
    bodies = [_Body(page, links, cache) for page in pages]
    rows = [body.known() for body in bodies]
    cache.work_ahead([body for body, row in zip(bodies, rows, strict=True) if not row], _Body.prose)
    return [_with_prose(body.page, body.prose(row)) for body, row in zip(bodies, rows, strict=True)]


def _with_prose(page: AnyPage, prose: Prose) -> AnyPage:
    for path, text in _markdown_fields(page.fields):
        check_line(page.source, path, text)
    page.source.release("lines", "body")
    return replace(page, prose=prose, files=prose.files)


class _Body:
    def __init__(self, page: AnyPage, links: Links, cache: Cache) -> None:
        self.page, self.links, self.cache = page, links, cache
        self.thread = isinstance(page, EssayPost) and page.fields.format == "thread"
        self.address = links.addresses.page(page.id)
        self.asked: list[list[Any]] = []
        """what was asked about links and pictures, each with the answer"""
        text = page.source.text_digest or digest_of_text(page.source.body)
        self.name = digest_of_text(f"{self.address}\0{self.thread}\0{text}")

    def prose(self, known: dict[str, Any] | None = None) -> Prose:
        """The body, recalled if it is known; otherwise rendered, and kept if there is no problem."""
        if known := known or self.known():
            return self._recalled(known)
        problems, prose = len(self.page.source.problems), self._rendered()
        if len(self.page.source.problems) > problems:
            return prose
        known = self._values(prose)
        for part in ("html", "text"):
            self.cache.put(f"{part} {self.name}", getattr(prose, part).encode("utf-8", "surrogatepass"))
        self.cache.table("bodies").remember(self.name, known)
        return self._recalled(known)

    def known(self) -> dict[str, Any] | None:
        """Return the row that is kept of the body, if its links lead to the same today; None for nothing."""
        known: dict[str, Any] | None = self.cache.table("bodies").recall(self.name)
        if known and all(self._answer(*question) == answer for *question, answer in known["asked"]):
            return known
        return None

    def _rendered(self) -> Prose:
        self.asked = []
        prose = render(self.page.source, self.address, self._resolve, self.thread)
        prose.text_digest, prose.fits_on_paper = digest_of_text(prose.text), _fits_on_paper(prose)
        return prose

    @cached_property
    def _again(self) -> Prose:
        """The body, rendered again: where the place of a link is asked for, or the store was damaged a moment ago."""
        return self._rendered()

    def _resolve(self, path: str, picture: bool) -> Target | Issue:
        outcome = self.links.resolve(self.page.file, path, picture)
        self.asked.append([path, picture, _target_values(outcome) if isinstance(outcome, Target) else None])
        return outcome

    def _answer(self, path: str, picture: bool) -> list[Any] | None:
        outcome = self.links.resolve(self.page.file, path, picture)
        return _target_values(outcome) if isinstance(outcome, Target) else None

    def _recalled(self, known: dict[str, Any]) -> Prose:
        def place(number: int) -> Position:
            return self._again.links[number][1]()

        def recall(part: str) -> str:
            stored = self.cache.bytes_of(f"{part} {self.name}")
            return getattr(self._again, part) if stored is None else stored.decode("utf-8", "surrogatepass")

        self.cache.still_needed(f"html {self.name}", f"text {self.name}")
        prose = Prose(
            headings=[Heading(*values) for values in known["headings"]],
            ids=set(known["ids"]),
            links=[
                (_target(*values), partial(place, number)) for number, values in enumerate(known["links"])
            ],
            files={address: Path(file) for address, file in known["files"]},
            parts=[Part(*values) for values in known["parts"]],
            words=known["words"],
            text_digest=known["digest"],
            fits_on_paper=known["fits"],
            recall=recall,
        )
        del prose.html, prose.text
        return prose

    def _values(self, prose: Prose) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "headings": list(map(list, prose.headings)),
            "ids": sorted(prose.ids),
            "links": [_target_values(target) for target, _ in prose.links],
            "files": [[address, str(file)] for address, file in prose.files.items()],
            "parts": list(map(list, prose.parts)),
            "words": prose.words,
            "digest": prose.text_digest,
            "fits": prose.fits_on_paper,
        }


def _fits_on_paper(prose: Prose) -> bool:
    """True if a folded sheet has room for a text; a line that ends early takes a whole one."""
    html = prose.html
    lines = len(prose.text) / _LETTERS_ON_PAPER + 13 * html.count("<img") + len(_SHORT_LINE.findall(html))
    lines += "".join(_PREFORMATTED.findall(html)).count("\n")
    return prose.words <= _MOST_WORDS_ON_PAPER and lines <= _MOST_LINES_ON_PAPER


def _target_values(target: Target) -> list[Any]:
    size, file = target.size and list(target.size), target.file and str(target.file)
    return [target.address, target.page, target.fragment, size, file]


def _target(
    address: str, page: str | None, fragment: str, size: list[int] | None, file: str | None
) -> Target:
    return Target(address, page, fragment, (size[0], size[1]) if size else None, Path(file) if file else None)


def _markdown_fields(fields: Model) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(fields, Practice):
        for name in ("steps", "cautions"):
            for number, text in enumerate(getattr(fields, name)):
                yield (name, number), text
    elif isinstance(fields, Profile) and fields.bio:
        yield ("bio",), fields.bio
