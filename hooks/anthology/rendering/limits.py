"""How much work a body may ask of the machine that reads it.

Python-Markdown takes time with the square of what stands in one paragraph (open brackets, tags) and
fails on depths; so does a parser of HTML. No text that somebody wrote comes near these limits; a file
made to keep a builder busy for hours does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST_TOIL = 8_000_000
_DEEPEST = 200
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_LINE_OF_ITS_OWN = re.compile(r"^[ \t]*(?:[:#]|!!!|\[\^?[^\]\n]+\]:|\*\[)", re.MULTILINE)
_SPACES, _QUOTES = 60, 30
_NESTED = re.compile(rf"^(?:[ \t]{{{_SPACES},}}|(?:[ \t]*>){{{_QUOTES},}}[ \t]*)[^\s>]", re.MULTILINE)


def excess(body: str) -> Iterator[tuple[int, str, str]]:
    """Where a body asks too much, what it is, and the fix; the body must not be rendered then."""
    if _modest(body):
        return
    if found := _NESTED.search(body):
        fix = "take the spaces or the > before these words away; three levels are enough for a reader"
        yield found.end() - 1, "lists or quotes stand too deep inside each other", fix
        return
    lines = [found.start() for found in _LINE_OF_ITS_OWN.finditer(body)]
    toil = len(lines) ** 2
    worst, most = next(iter(lines), 0), 0
    for start, signs in _paragraphs(body):
        toil += signs**2
        if signs > most:
            worst, most = start, signs
    if toil > _MOST_TOIL:
        message = "so many links, tags or headings stand here that reading them takes minutes"
        yield worst, message, "split it into paragraphs, or into several posts"


def _modest(body: str) -> bool:
    """Whether all signs in one paragraph would not be too many, and nothing can be nested deep: true of most."""
    toil = (body.count("[") + body.count("<")) ** 2 + (body.count("\n") + 1) ** 2
    return toil <= _MOST_TOIL and body.count(">") < _QUOTES and "\t" not in body and " " * _SPACES not in body


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """Where each begins, and how many brackets and tags are opened in it."""
    start = offset = signs = 0
    for line in body.split("\n"):
        if line.strip():
            signs += line.count("[") + line.count("<")
        else:
            yield start, signs
            start, signs = offset + len(line) + 1, 0
        offset += len(line) + 1
    yield start, signs


def depth(html: str) -> bool:
    """Whether elements stand deeper inside each other than any text needs."""
    if html.count("<") < _DEEPEST:
        return False
    deep = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _VOID:
            deep = max(0, deep - 1) if closing else deep + 1
        if deep > _DEEPEST:
            return True
    return False
