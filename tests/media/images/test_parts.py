"""Places in picture files where personal data can hide besides the notes that programs show."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from anthology.media.images import ImageError, clean_picture, personal_metadata
from image_bytes import SQUARE, XMP, chunk, exif, iptc, picture, png_with, with_segment

NAME = b"Ann Example, 12 High Street"
BEHIND = "something behind the end of the picture, which may be what was cut away"
PREVIEW = "a small preview, which may show what was cut away"
XMP_START = b"http://ns.adobe.com/xap/1.0/\0"


def png_chunk(name: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk behind its first."""
    content = picture("PNG")
    return content[:33] + chunk(name, body) + content[33:]


def gif(*blocks: bytes) -> bytes:
    """A GIF with more blocks in front of its end."""
    return picture("GIF")[:-1] + b"".join(blocks) + b"\x3b"


def gif_block(code: int, *texts: bytes) -> bytes:
    return b"\x21" + bytes([code]) + b"".join(bytes([len(text)]) + text for text in texts) + b"\0"


def webp(name: bytes, body: bytes) -> bytes:
    content = picture("WEBP") + name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def photoshop(code: int, body: bytes) -> bytes:
    resource = (
        b"8BIM" + struct.pack(">HH", code, 0) + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)
    )
    return with_segment(0xED, b"Photoshop 3.0\0" + resource)


def taller(content: bytes) -> bytes:
    """A PNG whose rows below were cut away by its head alone."""
    head = struct.pack(">II", 6, 2) + content[24:29]
    return content[:8] + chunk(b"IHDR", head) + content[33:]


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


HIDING_PLACES = {
    "behind a JPEG": (picture() + NAME, BEHIND),
    "a second JPEG": (picture() + picture(comment="Ann"), BEHIND),
    "behind a PNG": (picture("PNG") + NAME, BEHIND),
    "behind a GIF": (picture("GIF") + NAME, BEHIND),
    "behind a WebP": (picture("WEBP") + NAME, BEHIND),
    "between segments": (picture()[:2] + NAME + picture()[2:], "bytes between the parts of the picture"),
    "an unknown segment": (with_segment(0xE5, NAME), "private data of a program (APP5)"),
    "the last segment": (with_segment(0xEF, NAME), "private data of a program (APP15)"),
    "a reserved segment": (with_segment(0xF0, NAME), "private data of a program (F0)"),
    "a segment of several pictures": (with_segment(0xE2, b"MPF\0" + NAME), "a second picture"),
    "other data where a profile would be": (with_segment(0xE2, NAME), "private data of a program (APP2)"),
    "a preview in the head": (with_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\4\4" + b"\0" * 48), PREVIEW),
    "a preview in an extension of the head": (with_segment(0xE0, b"JFXX\0\x10" + picture()), PREVIEW),
    "extended XMP": (
        with_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + NAME),
        "further notes of a program (extended XMP)",
    ),
    "other data where camera data would be": (with_segment(0xE1, NAME), "private data of a program (APP1)"),
    "data behind Adobe's numbers": (with_segment(0xEE, b"Adobe\0" + NAME), PREVIEW),
    "a preview of Photoshop": (photoshop(0x040C, NAME), PREVIEW),
    "an address of Photoshop": (photoshop(0x040B, b"mailto:ann@example.org"), "an e-mail address"),
    "an unknown resource of Photoshop": (
        photoshop(0x1000, NAME),
        "private data of a program (Photoshop?1000)",
    ),
    "an IPTC keyword": (iptc(25, b"Ann"), "keywords"),
    "an IPTC field of no standard": (iptc(200, b"Ann"), "a rare note (IPTC 2:200)"),
    "XMP that is no XML": (
        with_segment(0xE1, XMP_START + b"Ann"),
        "notes of a program that cannot be read",
    ),
    "an XMP name of no standard": (
        with_segment(0xE1, XMP_START + XMP.format('crs:Nickname="Ann"', "").encode()),
        "a note called “Nickname”",
    ),
    "XMP keywords": (
        with_segment(
            0xE1, XMP_START + XMP.format("", "<dc:subject><rdf:li>Ann</rdf:li></dc:subject>").encode()
        ),
        "keywords",
    ),
    "a private chunk": (png_chunk(b"prVt", NAME), "private data of a program (prVt)"),
    "a public chunk that pictures do not need": (
        png_chunk(b"sTER", b"\0"),
        "private data of a program (sTER)",
    ),
    "a packed text": (png_chunk(b"zTXt", b"Owner\0\0" + zlib.compress(NAME)), "a note called “Owner”"),
    "a text in another language": (png_chunk(b"iTXt", b"Owner\0\0\0en\0\0" + NAME), "a note called “Owner”"),
    "a note that unpacks to a giant": (
        png_chunk(b"zTXt", b"Title\0\0" + zlib.compress(b"x" * 9_000_000)),
        "a note that is too long to be read",
    ),
    "raw camera data as text": (
        png_with(**{"Raw profile type exif": "ab"}),
        "a note called “Raw profile type exif”",
    ),
    "rows below the picture": (taller(picture("PNG", (6, 4))), BEHIND),
    "a comment of a later frame": (gif(gif_block(0xFE, NAME)), "a comment"),
    "a text that GIF would show": (gif(gif_block(0x01, b"\0" * 12, NAME)), "private data of a program (01)"),
    "an extension of a program": (
        gif(gif_block(0xFF, b"ANNPROGRAM1", NAME)),
        "private data of a program (ANNPROGRAM1)",
    ),
    "an unknown chunk of a WebP": (webp(b"ANN ", NAME), "private data of a program (ANN?)"),
    "camera data of no field": (
        picture(exif=exif({0x0112: 1}) + b"Ann Example " * 20),
        "camera data that no field names",
    ),
    "a rare tag": (picture(exif=exif({0x011D: "Ann"})), "a rare note (PageName)"),
    "a box of an AVIF": (picture("AVIF") + box(b"uuid", NAME), "private data of a program (uuid)"),
    "unused space of an AVIF": (picture("AVIF") + box(b"free", NAME), BEHIND),
    "data of no item of an AVIF": (picture("AVIF") + box(b"mdat", NAME * 3), BEHIND),
    "camera data of an AVIF": (picture("AVIF", exif=exif({0x013B: "Ann"})), "the author's name"),
    "notes in an AVIF": (
        picture("AVIF", xmp=XMP.format('photoshop:City="Leeds"', "").encode()),
        "the name of a place",
    ),
}


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_no_part_of_a_picture_is_taken_unseen(place: str) -> None:
    content, words = HIDING_PLACES[place]

    assert (words,) == personal_metadata(content)


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_what_is_told_can_be_taken_out(place: str) -> None:
    content = HIDING_PLACES[place][0]

    cleaned = clean_picture(content, "pier")

    assert () == personal_metadata(cleaned)
    assert (
        Image.open(BytesIO(taller(picture("PNG")) if "rows" in place else picture())).size
        == Image.open(BytesIO(cleaned)).size
    )
    assert b"Ann" not in cleaned


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_cleaned_picture_shows_the_same_pixels(form: str) -> None:
    content = picture(form, (40, 30)) + NAME

    before, after = (
        Image.open(BytesIO(each)).convert("RGB") for each in (content, clean_picture(content, "pier"))
    )

    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stays_upright_when_it_is_cleaned(form: str) -> None:
    cleaned = clean_picture(picture(form, exif=exif({0x0112: 6, 0x013B: "Ann"})), "pier")

    assert 6 == Image.open(BytesIO(cleaned)).getexif()[0x0112]
    assert () == personal_metadata(cleaned)


