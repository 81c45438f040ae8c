"""Bodies of pages, rendered or recalled.

What a body is rendered to depends on its text, the address of its page and what its links lead to. So a body that had
no problem is recalled if all that was asked about its links has the same answer today.
"""

from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import Any

from anthology.cache import Cache, digest_of_text
from anthology.problems import FieldPath, Issue, Position
from anthology.rendering import RECALLED_LATER, Heading, Part, Prose, Target, check_line, render
from anthology.schema import Model, Practice, Profile

from .links import Links
from .model import AnyPage, EssayPost


def with_body(page: AnyPage, links: Links, cache: Cache) -> AnyPage:
    """The page with its rendered body, and the files to which the body refers."""
    prose = _Body(page, links).prose(cache)
    for path, text in _markdown_fields(page.fields):
        check_line(page.source, path, text)
    return replace(page, prose=prose, files=prose.files)


class _Body:
    def __init__(self, page: AnyPage, links: Links) -> None:
        self.page, self.links = page, links
        self.thread = isinstance(page, EssayPost) and page.fields.format == "thread"
        self.address = links.addresses.page(page.id)
        self.asked: list[list[Any]] = []
        """what was asked about links and pictures, each with the answer"""

    def prose(self, cache: Cache) -> Prose:
        source = self.page.source
        text_digest = source.text_digest or digest_of_text(source.body)
        name = digest_of_text(f"{self.address}\0{self.thread}\0{text_digest}")
        known = cache.table("bodies").recall(name)
        if known and all(self._answer(*question) == answer for *question, answer in known["asked"]):
            cache.still_needed(f"body {name}")
            return self._recalled(known, partial(cache.recall, f"body {name}"))
        problems = len(source.problems)
        prose = self._rendered()
        if len(source.problems) == problems:
            cache.table("bodies").remember(name, {"asked": self.asked, **_values(prose)})
            cache.remember(f"body {name}", _late_values(prose))
        return prose

    def _rendered(self) -> Prose:
        self.asked = []
        prose = render(self.page.source, self.address, self._resolve, self.thread)
        prose.text_digest = digest_of_text(prose.text)
        return prose

    def _resolve(self, path: str, picture: bool) -> Target | Issue:
        outcome = self.links.resolve(self.page.file, path, picture)
        self.asked.append([path, picture, _target_values(outcome) if isinstance(outcome, Target) else None])
        return outcome

    def _answer(self, path: str, picture: bool) -> list[Any] | None:
        outcome = self.links.resolve(self.page.file, path, picture)
        return _target_values(outcome) if isinstance(outcome, Target) else None

    def _recalled(self, known: dict[str, Any], read: Callable[[], Any]) -> Prose:
        # Places of links are asked for only where something is wrong with one.
        again = once(self._rendered)

        def place(number: int) -> Position:
            return again().links[number][1]()

        def recall() -> Prose:
            stored = read()
            if stored is None:  # the store has been damaged in the meantime
                return again()
            headings, parts = [Heading(*values) for values in stored["headings"]], stored["parts"]
            return Prose(stored["html"], stored["text"], headings, parts=[Part(*values) for values in parts])

        prose = Prose(
            ids=set(known["ids"]),
            links=[
                (_target(*values), partial(place, number)) for number, values in enumerate(known["links"])
            ],
            files={address: Path(file) for address, file in known["files"]},
            words=known["words"],
            text_digest=known["text"],
            recall=recall,
        )
        for name in RECALLED_LATER:
            delattr(prose, name)
        return prose


def _values(prose: Prose) -> dict[str, Any]:
    return {
        "ids": sorted(prose.ids),
        "links": [_target_values(target) for target, _ in prose.links],
        "files": [[address, str(file)] for address, file in prose.files.items()],
        "words": prose.words,
        "text": prose.text_digest,
    }


def _late_values(prose: Prose) -> dict[str, Any]:
    return {
        "html": prose.html,
        "text": prose.text,
        "headings": [astuple(heading) for heading in prose.headings],
        "parts": [astuple(part) for part in prose.parts],
    }


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
