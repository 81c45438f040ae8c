"""A document of Word (.docx, ECMA-376) as HTML.

Read: word/document.xml and what it names. Never read: properties, comments, the names of those who changed it. What was
deleted or moved away with tracked changes is left out, what was inserted stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from anthology.importers.source_files import harmless_xml

from .lists import Block, html_of_blocks, table_html, title_and_html, told_description

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_SKIPPED_IN_WORD = frozenset(
    f"{_W}{name}"
    for name in "del moveFrom pPr rPr tblPr trPr tcPr sectPr instrText delText commentReference".split()
)
_HIDDEN_FIELDS = re.compile(
    r"(?i)\s*(author|lastsavedby|username|userinitials|useraddress|doc(property|variable)|info|filename|toc|page"
    r"|numpages)\b"
)
_MARKS_OF_RUNS = {"b": "strong", "i": "em", "strike": "s", "dstrike": "s"}
_CHARACTERS = {"tab": " ", "noBreakHyphen": "‑", "cr": "<br>", "ptab": " "}


class _Style(NamedTuple):
    """A style of paragraphs: its name in small letters, the id of the one on which it is based, and its list."""

    name: str
    base: str
    list: Any


@dataclass(slots=True)
class _Word:
    """The parts of a document; `links` leads from the id of a relation to its target."""

    folder: Path
    links: dict[str, str]
    styles: dict[str, _Style]
    numbering: dict[tuple[str, str], str]
    """number of a list and level → its kind: bullet, decimal …"""
    notes: dict[str, Any] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    field_codes: list[str] = field(default_factory=list)
    """the codes of the fields that are open, innermost last; of one whose result is shown, with a sign before it"""


def word_html(folder: Path) -> tuple[str, str]:
    """The title and the HTML of an unpacked document; raises ImportRefusedError.

    Pictures have their paths in the folder. The title is empty where no paragraph has the style of titles.
    """
    word = _Word(folder, _relations(folder), _styles(folder), _numbering(folder))
    for kind in ("footnote", "endnote"):
        for note in _xml_part(folder, f"{kind}s.xml").iterchildren(f"{_W}{kind}"):
            if note.get(f"{_W}type") is None:
                word.notes[f"{kind}{note.get(f'{_W}id')}"] = note
    title, body = title_and_html(_word_blocks(_xml_part(folder, _document(folder)), word))
    notes = []
    for name in word.used:  # a note may itself have no further note
        inner = html_of_blocks(_word_blocks(word.notes[name], word))
        notes.append(f'<div id="{name}"><a href="#to-{name}">^</a>{inner}</div>')
    return title, body + "".join(notes)


def _document(folder: Path) -> str:
    """The name of the part that has the text, which is document.xml nearly always."""
    file = folder / "_rels" / ".rels"
    relations = harmless_xml(file.read_bytes()) if file.is_file() else ()
    targets = [
        item.get("Target") or "" for item in relations if (item.get("Type") or "").endswith("/officeDocument")
    ]
    return targets[0].rpartition("/")[2] if targets else "document.xml"


def _xml_part(folder: Path, name: str) -> Any:
    file = folder / "word" / name
    return harmless_xml(file.read_bytes()) if file.is_file() else harmless_xml(b"<none/>")


def _relations(folder: Path) -> dict[str, str]:
    relations = _xml_part(folder, f"_rels/{_document(folder)}.rels")
    return {relation.get("Id") or "": relation.get("Target") or "" for relation in relations}


def _styles(folder: Path) -> dict[str, _Style]:
    return {
        style.get(f"{_W}styleId") or "": _Style(
            _w_value(style, "name").lower(), _w_value(style, "basedOn"), style.find(f"{_W}pPr/{_W}numPr")
        )
        for style in _xml_part(folder, "styles.xml").iterchildren(f"{_W}style")
    }


def _numbering(folder: Path) -> dict[tuple[str, str], str]:
    numbering = _xml_part(folder, "numbering.xml")
    kinds: dict[tuple[str, str], str] = {}
    for abstract in numbering.iterchildren(f"{_W}abstractNum"):
        for level in abstract.iterchildren(f"{_W}lvl"):
            kinds[f"a{abstract.get(f'{_W}abstractNumId')}", level.get(f"{_W}ilvl") or "0"] = _w_value(
                level, "numFmt"
            )
    levels = {level for _, level in kinds}
    return {
        (number.get(f"{_W}numId") or "", level): kinds.get(
            (f"a{_w_value(number, 'abstractNumId')}", level), ""
        )
        for number in numbering.iterchildren(f"{_W}num")
        for level in levels
    }


def _w_value(parent: Any, name: str) -> str:
    element = parent.find(f"{_W}{name}") if parent is not None else None
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _word_blocks(parent: Any, word: _Word) -> Iterator[Block]:
    """The paragraphs and tables of an element, whatever is around them; a drop cap belongs to the next paragraph."""
    initial = ""
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            block = _paragraph(child, word)
            frame = child.find(f"{_W}pPr/{_W}framePr")
            if frame is not None and frame.get(f"{_W}dropCap") in {"drop", "margin"}:
                initial += block.text
                continue
            yield block._replace(text=initial + block.text)
            initial = ""
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag.endswith("}Fallback") for above in box.iterancestors()):
                    yield from _word_blocks(box, word)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, word)
        elif child.tag not in _SKIPPED_IN_WORD and not _is_contents(child):
            yield from _word_blocks(child, word)


def _is_contents(element: Any) -> bool:
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"


def _table(table: Any, word: _Word) -> Iterator[Block]:
    rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
    deleted = f"{_W}trPr/{_W}del"
    cells = [
        [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
        for row in rows
        if row.find(deleted) is None
    ]
    yield Block(
        "html", table_html([html_of_blocks(_word_blocks(cell, word)) for cell in row] for row in cells)
    )


def _paragraph(paragraph: Any, word: _Word) -> Block:
    properties = paragraph.find(f"{_W}pPr")
    styles = list(_style_and_bases(_w_value(properties, "pStyle"), word))
    names = [style.name for style in styles]
    text = "".join(_run_texts(paragraph, word))
    numbers = properties.find(f"{_W}numPr") if properties is not None else None
    for name in names:
        if match := re.fullmatch(r"heading ([1-6])", name):
            return Block(f"h{match[1]}", text)
        if name in {"title", "subtitle"}:
            return Block("title" if name == "title" else "p", text)
        if "quote" in name or name == "block text":
            return Block("quote", text)
        if name in {"html preformatted", "source code", "code", "plain text"}:
            return Block("pre", text)
    if numbers is None:
        numbers = next((style.list for style in styles if style.list is not None), None)
    number, level = _w_value(numbers, "numId"), _w_value(numbers, "ilvl") or "0"
    if number not in {"", "0"}:
        ordered = word.numbering.get((number, level), "bullet") not in {"bullet", "none", ""}
        return Block("ol" if ordered else "ul", text, int(level))
    listed = next(
        (match for name in names if (match := re.fullmatch(r"list (bullet|number)( \d)?", name))), None
    )
    if listed:
        return Block("ul" if listed[1] == "bullet" else "ol", text, int(listed[2] or 1) - 1)
    return Block("p", text)


def _style_and_bases(name: str, word: _Word) -> Iterator[_Style]:
    for _ in range(10):  # styles may be based on each other in a circle
        if name in word.styles:
            yield word.styles[name]
            name = word.styles[name].base


def _run_texts(parent: Any, word: _Word) -> Iterator[str]:
    for child in parent.iterchildren():
        name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
        if child.tag in _SKIPPED_IN_WORD or name == "txbxContent" or not name:
            if name == "instrText" and word.field_codes:
                word.field_codes[-1] += child.text or ""
            continue
        if name == "fldChar":
            yield from _field_part(child.get(f"{_W}fldCharType") or "", word)
        elif any(_is_hidden(code) for code in word.field_codes):
            for mark in child.iter(f"{_W}fldChar", f"{_W}instrText"):
                if mark.tag == f"{_W}instrText":
                    word.field_codes[-1] += mark.text or ""
                else:
                    yield from _field_part(mark.get(f"{_W}fldCharType") or "", word)
        elif name == "r":
            yield _run_html(child, word)
        elif name == "hyperlink":
            address = word.links.get(child.get(f"{_R}id") or "", "")
            inner = "".join(_run_texts(child, word))
            yield f'<a href="{escape(address)}">{inner}</a>' if address else inner
        elif name == "fldSimple":
            if not _HIDDEN_FIELDS.match(child.get(f"{_W}instr") or ""):
                yield from _run_texts(child, word)
        elif name in {"t", "delText"} or name.endswith("}t"):
            yield escape(child.text or "", quote=False)
        elif name == "br":
            yield "" if child.get(f"{_W}type") in {"page", "column"} else "<br>"
        elif name in {"footnoteReference", "endnoteReference"}:
            yield _note_mark(name.removesuffix("Reference") + (child.get(f"{_W}id") or ""), word)
        elif name in {"drawing", "pict", "object"}:
            yield from _word_pictures(child, word)
        elif name.endswith("}AlternateContent"):
            yield from _run_texts(child[0], word) if len(child) else ()
        else:
            yield _CHARACTERS.get(name) or "".join(_run_texts(child, word))


def _field_part(kind: str, word: _Word) -> Iterator[str]:
    """A field is its code, then its result; the result of a link is in it, that of a person's name is left out."""
    if kind == "begin":
        word.field_codes.append("")
    elif kind == "separate" and word.field_codes:
        code = word.field_codes[-1] = f"\x01{word.field_codes[-1]}"
        if link := re.match(r'\x01\s*HYPERLINK\s+"(https?://[^"]+)"', code):
            yield f'<a href="{escape(link[1])}">'
    elif kind == "end" and word.field_codes:
        code = word.field_codes.pop()
        if re.match(r'\x01\s*HYPERLINK\s+"https?://', code):
            yield "</a>"


