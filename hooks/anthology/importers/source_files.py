"""The bytes of a source, a file or an address, with limits; and XML that cannot do harm."""

import re
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from lxml import etree  # type: ignore[import-untyped]  # no types are published with it

from .ill_formed_xml import repaired_xml

LARGEST = 100_000_000
"""bytes; a feed of 2,000 long episodes has some 20 million"""
_ANSWER_TIMEOUT = 30
_BEGIN = re.compile(rb"<\?xml\s|<rss[\s>]")
"""before which a server may have written its warnings"""
_FEED = re.compile(rb"(?s)(?:\xef\xbb\xbf)?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*<(?:rss|feed)[\s>]")
_ENTITY_BEFORE_ROOT = re.compile(
    rb"(?is)(?:[^<]++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+<!doctype[^<>]*+<!entity"
)
_OWN_ENTITIES = "it defines entities of its own, which are a way to attack readers of XML"
_STRICT_PARSER, _PARSER = (
    etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, strip_cdata=True,
    )
    for recover in (False, True)
)  # fmt: skip


class ImportRefusedError(Exception):
    """The reason why a source is not imported, as a sentence."""


def harmless_xml(document: bytes) -> Any:
    """The root of an XML document, ill-formed or not; None of one without an element. Raises ImportRefusedError."""
    if _ENTITY_BEFORE_ROOT.match(document[:20_000]):
        raise ImportRefusedError(_OWN_ENTITIES)
    begin = _BEGIN.search(document[:20_000])
    document = document[begin.start() :] if begin else document.lstrip()
    try:
        root = etree.fromstring(document, _STRICT_PARSER)
    except etree.XMLSyntaxError:
        root = _recovered(document)
    types = root.getroottree().docinfo.internalDTD if root is not None else None
    if types is not None and [*types.entities()]:
        raise ImportRefusedError(_OWN_ENTITIES)
    return root


def _recovered(document: bytes) -> Any:
    try:
        root = etree.fromstring(repaired_xml(document), _PARSER)
    except etree.XMLSyntaxError as error:
        raise ImportRefusedError(f"it is not XML: {error}") from None
    if any("depth" in entry.message.lower() for entry in _PARSER.error_log):
        raise ImportRefusedError("its elements are nested in more than 250 levels, which no program writes")
    return root


def begins_as_feed(file: Path) -> bool:
    """True for a feed, whatever its name: sites that were saved whole have it as index.html."""
    with file.open("rb") as opened:
        return _FEED.match(opened.read(20_000)) is not None


def read_source(source: str) -> bytes:
    """The bytes of a file, or of an http or https address; raises ImportRefusedError."""
    try:
        if source.startswith(("https://", "http://")):
            with urlopen(
                Request(source, headers={"User-Agent": "anthology"}), timeout=_ANSWER_TIMEOUT
            ) as answer:
                content: bytes = answer.read(LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise ImportRefusedError(f"{source} cannot be read: {error}") from None
    if len(content) > LARGEST:
        raise ImportRefusedError(f"{source} has more than {LARGEST:,} bytes")
    return content
