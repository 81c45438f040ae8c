"""Documents of Word and LibreOffice, pages and plain texts become essays, without the people named in them.

A folder below golden/ is a test: its source (a folder is zipped), and in `expected.md` the essay and the report.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from anthology.importers import NO_CHOICES, ImportRefusedError
from anthology.importers.documents import import_document
from anthology.importers.markdown import to_markdown
from anthology.importers.source_files import harmless_xml
from image_bytes import picture
from import_builders import written


def test_a_document_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"pier\.docx cannot be unpacked, since"):
        import_document(written(tmp_path, {"pier.docx": "no zip"}) / "pier.docx", NO_CHOICES)


def test_a_document_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    source = written(tmp_path, {"pier.docx": content.getvalue()}) / "pier.docx"

    with pytest.raises(ImportRefusedError, match="defines entities"):
        import_document(source, NO_CHOICES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_the_encodings_of_word_processors(tmp_path: Path, encoding: str) -> None:
    source = written(tmp_path, {"pier.txt": "Título – uno\n\nUn café.".encode(encoding)}) / "pier.txt"
    text = import_document(source, NO_CHOICES).files["docs/essays/pier/index.md"]

    assert "title: Título – uno\n" in text
    assert "\nUn café.\n" in text


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_essay(folder: Path, body: str, links: str = "", notes: str = "") -> str:
    """The essay of a document of Word with this body, relations and footnotes."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        names = f'xmlns:w="{W}" xmlns:a="{A}" xmlns:r="{R}"'
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {names}>{notes}</w:footnotes>")
        style = '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        archive.writestr("word/styles.xml", f"<w:styles {names}>{style}</w:styles>")
        archive.writestr("word/media/a.png", picture("PNG"))
    source = written(folder, {"pier.docx": content.getvalue()}) / "pier.docx"
    return import_document(source, NO_CHOICES).files["docs/essays/pier/index.md"]


def paragraph(content: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def drawing(description: str, relation: str) -> str:
    return f'<w:r><w:drawing><a:docPr descr="{description}"/><a:blip r:{relation}/></w:drawing></w:r>'


def table(*rows: list[str]) -> str:
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def test_a_description_of_a_picture_is_no_path_of_somebodys_computer(tmp_path: Path) -> None:
    links = (
        '<Relationship Id="r1" Target="media/a.png"/><Relationship Id="r2" Target="https://x.example/b.png"/>'
    )
    pictures = drawing(r"C:\Ada Private\a.jpeg", 'embed="r1"') + drawing("A gull", 'link="r2"')
    text = word_essay(tmp_path, paragraph(pictures), links)

    assert "Private" not in text
    assert "[a.png](a.png)[A gull](https://x.example/b.png)" in text


def test_footnotes_and_pictures_in_a_title_stand_below_it(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    title = paragraph(run("Gulls") + note + drawing("A gull", 'embed="r1"'), "T")
    text = word_essay(
        tmp_path, title + paragraph(run("They bite.")), '<Relationship Id="r1" Target="media/a.png"/>',
        f'<w:footnote w:id="2">{paragraph(run("Seen."))}</w:footnote>',
    )  # fmt: skip

    assert "title: Gulls\n" in text
    assert text.endswith("\n![A gull](a.png)\n\nThey bite.[^1]\n\n[^1]: Seen.\n")


def test_tables_within_tables_are_read_once(tmp_path: Path) -> None:
    inner = table([paragraph(run("a")), paragraph(run("b"))])
    column = table([paragraph(run("d"))], [paragraph(run("e"))])
    text = word_essay(tmp_path, table([inner, paragraph(run("c"))]) + column)

    assert text.endswith("\n| a | b |\n|---|---|\n\nc\n\n| d |\n|---|\n| e |\n")


def test_a_footnote_without_words_leaves_no_mark(tmp_path: Path) -> None:
    body = paragraph(run("Gulls") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" bite."))

    assert word_essay(tmp_path, body, notes='<w:footnote w:id="2"/>').endswith("\nGulls bite.\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", ["", f"<!-- {'x' * 30_000} -->"])
def test_entities_are_found_wherever_they_are_defined(tmp_path: Path, encoding: str, before: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{before}<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    with pytest.raises(ImportRefusedError, match="defines entities"):
        harmless_xml(text.encode(encoding))


def test_a_text_about_entities_is_no_attack() -> None:
    root = harmless_xml(b"<rss><![CDATA[<!DOCTYPE x [<!ENTITY a 'b'>]>]]></rss>")

    assert "ENTITY" in root.text


def test_what_is_nested_without_end_is_refused_and_deep_text_stays(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="nested in more than 250 levels"):
        harmless_xml(b"<a>" * 5000 + b"</a>" * 5000)
    deep = written(tmp_path, {"pier.html": f"{'<div>' * 5000}Gulls{'</div>' * 5000}"}) / "pier.html"
    with pytest.raises(ImportRefusedError, match=r"nested in more than 2,000 levels"):
        import_document(deep, NO_CHOICES)

    for tags in ("div", "blockquote", "ul><li", "table><tr><td", "b"):
        ends = "".join(f"</{tag}>" for tag in reversed(tags.split("><")))
        assert "Gulls" in to_markdown(f"<{tags}>" * 300 + "Gulls" + ends * 300)
    assert "Gulls" in to_markdown("<div>" * 5000 + "Gulls" + "</div>" * 5000)


def test_many_comments_before_a_document_take_no_time() -> None:
    assert "rss" == harmless_xml(b"<!-- a comment -->\n" * 500 + b"<rss/>").tag