def _is_hidden(code: str) -> bool:
    return not code.startswith("\x01") or bool(_HIDDEN_FIELDS.match(code[1:]))


def _run_html(run: Any, word: _Word) -> str:
    properties = run.find(f"{_W}rPr")
    if properties is not None and properties.find(f"{_W}vanish") is not None:
        return ""
    text = "".join(_run_texts(run, word))
    if properties is None or not text.strip() or "<a " in text or "</a>" in text:
        return text
    for name, tag in _MARKS_OF_RUNS.items():
        mark = properties.find(f"{_W}{name}")
        if mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _note_mark(name: str, word: _Word) -> str:
    if name not in word.notes:
        return ""
    if name not in word.used:
        word.used.append(name)
    return f'<sup id="to-{name}"><a href="#{name}">{len(word.used)}</a></sup>'


def _word_pictures(drawing: Any, word: _Word) -> Iterator[str]:
    described = (element.get("descr") or element.get("alt") or "" for element in drawing.iter())
    words = next(filter(None, map(told_description, described)), "")
    for image in [*drawing.iter(f"{_A}blip"), *drawing.iter(f"{_V}imagedata")]:
        names = (image.get(f"{_R}{name}") for name in ("embed", "id", "link", "href"))
        target = next((word.links[name] for name in names if name in word.links), "")
        if target and "://" not in target:
            target = target.removeprefix("/word/") if target.startswith("/word/") else target
            yield f'<img src="word/{escape(target)}" alt="{escape(words)}">'
        elif target.startswith(("http://", "https://")):
            yield f'<img src="{escape(target)}" alt="{escape(words)}">'
