import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from anthology.media.images import ImageError, ProbedImage, personal_metadata, probe_image
from anthology.privacy import private_text
from anthology.problems import Issue

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20.4">{}</svg>'
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description {}>{}</rdf:Description></rdf:RDF>'


def picture(form: str = "JPEG", size: tuple[int, int] = (6, 4), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def exif(tags: Mapping[Any, object], ifd: int | None = None) -> bytes:
    written = Image.Exif()
    target = written if ifd is None else written.get_ifd(ifd)
    for tag, value in tags.items():
        target[tag] = value
    return written.tobytes()  # an Exif with nothing but sub-folders counts as empty when saved


def png_with(**notes: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in notes.items():
        info.add_text(key, value)
    return picture("PNG", pnginfo=info)


def iptc(record: int, value: bytes) -> bytes:
    """A JPEG whose Photoshop block holds one IPTC field of record 2."""
    field = b"\x1c\x02" + bytes([record]) + struct.pack(">H", len(value)) + value
    resource = (
        b"8BIM"
        + struct.pack(">HH", 0x0404, 0)
        + struct.pack(">I", len(field))
        + field
        + b"\0" * (len(field) % 2)
    )
    return with_segment(0xED, b"Photoshop 3.0\0" + resource)


def with_segment(marker: int, body: bytes) -> bytes:
    jpeg = picture()
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def refusal(path: Path, content: bytes) -> Issue:
    path.write_bytes(content)
    with pytest.raises(ImageError) as refused:
        probe_image(path)
    return refused.value.issue


@pytest.mark.parametrize(
    ("form", "type_"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("AVIF", "image/avif"),
    ],
)
def test_a_picture_is_known_by_its_content(tmp_path: Path, form: str, type_: str) -> None:
    content = picture(form)
    (tmp_path / "pier").write_bytes(content)

    assert ProbedImage(6, 4, type_, len(content)) == probe_image(tmp_path / "pier")
    assert () == personal_metadata(content)


def test_a_photo_taken_upright_is_as_high_as_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "pier.jpg").write_bytes(picture(exif=exif({ExifTags.Base.Orientation: 6})))

    assert (4, 6) == (probe_image(tmp_path / "pier.jpg").width, probe_image(tmp_path / "pier.jpg").height)


def test_a_missing_picture_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"there is no picture pier\.jpg here"):
        probe_image(tmp_path / "pier.jpg")
    with pytest.raises(ImageError, match="cannot be read"):
        probe_image(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "pier.jpg is empty"),
        (b"hello", "pier.jpg is not a picture, or it is damaged"),
        (picture()[:-20], "pier.jpg is not a picture, or it is damaged"),
        (b"\0\0\0\x18ftypheic", "pier.jpg is a photo in Apple's HEIC format, which browsers do not show"),
        (picture("TIFF"), "pier.jpg is a TIFF picture, which browsers do not show"),
        (picture("BMP"), "pier.jpg is a BMP picture, which browsers do not show"),
        (b"%PDF-1.7", "pier.jpg is a PDF document, which browsers do not show"),
        (SQUARE.encode(), "pier.jpg has the wrong suffix: it is an SVG drawing"),
    ],
)
def test_what_browsers_would_not_show_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    refused = refusal(tmp_path / "pier.jpg", content)

    assert message == refused.message
    assert refused.fix.endswith(".")


