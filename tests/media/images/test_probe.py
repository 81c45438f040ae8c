"""The format and the size of pictures, and the files that are refused."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags

from anthology.media.images import ImageError, ProbedImage, personal_metadata, probe_image
from image_bytes import SQUARE, XMP, chunk, exif, iptc, picture, png_with, refusal


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

    assert "bomb.png has more than 40 million pixels" == refused.message


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
