"""SVG drawings: size, safety, personal data."""

from pathlib import Path

import pytest

from anthology.media.images import ProbedImage, personal_metadata, probe_image
from image_bytes import SQUARE, refusal


def test_a_drawing_takes_its_size_from_its_view_box(tmp_path: Path) -> None:
    content = SQUARE.format('<g fill="url(#a)"><a href="#b"/></g><style>g { fill: url(#a) }</style>').encode()
    (tmp_path / "pier.svg").write_bytes(content)

    assert ProbedImage(30, 20, "image/svg+xml", len(content)) == probe_image(tmp_path / "pier.svg")


@pytest.mark.parametrize("url", ["url(#a)", "url('#a')", "url( &quot;#a&quot; )"])
def test_a_drawing_may_refer_to_its_own_parts(tmp_path: Path, url: str) -> None:
    (tmp_path / "pier.svg").write_text(
        SQUARE.format(f'<path fill="{url}"/><style>g {{ fill: {url} }}</style>')
    )

    assert 30 == probe_image(tmp_path / "pier.svg").width


@pytest.mark.parametrize(
    "box", ["", 'viewBox="0 0 nan inf"', 'viewBox="0 0 -1 1e99"', 'viewBox="0 0 9"', 'viewBox="a b c d"']
)
def test_a_drawing_without_a_usable_size_has_none(tmp_path: Path, box: str) -> None:
    (tmp_path / "pier.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {box}/>')

    assert (0, 0) == (probe_image(tmp_path / "pier.svg").width, probe_image(tmp_path / "pier.svg").height)


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "a script"),
        ('<x:SCRIPT xmlns:x="http://www.w3.org/1999/xhtml"/>', "a script"),
        ('<img xmlns="http://www.w3.org/1999/xhtml" src="x"/>', "a foreign object"),
        ("<foreignObject/>", "a foreign object"),
        ('<g onload="alert(1)"/>', "an event handler"),
        ('<g OnLoad="alert(1)"/>', "an event handler"),
        ('<set attributeName="onload" to="alert(1)"/>', "an animation"),
        ('<set attributeName="xlink:href" to="javascript:alert(1)"/>', "an animation"),
        ('<a href="javascript:alert(1)"/>', "a reference to another file"),
        ('<a href="&#106;avascript:alert(1)"/>', "a reference to another file"),
        ('<image href="https://example.org/x.png"/>', "a reference to another file"),
        (
            '<image xmlns:l="http://www.w3.org/1999/xlink" l:href="//example.org/x.png"/>',
            "a reference to another file",
        ),
        ('<use href="data:image/svg+xml,&lt;svg/>"/>', "a reference to another file"),
        ('<g style="fill: url( &quot;https://example.org/x&quot;)"/>', "a reference to another file"),
        ('<g fill="u\\72l(https://example.org/x)"/>', "a reference to another file"),
        ('<g xml:base="https://example.org/"/>', "a reference to another file"),
        ("<style>@import 'x.css';</style>", "a reference to another file"),
        ("<style>@im<!-- -->port 'x.css';</style>", "a reference to another file"),
        ("<style>g { fill: u<![CDATA[rl(]]>https://example.org/x) }</style>", "a reference to another file"),
    ],
)
def test_a_drawing_must_only_be_a_drawing(tmp_path: Path, inside: str, what: str) -> None:
    refused = refusal(tmp_path / "pier.svg", SQUARE.format(inside).encode())

    assert f"pier.svg contains {what}, and a picture must only be a picture" == refused.message


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>", "a document type (DTD)"),
        ('<!DOCTYPE svg SYSTEM "file:///etc/passwd">', "a document type (DTD)"),
        ('<?xml-stylesheet href="https://example.org/x.css"?>', "a reference to another file"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_drawing_brings_no_definitions_of_its_own(
    tmp_path: Path, before: str, what: str, encoding: str
) -> None:
    refused = refusal(tmp_path / "pier.svg", (before + SQUARE.format("")).encode(encoding))

    assert f"pier.svg contains {what}, and a picture must only be a picture" == refused.message


@pytest.mark.parametrize(
    "text",
    [
        "<svg",
        "<html><body/></html>",
        "<svg viewBox='0 0 1 1'/>",
        '<?xml version="1.0" encoding="cp037"?>' + SQUARE.format(""),
        SQUARE.format("&nbsp;"),
    ],
)
def test_markup_that_is_no_drawing_is_refused(tmp_path: Path, text: str) -> None:
    assert (
        "pier.svg is not a picture, or it is damaged" == refusal(tmp_path / "pier.svg", text.encode()).message
    )


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (
            '<metadata><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#">'
            "<cc:Agent><dc:title>Ann</dc:title></cc:Agent></dc:creator></metadata>",
            ("the author's name",),
        ),
        (
            '<g xmlns:i="https://inkscape.example/" i:export-filename="C:\\Users\\ann\\x.png"/>',
            ("a file path on somebody's computer",),
        ),
        ("<!-- ann@example.org -->", ("an e-mail address",)),
        ("<!-- Created with Inkscape -->", ()),
        ('<path d="M10.25+20.5123-10.25"/>', ()),
    ],
)
def test_a_drawing_tells_about_people_too(inside: str, words: tuple[str, ...]) -> None:
    assert words == personal_metadata(SQUARE.format(inside).encode())


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ('<animate attributeName="x"/>', "an animation"),
        ("<style>@keyframes a { to { opacity: 0 } }</style>", "an animation"),
        ('<g style="animation: a 1s infinite"/>', "an animation"),
        ("<style>g { transition: fill 1s }</style>", "an animation"),
        ('<animateMotion path="M0 0"/>', "an animation"),
        ("<font><glyph d='M0 0'/></font>", "a font"),
        ("<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>", "a font"),
        (
            '<filter><feTurbulence numOctaves="99999"/></filter>',
            "an element that is not drawn here (feTurbulence)",
        ),
        ('<filter><feImage href="#a"/></filter>', "an element that is not drawn here (feImage)"),
        ("<blink/>", "an element that is not drawn here (blink)"),
    ],
)
def test_a_drawing_does_not_move_and_has_no_element_but_those_that_draw(
    tmp_path: Path, inside: str, what: str
) -> None:
    refused = refusal(tmp_path / "pier.svg", SQUARE.format(inside).encode())

    assert f"pier.svg contains {what}, and a picture must only be a picture" == refused.message


