"""Rules about lists of feeds (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterator

from .dates import moment
from .document import Element, first, text
from .findings import OPML, Finding, Site, is_absolute

_WHOLE = "write the whole address, with https://"

Found = tuple[str, str, str]


def check_opml(root: Element, path: str, site: Site) -> Iterator[Finding]:
    """Everything that is wrong with one list."""
    for name, tag, message, fix in _judge(root, site):
        yield Finding(path, name, tag, message, fix, OPML)


def _judge(root: Element, site: Site) -> Iterator[tuple[str, str, str, str]]:
    if root.get("version") not in {"1.0", "1.1", "2.0"}:
        yield "", "opml", f"has the version “{root.get('version')}”", 'write version="2.0"'
    head, body = first(root, "head"), first(root, "body")
    if head is None:
        yield "", "head", "is missing", "add <head>, with a title"
    for tag in ("dateCreated", "dateModified"):
        if head is not None and (said := text(head, tag)) and moment(said) is None:
            yield (
                "",
                tag,
                f"is “{said}”, not a date of RFC 822",
                "write it like  Sun, 22 Nov 2026 12:00:00 +0000",
            )
    outlines = [] if body is None else list(body.iter("outline"))
    if not outlines:
        yield "", "body", "holds no outline", "add <body> with an <outline> for each feed"
    seen: set[str] = set()
    for outline in outlines:
        name = outline.get("text") or ""
        for tag, message, fix in _judge_outline(outline, seen, site):
            yield name, tag, message, fix


def _judge_outline(outline: Element, seen: set[str], site: Site) -> Iterator[Found]:
    if not outline.get("text"):
        yield "outline", "has no text", "add text= with the title"
    if outline.get("type") != "rss":
        return
    url = outline.get("xmlUrl") or ""
    if url in seen:
        yield "outline", f"{url} is listed twice", "keep one"
    seen.add(url)
    for name, address in (("xmlUrl", url), ("htmlUrl", outline.get("htmlUrl"))):
        if address is None:
            continue
        if not is_absolute(address):
            yield "outline", f"has the {name} “{address}”", _WHOLE
        elif site.is_local(address) and site.file(address) is None:
            yield "outline", f"leads to {address}, which is not in the site", "correct it"
