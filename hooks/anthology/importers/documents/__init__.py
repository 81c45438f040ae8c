"""Single documents (Word, LibreOffice, HTML, plain text) become essays; who wrote and commented them stays behind."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from anthology.importers.archives import unpacked
from anthology.importers.blog.essays import ImportedEssay, OldSite, add_essays
from anthology.importers.footnotes import markdown_with_notes
from anthology.importers.markdown import plain, to_markdown
from anthology.importers.source_files import read_source
from anthology.importers.threads import numbered_parts
from anthology.importers.writing import Choices, ImportPlan

from .html_pages import page_html
from .odt import odt_html
from .word import word_html

_READERS: dict[str, Callable[[Path], tuple[str, str]]] = {".docx": word_html, ".odt": odt_html}
_LONGEST_TITLE = 120
DOCUMENT_SUFFIXES = frozenset({*_READERS, ".html", ".htm", ".txt"})
"""suffixes"""


def import_document(source: Path, choices: Choices) -> ImportPlan:
    """The files of one essay; raises ImportRefusedError.

    Without a title in the document its name is that of the file. A document states no date, no author and no topic.
    """
    plan, suffix = ImportPlan(), source.suffix.lower()
    if suffix in _READERS:
        with unpacked(source) as folder:
            title, html = _READERS[suffix](folder)
            essay = essay_of_html(source.stem, title, html, folder)
            add_essays([essay], OldSite(), plan, choices)
        return plan
    text = _text_of_bytes(read_source(str(source)))
    if suffix == ".txt":
        essay = _essay_of_text(source.stem, text)
    else:
        essay = essay_of_html(source.stem, *page_html(text), source.parent)
    add_essays([essay], OldSite(), plan, choices)
    return plan


def essay_of_html(name: str, title: str, html: str, folder: Path) -> ImportedEssay:
    """An essay of a page's HTML, with pictures in a folder; `name` is that of its file."""

    def picture(address: str) -> Path | None:
        file = (folder / unquote(address.partition("?")[0])).resolve()
        inside = "://" not in address and file.is_relative_to(folder.resolve())
        return file if inside and file.is_file() else None

    return ImportedEssay(plain(title) or name, "", markdown_with_notes(html), name, pictures=picture)


def _essay_of_text(name: str, text: str) -> ImportedEssay:
    """An essay of plain text; a first line with an empty one below it is the title. Numbered parts are a thread."""
    if thread := numbered_parts(text):
        return ImportedEssay("", "", thread, name, format="thread")
    first, _, rest = text.strip().partition("\n\n")
    if "\n" in first or len(first) > _LONGEST_TITLE or not rest.strip():
        return ImportedEssay(name, "", to_markdown(text.strip()), name)
    return ImportedEssay(" ".join(first.split()), "", to_markdown(rest.strip()), name)


def _text_of_bytes(content: bytes) -> str:
    """Text in UTF-8 or, as older programs for Windows write it, in UTF-16 or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").replace("\r\n", "\n")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
