"""EPUB 3.3, the format of books: a zip of XHTML, pictures and a description. It is written without a library.

The same book has the same bytes on every machine: nothing is asked of the clock or of chance, and nothing is packed,
since the bytes of what is packed differ from one version of zlib to another.
https://www.w3.org/TR/epub-33/
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from anthology.i18n import direction
from anthology.unicode import xml_text

PICTURE_TYPES = {
    "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml",
    "webp": "image/webp",
}  # fmt: skip
"""suffix → media type, of the pictures that every reading system shows"""


@dataclass(frozen=True, slots=True)
class BookChapter:
    """A text of a book: `name` is its file, `xhtml` what is in its body, `headings` the ids and titles of its parts."""

    name: str
    title: str
    language: str
    xhtml: str
    headings: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class BookHead:
    """The description of a book. `people` are names with MARC codes of what they did; `changed` is an ISO day.

    `contents` is the title of its table of contents, `words` the lines below its title.
    """

    id: str
    title: str
    language: str
    changed: str
    source: str
    publisher: str
    rights: str
    contents: str
    people: Sequence[tuple[str, str]] = ()
    date: str = ""
    description: str = ""
    topics: Sequence[str] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A book: its chapters in groups, each with a title that may be empty, and its pictures by their names."""

    head: BookHead
    groups: Sequence[tuple[str, Sequence[BookChapter]]]
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def chapters(self) -> list[BookChapter]:
        """All chapters in their order."""
        return [chapter for _, chapters in self.groups for chapter in chapters]


def epub(book: Book) -> bytes:
    """Return a book as the bytes of its file."""
    texts = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _package(book),
        "book/contents.xhtml": _table_of_contents(book),
        "book/title.xhtml": _title_page(book.head),
        "book/style.css": _STYLE,
        **{
            f"book/{chapter.name}": _xhtml_document(chapter.title, chapter.language, chapter.xhtml)
            for chapter in book.chapters
        },
    }
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        _add_file(archive, "mimetype", b"application/epub+zip")  # first and unpacked: readers look there
        for name, text in texts.items():
            _add_file(archive, name, xml_text(text).encode())
        for name, picture in sorted(book.pictures.items()):
            _add_file(archive, f"book/{name}", picture)
    return file.getvalue()


def _add_file(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name)  # dated 1980, the first year that a zip knows
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    archive.writestr(entry, content)


def _package(book: Book) -> str:
    head, chapters = book.head, book.chapters
    files = [
        _item("contents", "contents.xhtml", "application/xhtml+xml", ' properties="nav"'),
        _item("title", "title.xhtml", "application/xhtml+xml"),
        _item("style", "style.css", "text/css"),
        *(
            _item(f"text-{number}", chapter.name, "application/xhtml+xml")
            for number, chapter in enumerate(chapters)
        ),
        *(
            _item(f"picture-{number}", name, PICTURE_TYPES[name.rpartition(".")[2]])
            for number, name in enumerate(sorted(book.pictures))
        ),
    ]
    order = ["title", "contents", *(f"text-{number}" for number in range(len(chapters)))]
    spine = "\n".join(f'<itemref idref="{name}"/>' for name in order)
    return (
        f'{_DECLARATION}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{head.language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{''.join(_metadata(book))}</metadata>\n<manifest>\n{''.join(files)}</manifest>\n"
        f'<spine page-progression-direction="{direction(head.language)}">\n{spine}\n</spine>\n</package>\n'
    )


def _item(name: str, file: str, media_type: str, properties: str = "") -> str:
    return f'<item id="{name}" href="{file}" media-type="{media_type}"{properties}/>\n'


