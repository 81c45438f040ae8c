"""From the Markdown of a body to HTML, and what has to be said before anybody can look at that HTML.

Markdown is rendered once, for the page, the feeds, the checks and the cross-links alike. The
extensions are part of the content contract, so they stand here and not in mkdocs.yml; those that
read other files (snippets, includes) or run code are left out on purpose.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown import Markdown

from anthology.problems import Issue
from anthology.sources import Source
from anthology.unicode import NOT_TEXT, describe

from . import limits
from . import sanitizer as safety
from .fast_path import PlainTextExtension
from .heading_ids import HeadingIdsExtension, slug
from .positions import Places
from .threads import marked

BACK = "Back to the text, footnote {}"
"""the title of the link that leads back from a footnote; a page says it in its own language (see view.parts)"""

_DEFINITION = re.compile("^ *:", re.MULTILINE)
# What a body must hold somewhere for these to change anything: each has every body searched for its own.
_SOMETIMES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("*[", "[^"), ("abbr", "footnotes")),
    (("<", "&"), ("md_in_html",)),
    (("!!!", "{", "```", "~~~", "|"), ("admonition", "attr_list", "def_list", "fenced_code", "tables")),
)
_CONTENTS = "[TOC]"
_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")


def rendered(source: Source, places: Places, thread: bool) -> str | None:
    """The body as HTML without comments, of characters that are text; nothing if it asks too much."""
    for offset, message, fix in limits.excess(places.bare):
        source.report(Issue(message, fix, source.body_position(offset)))
        return None
    body = _without_commands(source, places)
    try:
        html = markdown(marked(body) if thread else body)
        deep = limits.depth(html)
    except RecursionError:
        deep = True
    if deep:
        fix = "close what is opened (</div> for <div>), and let three levels of lists or quotes be enough"
        source.report(Issue("lists, quotes or tags stand too deep inside each other", fix, places.beginning))
        return None
    if "&#" in html:
        html = _ENTITY.sub(lambda found: _checked_entity(found, source, places), html)
    return _without_comments(html, source, places)


def markdown(text: str, every_extension: bool = False) -> str:
    """Markdown as HTML; nobody has looked at it yet. Extensions that the text does not use would change nothing."""
    if every_extension:
        names, contents, escapes = tuple(name for _, names in _SOMETIMES for name in names), True, True
    else:
        names, contents, escapes = _used(text), _CONTENTS in text, "\\" in text
    html: str = _converter(names, contents, escapes).reset().convert(text)
    if "<h1" in html:  # the title is the page's only h1: everything below it moves down a level
        html = re.sub(r"<(/?)h([1-6])\b", lambda m: f"<{m[1]}h{min(6, int(m[2]) + 1)}", html)
    return html


def _used(text: str) -> tuple[str, ...]:
    used = [name for signs, names in _SOMETIMES if any(sign in text for sign in signs) for name in names]
    if "def_list" not in used and ":" in text and _DEFINITION.search(text):
        used.append("def_list")
    return tuple(used)


@cache  # setting up extensions costs more than most posts
def _converter(used: tuple[str, ...], contents: bool, escapes: bool) -> Markdown:
    """With or without a table of contents in the text and the way back from escapes, which few texts have."""
    configs: dict[str, dict[str, Any]] = {
        "toc": {"slugify": slug, "permalink": False, "marker": _CONTENTS},
        "tables": {"use_align_attribute": True},
        "footnotes": {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": BACK},
    }
    names = sorted(["sane_lists", *used, *(["toc"] if contents else [])])
    converter = Markdown(
        extensions=[*names, PlainTextExtension(), *([] if contents else [HeadingIdsExtension()])],
        extension_configs={name: configs[name] for name in names if name in configs},
        output_format="html",
    )
    if "md_in_html" not in names:
        converter.preprocessors.deregister("html_block")  # a parser of HTML, for a text that has none
    if not escapes:
        converter.treeprocessors.deregister("unescape")
    return converter


def _checked_entity(found: re.Match[str], source: Source, places: Places) -> str:
    """A character written by its number, unless it is none that a text can hold."""
    number = int(found[1], 16) if found[1] else int(found[2])
    # Browsers read 128 to 159 as Windows does, and what is no character at all as U+FFFD.
    if number > 0x10FFFF or 0x7F < number < 0xA0 or not NOT_TEXT.match(chr(number)):
        return found[0]
    source.report(
        Issue(f"{describe(chr(number))} is written here by its number", "delete it", places.text(found[0]))
    )
    return ""


def _without_commands(source: Source, places: Places) -> str:
    """The body without what would hide its rest from readers, in ways that do not look like it."""
    body, bare = source.body, places.bare
    for found in safety.COMMAND.finditer(bare):
        fix = "delete it; to show it to readers, put it in backticks"
        source.report(
            Issue(f"{found[0]} hides what follows it from readers", fix, source.body_position(found.start()))
        )
        body = f"{body[: found.start()]} {body[found.start() + 1 :]}"
    if (start := bare.find("<!--")) >= 0:
        message = "a comment begins here and never ends"
        source.report(
            Issue(message, "put --> behind the comment, or delete <!--", source.body_position(start))
        )
    return body


def _without_comments(html: str, source: Source, places: Places) -> str:
    if "<!--" in html:
        html = re.sub(r"<!--.*?(?:-->|\Z)", "", html, flags=re.DOTALL)
    for finding in safety.swallowed(html):
        source.report(Issue(finding.message, finding.fix, places.tag(finding.name)))
    return html
