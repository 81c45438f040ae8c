"""Footnotes of HTML as Markdown has them: a link to a note that links back is one, whichever program wrote it."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]  # no types are published with it

from .markdown import html_fragment, to_markdown
from .markdown_inline import AS_WRITTEN

_NOTE_BLOCKS = frozenset({"p", "li", "div", "dd", "aside", "section", "td"})
_BEGIN, _END = "\ue001", "\ue002"
_NOTE_MARK = re.compile(f"{_BEGIN}(\\d+){_END}")
_NUMBER = re.compile(r"^\s*(?:\\?\[?\d{1,4}\\?\]?[.)]?|[*†‡↩^])\s*")
_RETURN = re.compile(r"[\s↩︎^⤴]+$")


def markdown_with_notes(text: str, base: str = AS_WRITTEN) -> str:
    """Markdown of a body with its footnotes, numbered in the order of their marks."""
    if "#" not in text:
        return to_markdown(text, base)
    root = html_fragment(text)
    ids = {
        element.get("id") or element.get("name"): element
        for element in root.iter()
        if isinstance(element.tag, str)
    }
    _split_shared_blocks(root, ids)
    notes: dict[str, Any] = {}
    for link in [*root.iter("a")]:
        address = (link.get("href") or "").partition("#")[2]
        note = _linked_note(link, ids.get(address))
        is_others = any(note is other and name != address for name, other in notes.items())
        if note is not None and not is_others and not _within(link, notes.values()):
            notes.setdefault(address, note)
            _put_mark(link, f"{_BEGIN}{[*notes].index(address) + 1}{_END}")
    texts = [_text_of_note(note, base) for note in notes.values()]
    body = to_markdown(lxml_html.tostring(root, encoding="unicode"), base)
    body = _NOTE_MARK.sub(
        lambda mark: f"[^{mark[1]}]" if texts[int(mark[1]) - 1].strip() else "", body.replace("\\[^", "[^")
    )
    kept = (f"[^{number}]: {note}" for number, note in enumerate(texts, 1) if note.strip())
    return "\n\n".join([body, *kept])


def _linked_note(link: Any, target: Any) -> Any:
    """The block of a note to which a link leads, if a link in it leads back; else None."""
    if target is None:
        return None
    names = {element.get(key) for element in _with_marks(link) for key in ("id", "name")} - {None}
    block = _block_of(target)
    if block is None or block.getparent() is None or block in [*link.iterancestors()]:
        return None
    backs = [back for back in block.iter("a") if (back.get("href") or "").partition("#")[2] in names]
    return block if backs else None


def _block_of(target: Any) -> Any:
    """The block in which an element is, or which it is itself."""
    block = target
    while block is not None and block.tag not in _NOTE_BLOCKS:
        block = block.getparent()
    return block


def _split_shared_blocks(root: Any, ids: Mapping[str, Any]) -> None:
    """Make a block of each note in a block to which several links lead."""
    places = {element: number for number, element in enumerate(root.iter())}
    linked = ((link, ids.get((link.get("href") or "").partition("#")[2])) for link in root.iter("a"))
    # A note comes after what leads to it; what leads back comes after the text.
    targets = [*dict.fromkeys(to for link, to in linked if to is not None and places[link] < places[to])]
    blocks = [_block_of(target) for target in targets]
    for block in blocks:
        if block is not None and block.tag in {"p", "li"} and sum(block is other for other in blocks) > 1:
            _split_before(block, [child for child in block if child in targets][1:])


def _split_before(block: Any, begins: list[Any]) -> None:
    for begin in reversed(begins):
        part = block.makeelement(block.tag)
        for following in [begin, *begin.itersiblings()]:
            part.append(following)
        block.addnext(part)


def _with_marks(link: Any) -> list[Any]:
    """A link, what is around it up to its block, and what is in it: its name can be at each."""
    around = []
    for element in link.iterancestors():
        if element.tag in _NOTE_BLOCKS:
            break
        around.append(element)
    return [link, *around, *link.iterdescendants()]


def _within(link: Any, notes: Any) -> bool:
    return any(link is element for note in notes for element in note.iter("a"))


def _put_mark(link: Any, mark: str) -> None:
    """Put a mark in the place of a link, and of the <sup> that has nothing else."""
    element = link
    parent = element.getparent()
    while (
        parent is not None
        and parent.tag in {"sup", "span"}
        and parent.text_content() == element.text_content()
    ):
        element, parent = parent, parent.getparent()
    for inner in [*element]:
        element.remove(inner)
    element.tag, element.text = "span", mark
    element.attrib.clear()


def _text_of_note(note: Any, base: str) -> str:
    """The Markdown of a note, without its number and the link back; the note leaves its place."""
    for back in [*note.iter("a")]:
        if (back.get("href") or "").startswith("#"):
            back.text, back.tail = "", back.tail
            for inner in [*back]:
                back.remove(inner)
    note.tail = None
    note.getparent().remove(note)
    note.tag = "div"
    text = to_markdown(lxml_html.tostring(note, encoding="unicode"), base)
    text = _RETURN.sub("", _NUMBER.sub("", text, count=1))
    return text.replace("\n", "\n    ").replace("\n    \n", "\n\n")
