"""Single documents (Word, LibreOffice, HTML, plain text) become essays; who wrote and commented them stays behind."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from anthology.importers.archives import unpacked
from anthology.importers.blog.essays import ImportedEssay, add_essays
from anthology.importers.blog.moved_links import OldSite
from anthology.importers.footnotes import markdown_with_notes
from anthology.importers.licenses import license_of
from anthology.importers.markdown import plain, to_markdown
from anthology.importers.podcast.feed_values import moment_of
from anthology.importers.source_files import ImportRefusedError, read_source
from anthology.importers.threads import numbered_parts
from anthology.importers.writing import Choices, ImportPlan

from .html_pages import SavedPage, is_redirect, read_page
from .odt import odt_html
from .word import word_html

_READERS: dict[str, Callable[[Path], tuple[str, str]]] = {".docx": word_html, ".odt": odt_html}
_LONGEST_TITLE = 120
_PAGES = {".html", ".htm"}
DOCUMENT_SUFFIXES = frozenset({*_READERS, ".html", ".htm", ".txt"})
"""suffixes"""


def import_document(source: Path, choices: Choices) -> ImportPlan:
    """The files of one essay; raises ImportRefusedError.

    Without a title in the document its name is that of the file. Only a page states a date and an author.
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
        add_essays([_essay_of_text(source.stem, text)], OldSite(), plan, choices)
        return plan
    page = read_page(text, source.parent)
    add_essays([_essay_of_page(source, page, source.parent)], _site_of([page]), plan, choices)
    return plan


def import_pages(folder: Path, choices: Choices) -> ImportPlan:
    """The files of every page that was saved into a folder, as browsers do, with what is beside it.

    Pages that state no date are drafts; pages that state an address link to each other.
    """
    plan = ImportPlan()
    pages = [
        file
        for file in sorted(folder.rglob("*"))
        if file.suffix.lower() in _PAGES and file.is_file() and not _is_saved_beside_page(file)
    ]
    essays, read = [], []
    for file in pages:
        try:
            text = _text_of_bytes(read_source(str(file)))
            if is_redirect(text):
                plan.left_out.append(f"{file.relative_to(folder)}: it only leads to another address")
                continue
            page = read_page(text, file.parent)
            essays.append(_essay_of_page(file, page, folder))
            read.append(page)
        except ImportRefusedError as error:
            plan.left_out.append(f"{file.name}: {error}")
    add_essays(essays[: choices.only], _site_of(read), plan, choices)
    return plan


def _site_of(pages: list[SavedPage]) -> OldSite:
    """The site of pages, from the first that states an address."""
    address = urlsplit(next((page.facts["url"] for page in pages if page.facts["url"]), ""))
    return OldSite(f"{address.scheme}://{address.netloc}" if address.netloc else "")


def has_pages(folder: Path) -> bool:
    """True for a folder with saved pages, and no Markdown."""
    suffixes = {file.suffix.lower() for file in folder.rglob("*")}
    return bool(suffixes & _PAGES) and not suffixes & {".md", ".markdown"}


def _is_saved_beside_page(file: Path) -> bool:
    """True for what a browser saves beside a page: a frame of it, in a folder of its name."""
    return any(part.endswith(("_files", ".files")) for part in file.parts[:-1])


def _essay_of_page(file: Path, page: SavedPage, folder: Path) -> ImportedEssay:
    """A page with the facts that it states of itself; what it shows is within `folder`."""
    essay, facts = essay_of_html(file.stem, page.title, page.html, file.parent, folder), page.facts
    moment = moment_of(facts["date"])
    path = unquote(urlsplit(facts["url"]).path)
    return replace(
        essay,
        slug=path.strip("/").rpartition("/")[2].partition(".")[0] or essay.slug,
        date=moment.isoformat() if moment else "",
        summary=facts["summary"],
        authors=[facts["author"]] if facts["author"] else [],
        license=license_of(facts["license"]),
        addresses=[path] if path.strip("/") else [],
    )


def essay_of_html(name: str, title: str, html: str, folder: Path, root: Path | None = None) -> ImportedEssay:
    """An essay of a page's HTML in a folder, with pictures within `root`, else there; `name` is that of its file."""
    whole = (root or folder).resolve()

    def picture(address: str) -> Path | None:
        path = unquote(address.partition("?")[0])
        file = (whole / path.lstrip("/") if path.startswith("/") else folder / path).resolve()
        inside = "://" not in address and file.is_relative_to(whole)
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
