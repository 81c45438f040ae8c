"""Personal data in pictures."""

from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags

from anthology.media.images import personal_metadata
from image_bytes import XMP, exif, iptc, picture, png_with, with_segment


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
            "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Ann</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>",
            "names of people in the picture",
        ),
        ('xmp:CreatorTool="ann@example.org"', "", "an e-mail address"),
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