def test_a_photo_named_as_a_drawing_is_refused(tmp_path: Path) -> None:
    assert (
        "pier.svg has the wrong suffix: it is not an SVG drawing"
        == refusal(tmp_path / "pier.svg", picture()).message
    )


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_a_small_file_that_unpacks_to_a_giant_is_refused_without_unpacking_it(
    tmp_path: Path, side: int
) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 99)), chunk(b"IEND", b""))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refused = refusal(tmp_path / "bomb.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks))

    assert "bomb.png has more than 64 million pixels" == refused.message


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


# --- What a picture says about people -------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "ifd", "words"),
    [
        ({ExifTags.GPS.GPSLatitude: (51.0, 30.0, 0.0)}, ExifTags.IFD.GPSInfo, "a GPS position"),
        ({ExifTags.Base.Artist: "Ann Example"}, None, "the author's name"),
        ({ExifTags.Base.Copyright: "Ann Example"}, None, "a copyright holder's name"),
        ({ExifTags.Base.HostComputer: "Anns-iPhone"}, None, "the name of a computer"),
        ({ExifTags.Base.ImageDescription: "Ann at home"}, None, "a description"),
        ({ExifTags.Base.BodySerialNumber: "12345"}, ExifTags.IFD.Exif, "the camera's serial number"),
        ({ExifTags.Base.CameraOwnerName: "Ann"}, ExifTags.IFD.Exif, "the camera owner's name"),
        ({ExifTags.Base.UserComment: b"ASCII\0\0\0Ann"}, ExifTags.IFD.Exif, "a comment"),
        ({ExifTags.Base.MakerNote: b"Nikon\0 12345"}, ExifTags.IFD.Exif, "the camera maker's private notes"),
        ({ExifTags.Base.Software: "C:\\Users\\ann\\tool.exe"}, None, "a file path on somebody's computer"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_camera_data_about_a_person_or_a_place_is_named(
    form: str, tags: dict[Any, object], ifd: int, words: str
) -> None:
    assert (words,) == personal_metadata(picture(form, exif=exif(tags, ifd)))


def test_rotation_resolution_and_colours_are_nobodys_secret() -> None:
    plain = {ExifTags.Base.Orientation: 1, ExifTags.Base.Make: "Canon", ExifTags.Base.Software: "GIMP 2.10"}

    assert () == personal_metadata(picture(exif=exif(plain), dpi=(300, 300), icc_profile=b"\0" * 200))
    assert () == personal_metadata(picture(exif=exif({0: b"\2\3\0\0"}, ExifTags.IFD.GPSInfo)))
    assert () == personal_metadata(
        picture(exif=exif({ExifTags.Base.UserComment: b"ASCII\0\0\0    "}, ExifTags.IFD.Exif))
    )


@pytest.mark.parametrize(
    ("attributes", "elements", "words"),
    [
        ("", "<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>", "the author's name"),
        ('exif:GPSLatitude="51,30.0N"', "", "a GPS position"),
        ('aux:SerialNumber="12345"', "", "the camera's serial number"),
        ('photoshop:City="Leeds"', "", "the name of a place"),
        (
            "",
            "<Iptc4xmpExt:PersonInImage><rdf:Bag/></Iptc4xmpExt:PersonInImage>",
            "names of people in the picture",
        ),
        ('xmp:Label="ann@example.org"', "", "an e-mail address"),
    ],
)
def test_xmp_about_a_person_is_named(attributes: str, elements: str, words: str) -> None:
    packet = XMP.format(attributes, elements).encode()

    assert (words,) == personal_metadata(with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))
    assert (words,) == personal_metadata(picture("WEBP", xmp=packet))


def test_xmp_of_a_program_alone_is_fine() -> None:
    packet = XMP.format('xmp:CreatorTool="GIMP" dc:creator=""', "<dc:rights/>").encode()

    assert () == personal_metadata(picture("WEBP", xmp=packet))


def test_an_iptc_byline_is_named() -> None:
    assert ("the author's name",) == personal_metadata(iptc(80, b"Ann Example"))
    assert () == personal_metadata(iptc(5, b"Pier"))


def test_comments_are_named_unless_a_program_wrote_them() -> None:
    assert ("a comment",) == personal_metadata(picture(comment="for Ann"))
    assert ("a comment",) == personal_metadata(picture("GIF", comment=b"for Ann"))
    assert () == personal_metadata(picture(comment="CREATOR: gd-jpeg v1.0 (using IJG JPEG v62)"))


def test_notes_in_a_png_are_named_by_their_own_names() -> None:
    assert ("a note called “Author”", "a note called “Comment”") == personal_metadata(
        png_with(Author="A", Comment="B")
    )
    assert () == personal_metadata(png_with(Software="GIMP", Title="Pier"))
    assert ("a file path on somebody's computer",) == personal_metadata(
        png_with(Software="/home/ann/bin/tool")
    )


def test_the_values_are_never_repeated(tmp_path: Path) -> None:
    (tmp_path / "pier.png").write_bytes(png_with(Author="Ann Example", Comment="ann@example.org"))

    assert "nn" not in " ".join(personal_metadata(tmp_path / "pier.png")).replace("pier", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to ann@example.org", ["an e-mail address"]),
        (r"C:\Users\ann", ["a file path on somebody's computer"]),
        (r"\\server\share\x", ["a file path on somebody's computer"]),
        ("/home/ann/take1.wav", ["a file path on somebody's computer"]),
        ("+51.5074-000.1278/", ["a GPS position"]),
        ("https://example.org/home/ann", []),
        ("Lavf60.16.100 @ 128k, either/or, 1:30", []),
    ],
)
def test_private_text_is_seen_wherever_it_stands(text: str, found: list[str]) -> None:
    assert found == list(private_text(text))


# --- SVG ------------------------------------------------------------------------------------------


def test_a_drawing_takes_its_size_from_its_view_box(tmp_path: Path) -> None:
    content = SQUARE.format('<g fill="url(#a)"><a href="#b"/></g><style>g { fill: url(#a) }</style>').encode()
    (tmp_path / "pier.svg").write_bytes(content)

    assert ProbedImage(30, 20, "image/svg+xml", len(content)) == probe_image(tmp_path / "pier.svg")


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
        ('<set attributeName="onload" to="alert(1)"/>', "an event handler"),
        ('<set attributeName="xlink:href" to="javascript:alert(1)"/>', "a reference to another file"),
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


# --- Hostile bytes --------------------------------------------------------------------------------

SEEDS = [
    picture(exif=exif({ExifTags.Base.Artist: "Ann", ExifTags.Base.Orientation: 6})),
    picture("PNG", exif=exif({1: "N", 2: (1.0, 2.0, 3.0)}, ExifTags.IFD.GPSInfo)),
    png_with(Author="Ann"),
    picture("GIF", comment=b"Ann"),
    picture("WEBP", xmp=XMP.format("", "").encode()),
    picture("AVIF"),
    iptc(80, b"Ann"),
    SQUARE.format("<g/>").encode(),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for place, value in draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=12)
    ):
        content[place] = value
    return bytes(content[: draw(st.integers(0, len(content)))]) if draw(st.booleans()) else bytes(content)


@given(st.one_of(st.binary(max_size=400), mutated()))
def test_hostile_bytes_are_a_picture_or_refused_in_plain_words(content: bytes) -> None:
    for outcome in judged(content):
        assert outcome is None or outcome.issue.fix.endswith(".")


def judged(content: bytes) -> Iterator[ImageError | None]:
    try:
        personal_metadata(content)
        yield None
    except ImageError as refused:
        yield refused