def nested(reference: str) -> str:
    """Ten groups, each with ten references to the one before."""
    groups = (f'<g id="a{number}">{reference.format(number - 1) * 10}</g>' for number in range(1, 11))
    return '<path id="a0" d="M0 0h9"/>' + "".join(groups)


@pytest.mark.parametrize(
    "inside",
    [
        nested('<use href="#a{}"/>'),
        nested('<use xmlns:l="http://www.w3.org/1999/xlink" l:href="#a{}"/>'),
        nested('<path fill="url(#a{})"/>').replace("<g ", "<pattern ").replace("</g>", "</pattern>"),
        nested('<path style="mask:url(#a{})"/>').replace("<g ", "<mask ").replace("</g>", "</mask>"),
        '<marker id="m">' + "<path/>" * 99 + f'</marker><path marker-mid="url(#m)" d="{"M0 0" * 9999}"/>',
        '<mask id="m">' + "<path/>" * 999 + "</mask><style>* { mask: url(#m) }</style>" + "<g/>" * 999,
        '<filter id="f">' + "<feGaussianBlur/>" * 99 + "</filter>" + '<g filter="url(#f)"/>' * 99,
    ],
)
def test_a_drawing_that_unfolds_to_more_than_browsers_can_draw_is_refused(
    tmp_path: Path, inside: str
) -> None:
    refused = refusal(tmp_path / "pier.svg", SQUARE.format(inside).encode())

    assert "so many copies of its parts that browsers stop" in refused.message


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="a"><path fill="url(#a)"/></pattern>',
        "".join(f'<g id="a{number}"><use href="#a{number + 1}"/></g>' for number in range(500)),
    ],
)
def test_a_drawing_that_draws_itself_within_itself_is_refused(tmp_path: Path, inside: str) -> None:
    refused = refusal(tmp_path / "pier.svg", SQUARE.format(inside).encode())

    assert "pier.svg draws a part of itself within itself" == refused.message


def test_a_large_drawing_of_ordinary_parts_is_drawn(tmp_path: Path) -> None:
    inside = (
        '<linearGradient id="l"><stop/></linearGradient>' + '<path fill="url(#l)" d="M0 0h9v9z"/>' * 20_000
    )
    (tmp_path / "pier.svg").write_text(SQUARE.format(inside))

    assert 30 == probe_image(tmp_path / "pier.svg").width


def test_groups_that_are_too_deep_are_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "pier.svg", SQUARE.format("<g>" * 5000 + "</g>" * 5000).encode())

    assert "groups too deep in each other" in refused.message