def _metadata(book: Book) -> Iterator[str]:
    head = book.head
    languages = dict.fromkeys([head.language, *(chapter.language for chapter in book.chapters)])
    yield f'<dc:identifier id="id">{escape(head.id)}</dc:identifier>\n'
    yield _meta_element(head.changed + "T00:00:00Z", "dcterms:modified")
    values = [
        ("title", head.title), *(("language", code) for code in languages), ("publisher", head.publisher),
        ("rights", head.rights), ("source", head.source), ("date", head.date), ("description", head.description),
        *(("subject", topic) for topic in head.topics),
    ]  # fmt: skip
    yield from (f"<dc:{name}>{escape(value)}</dc:{name}>\n" for name, value in values if value)
    for number, (name, role) in enumerate(head.people):
        element = "creator" if role in ("aut", "hst") else "contributor"
        yield f'<dc:{element} id="person-{number}">{escape(name)}</dc:{element}>\n'
        yield f'<meta refines="#person-{number}" property="role" scheme="marc:relators">{role}</meta>\n'
    modes = ["textual", "visual"] if book.pictures else ["textual"]
    yield from (_meta_element(mode, "schema:accessMode") for mode in modes)
    yield _meta_element("textual", "schema:accessModeSufficient")
    for feature in ("tableOfContents", "structuralNavigation", "readingOrder", "alternativeText"):
        yield _meta_element(feature, "schema:accessibilityFeature")
    yield _meta_element("unknown" if book.pictures else "none", "schema:accessibilityHazard")


def _meta_element(value: str, name: str) -> str:
    return f'<meta property="{name}">{escape(value)}</meta>\n'


def _table_of_contents(book: Book) -> str:
    groups = [
        f"<li><span>{escape(title)}</span>\n<ol>\n{entries}</ol>\n</li>\n" if title else entries
        for title, chapters in book.groups
        if (entries := "".join(map(_table_entry, chapters)))
    ]
    title = escape(book.head.contents)
    nav = f'<nav epub:type="toc" role="doc-toc">\n<h1>{title}</h1>\n<ol>\n{"".join(groups)}</ol>\n</nav>'
    return _xhtml_document(book.head.contents, book.head.language, nav)


def _table_entry(chapter: BookChapter) -> str:
    parts = "".join(
        f'<li><a href="{chapter.name}#{name}">{escape(text)}</a></li>\n' for name, text in chapter.headings
    )
    inner = f"\n<ol>\n{parts}</ol>\n" if parts else ""
    language = f'lang="{chapter.language}" xml:lang="{chapter.language}" dir="{direction(chapter.language)}"'
    return f'<li><a href="{chapter.name}" {language}>{escape(chapter.title)}</a>{inner}</li>\n'


def _title_page(head: BookHead) -> str:
    names = "".join(f"<p>{escape(name)}</p>\n" for name in dict.fromkeys(name for name, _ in head.people))
    words = "".join(f"<p>{escape(line)}</p>\n" for line in (head.description, *head.words) if line)
    source = f'<p><a href="{escape(head.source)}" dir="ltr">{escape(head.source)}</a></p>'
    return _xhtml_document(
        head.title,
        head.language,
        f'<section epub:type="titlepage" class="title">\n<p class="publisher">{escape(head.publisher)}</p>\n'
        f"<h1>{escape(head.title)}</h1>\n{names}{words}{source}\n</section>",
    )


def _xhtml_document(title: str, language: str, body: str) -> str:
    return (
        f'{_DECLARATION}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}"'
        f' dir="{direction(language)}">\n<head>\n<title>{escape(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = f"""{_DECLARATION}\
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# Little: sizes, typefaces and colours are the reader's.
_STYLE = """\
h1, h2, h3 { line-height: 1.2; break-after: avoid; hyphens: none; }
.title { margin-block-start: 15%; text-align: center; }
.publisher { letter-spacing: .1em; }
.summary { font-style: italic; }
img { max-width: 100%; height: auto; }
figure { margin: 1em 0; break-inside: avoid; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: .2em .4em; text-align: start; vertical-align: top; }
blockquote { margin: 1em 1.5em; }
pre { white-space: pre-wrap; }
aside { margin: .5em 0; font-size: .9em; }
"""