def test_zeros_behind_the_end_and_what_programs_write_are_fine() -> None:
    assert () == personal_metadata(picture() + b"\0" * 40)
    assert () == personal_metadata(with_segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x3c\0\0"))
    assert () == personal_metadata(photoshop(0x03ED, b"\0" * 16))
    assert () == personal_metadata(gif(gif_block(0xFF, b"NETSCAPE2.0", b"\1\0\0")))
    assert () == personal_metadata(picture("PNG", dpi=(72, 72)))


def test_a_picture_within_a_drawing_is_looked_into_as_any_other() -> None:
    content = SQUARE.format(f'<image href="{data_url(picture(comment="for Ann"))}"/>')

    assert ("in a picture within it: a comment",) == personal_metadata(content.encode())
    assert () == personal_metadata(clean_picture(content.encode(), "pier.svg"))


@pytest.mark.parametrize(
    "inside",
    [
        '<g style="fill: url({})"/>',
        "<style>g {{ mask: url('{}') }}</style>",
        '<image href="{}"/><image href="{}"/>',
    ],
)
def test_it_is_found_wherever_a_drawing_names_it(inside: str) -> None:
    url = data_url(picture(comment="for Ann"))
    content = SQUARE.format(inside.format(url, url)).encode()

    assert ("in a picture within it: a comment",) == personal_metadata(content)


def test_a_cleaned_drawing_has_only_what_is_drawn() -> None:
    content = SQUARE.format(
        '<metadata><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ann</dc:creator></metadata>'
        '<!-- ann@example.org --><script>alert(1)</script><g onload="x" fill="red"><set/><path d="M0 0h9"/></g>'
        '<g xmlns:i="https://inkscape.example/" i:export-filename="/home/ann/x.png"/><text>1 &lt; 2</text>'
    )

    cleaned = clean_picture(content.encode(), "pier.svg").decode()

    assert '<g fill="red"><path d="M0 0h9"></path></g><g></g><text>1 &lt; 2</text>' in cleaned
    assert "nn" not in cleaned.replace("xmlns", "")


def test_a_file_that_is_no_picture_cannot_be_cleaned() -> None:
    with pytest.raises(ImageError, match="is not a picture"):
        clean_picture(b"hello", "pier.jpg")


def data_url(content: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
