"""Rules for HTML in feeds: show notes, essays, and descriptions."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser

from anthology.problems import Issue

from .built_site import FeedFinding
from .document import APPLE, Feed, all_of, is_absolute


def check_notes(feed: Feed) -> Iterator[FeedFinding]:
    """The HTML of content:encoded (of description where an item has no other) is safe for all apps."""
    for item in feed.items:
        tag = "content:encoded" if all_of(item, "content:encoded") else "description"
        for content in all_of(item, tag):
            yield from feed.findings(tag, html_issues(content.text or ""), APPLE, item)


@lru_cache(maxsize=4096)  # a text is in several feeds
def html_issues(html: str) -> tuple[Issue, ...]:
    """HTML has no h1, script, style, form or frame, no event handler, and absolute links alone."""
    tags = _WHOLE_TAG.findall(html)
    if len(tags) == len(_TAG_START.findall(html)) and all(map(_is_harmless, tags)):
        return ()  # Nearly all texts end here; only the others are parsed.
    parser = _NotesParser()
    parser.feed(html)
    parser.close()
    return tuple(dict.fromkeys(parser.issues))


_TAG_START = re.compile(r"<[a-zA-Z]")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
# Matches all that the parser below refuses, and some harmless tags as well.
_SUSPECT = re.compile(
    r"""<(?:h1|script|style|form|iframe|object|embed|input|button)|[\s"'/](?:on[a-z]+|style)\s*="""
    r"""|(?:href|src)(?!="(?:https?://[a-z0-9]|mailto:))""",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _is_harmless(tag: str) -> bool:
    return _SUSPECT.search(tag) is None


class _NotesParser(HTMLParser):
    """Collects the issues of a text."""

    _REFUSED = frozenset({"h1", "script", "style", "form", "iframe", "object", "embed", "input", "button"})

    def __init__(self) -> None:
        super().__init__()
        self.issues: list[Issue] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._REFUSED:
            fix = "write h2; the title is the first heading" if tag == "h1" else "take it out"
            self.issues.append(Issue(f"contains <{tag}>", fix))
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.issues.append(Issue(f"contains {name}= on <{tag}>", "take it out"))
            elif name in {"href", "src"} and not is_absolute(url := (value or "").strip()):
                if name == "href" and url.lower().startswith("mailto:"):
                    continue
                self.issues.append(Issue(f"has {name}=“{value}”", "write the whole address, with https://"))
