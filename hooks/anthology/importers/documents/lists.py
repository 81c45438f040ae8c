"""Paragraphs of documents as HTML: those of a list, a quotation or a piece of code stand one by one in their files."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple


class Block(NamedTuple):
    """A paragraph. `kind` is p, h1 to h6, title, quote, pre, ul, ol, or html; `level` that of a list, from 0."""

    kind: str
    text: str
    level: int = 0


_NOT_IN_TITLES = re.compile(r'<sup id="to[^"]*"><a [^<>]*>\d+</a></sup>|<img [^<>]*>')
"""marks of footnotes, and pictures"""
_FILE_NAME = re.compile(r"(?i).*[\\/].*|[^\n]*\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf|svg|heic)")
_GENERATED = re.compile(
    r"\s*(?:Description automatically generated|AI-generated content may be incorrect\.?)\s*"
)
_MARK_ENDS = re.compile(r"</(strong|em|s)><\1>")


def title_and_html(blocks: Iterable[Block]) -> tuple[str, str]:
    """The title of a document, empty if it has none, and the HTML of all other paragraphs.

    It is the first paragraph with the style of titles, or a heading of the first level with which the text begins.
    """
    paragraphs = [block._replace(text=_joined_marks(block.text)) for block in blocks if block.text.strip()]
    place = next((number for number, block in enumerate(paragraphs) if block.kind == "title"), -1)
    if place < 0 and paragraphs and paragraphs[0].kind == "h1":
        place = 0
    title = paragraphs.pop(place).text if place >= 0 else ""
    below = [match[0] for match in _NOT_IN_TITLES.finditer(title)]
    title = _NOT_IN_TITLES.sub("", title)
    if marks := "".join(mark for mark in below if mark.startswith("<sup")):
        first = paragraphs[:1] or [Block("p", "")]
        paragraphs[:1] = [block._replace(text=block.text + marks) for block in first]
    paragraphs[:0] = [Block("p", picture) for picture in below if picture.startswith("<img")]
    return title, html_of_blocks(
        block._replace(kind="p") if block.kind == "title" else block for block in paragraphs
    )


def html_of_blocks(blocks: Iterable[Block]) -> str:
    """HTML of paragraphs; those that follow each other in a list, a quotation or code are one element."""
    parts = []
    for group, members in groupby(blocks, key=_group):
        entries = list(members)
        if group == "list":
            parts.append(_nested_list(entries))
        elif group == "quote":
            parts.append(f"<blockquote>{''.join(f'<p>{entry.text}</p>' for entry in entries)}</blockquote>")
        elif group == "pre":
            parts.append(
                f"<pre>{chr(10).join(entry.text.replace('<br>', chr(10)) for entry in entries)}</pre>"
            )
        else:
            parts += [
                entry.text if group == "html" else f"<{group}>{entry.text}</{group}>" for entry in entries
            ]
    return "".join(parts)


def table_html(rows: Iterable[list[str]]) -> str:
    """A table of the HTML of its cells; one of a single cell is a box around its text."""
    cells = [row for row in rows if row]
    if sum(map(len, cells)) == 1:
        return cells[0][0]
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in cells)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def told_description(text: str) -> str:
    """The words that somebody wrote of a picture; not its path, which may have their name, nor a program's."""
    words = _GENERATED.sub("", " ".join(text.split()))
    return "" if _FILE_NAME.fullmatch(words) else words


def _joined_marks(text: str) -> str:
    """The text, in which a mark that ends where the same begins goes on: programs mark pieces of a word one by one."""
    while (joined := _MARK_ENDS.sub("", text)) != text:
        text = joined
    return text


def _group(block: Block) -> str:
    return "list" if block.kind in {"ul", "ol"} else block.kind


def _nested_list(entries: list[Block]) -> str:
    """A list with those in it; a deeper entry belongs to the one before it."""
    first = entries[0]
    parts: list[str] = []
    position = 0
    while position < len(entries):
        end = position + 1
        while end < len(entries) and entries[end].level > first.level:
            end += 1
        inner = _nested_list(entries[position + 1 : end]) if end > position + 1 else ""
        parts.append(f"<li>{entries[position].text}{inner}</li>")
        position = end
    return f"<{first.kind}>{''.join(parts)}</{first.kind}>"
