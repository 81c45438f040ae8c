"""A document of LibreOffice (.odt, ODF 1.3) as HTML; without comments, deletions, and fields that name people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from anthology.importers.source_files import harmless_xml

from .lists import Block, html_of_blocks, table_html, title_and_html, told_description

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _STYLE, _TABLE, _DRAW, _OFFICE, _SVG = (
    _NAMESPACE % name for name in ("text", "style", "table", "drawing", "office", "svg-compatible")
)
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LINK_TARGET = "{http://www.w3.org/1999/xlink}href"
_SKIPPED_IN_ODT = frozenset(
    f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")
) | frozenset(
    f"{_TEXT}{name}"
    for name in (
        "tracked-changes author-name author-initials initial-creator creator printed-by editing-duration user-defined"
        " hidden-text hidden-paragraph table-of-content note-citation sender-firstname sender-lastname sender-initials"
        " sender-email sender-company sender-phone-private sender-phone-work sender-street sender-city"
    ).split()
)


@dataclass(slots=True)
class _Odt:
    styles: dict[str, Any]
    lists: dict[str, dict[str, str]]
    """name of a list style → level → ul or ol"""
    notes: list[str] = field(default_factory=list)


def odt_html(folder: Path) -> tuple[str, str]:
    """The title and the HTML of an unpacked document; raises ImportRefusedError.

    Pictures have their paths in the folder. The title is empty where no paragraph has the style of titles.
    """
    content = (
        harmless_xml((folder / "content.xml").read_bytes()) if (folder / "content.xml").is_file() else None
    )
    body = content.find(f".//{_OFFICE}text") if content is not None else None
    if body is None:
        return "", ""
    files = (folder / name for name in ("styles.xml", "content.xml"))
    trees = [harmless_xml(file.read_bytes()) for file in files if file.is_file()]
    odt = _Odt(
        {style.get(f"{_STYLE}name"): style for tree in trees for style in tree.iter(f"{_STYLE}style")},
        {
            style.get(f"{_STYLE}name"): _list_levels(style)
            for tree in trees
            for style in tree.iter(f"{_TEXT}list-style")
        },
    )
    title, html = title_and_html(_odt_blocks(body, odt))
    return title, html + "".join(odt.notes)


def _list_levels(style: Any) -> dict[str, str]:
    return {
        level.get(f"{_TEXT}level"): "ol" if level.tag == f"{_TEXT}list-level-style-number" else "ul"
        for level in style
    }


def _odt_blocks(parent: Any, odt: _Odt, style: str | None = None, level: int = 0) -> Iterator[Block]:
    """The paragraphs of an element; `style` and `level` are those of the list around them, None outside of lists."""
    kind = "" if style is None else odt.lists.get(style, {}).get(str(level + 1), "ul")
    for child in parent.iterchildren():
        if child.tag in _SKIPPED_IN_ODT:
            continue
        if child.tag == f"{_TEXT}h":
            depth = int(child.get(f"{_TEXT}outline-level") or 1)
            yield Block(f"h{min(depth, 6)}", "".join(_odt_texts(child, odt)))
        elif child.tag == f"{_TEXT}p":
            text = "".join(_odt_texts(child, odt))
            yield Block(kind, text, level) if kind else Block(_paragraph_kind(child, odt), text)
        elif child.tag == f"{_TEXT}list":
            own, inner = child.get(f"{_TEXT}style-name") or style or "", level + 1 if kind else 0
            for item in child.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
                yield from _odt_blocks(item, odt, own, inner)
        elif child.tag == f"{_TABLE}table":
            rows = [
                row for row in child.iter(f"{_TABLE}table-row") if next(row.iterancestors(child.tag)) is child
            ]
            cells = [[*row.iterchildren(f"{_TABLE}table-cell")] for row in rows]
            yield Block(
                "html", table_html([html_of_blocks(_odt_blocks(cell, odt)) for cell in row] for row in cells)
            )
        else:
            yield from _odt_blocks(child, odt, style, level)


def _paragraph_kind(paragraph: Any, odt: _Odt) -> str:
    name = paragraph.get(f"{_TEXT}style-name") or ""
    for _ in range(10):
        plain = name.lower().replace("_20_", " ")
        if plain == "title":
            return "title"
        if "quot" in plain:
            return "quote"
        if plain in {"preformatted text", "source code"}:
            return "pre"
        style = odt.styles.get(name)
        name = (style.get(f"{_STYLE}parent-style-name") or "") if style is not None else ""
    return "p"


def _odt_texts(parent: Any, odt: _Odt) -> Iterator[str]:
    yield _words(parent.text)
    for child in parent.iterchildren():
        if isinstance(child.tag, str) and child.tag not in _SKIPPED_IN_ODT:
            yield _element(child, odt)
        yield _words(child.tail)


def _element(element: Any, odt: _Odt) -> str:
    tag = element.tag
    if tag == f"{_TEXT}s":
        return " "
    if tag == f"{_TEXT}tab":
        return " "
    if tag == f"{_TEXT}line-break":
        return "<br>"
    if tag == f"{_TEXT}note":
        return _odt_note(element, odt)
    if tag == f"{_DRAW}frame":
        return "".join(_frame_pictures(element)) + "".join(
            html_of_blocks(_odt_blocks(box, odt)) for box in element.iterchildren(f"{_DRAW}text-box")
        )
    inner = "".join(_odt_texts(element, odt))
    if tag == f"{_TEXT}a" and re.match("https?://", element.get(_LINK_TARGET) or ""):
        return f'<a href="{escape(element.get(_LINK_TARGET))}">{inner}</a>'
    if tag == f"{_TEXT}span" and inner.strip():
        return _marked(inner, odt.styles.get(element.get(f"{_TEXT}style-name")))
    return inner


def _marked(inner: str, style: Any) -> str:
    properties = style.find(f"{_STYLE}text-properties") if style is not None else None
    if properties is None:
        return inner
    if properties.get(f"{_TEXT}display") == "none":
        return ""
    marks = {
        "strong": properties.get(f"{_FO}font-weight") == "bold",
        "em": properties.get(f"{_FO}font-style") in {"italic", "oblique"},
        "s": properties.get(f"{_STYLE}text-line-through-style") not in {None, "none"},
    }
    for name, is_set in marks.items():
        inner = f"<{name}>{inner}</{name}>" if is_set else inner
    return inner


def _odt_note(note: Any, odt: _Odt) -> str:
    number = len(odt.notes) + 1
    odt.notes.append("")  # its place, should there be a note in the note
    body = note.find(f"{_TEXT}note-body")
    inner = html_of_blocks(_odt_blocks(body, odt)) if body is not None else ""
    odt.notes[number - 1] = f'<div id="note{number}"><a href="#to{number}">^</a>{inner}</div>'
    return f'<sup id="to{number}"><a href="#note{number}">{number}</a></sup>'


def _frame_pictures(frame: Any) -> Iterator[str]:
    described = (frame.findtext(f"{_SVG}{name}") or "" for name in ("desc", "title"))
    words = next(filter(None, map(told_description, described)), "")
    for image in frame.iterchildren(f"{_DRAW}image"):
        address = image.get(_LINK_TARGET) or ""
        if address and ("://" not in address or address.startswith(("http://", "https://"))):
            yield f'<img src="{escape(address.removeprefix("./"))}" alt="{escape(words)}">'
            return


def _words(text: str | None) -> str:
    return escape(text, quote=False) if text else ""
