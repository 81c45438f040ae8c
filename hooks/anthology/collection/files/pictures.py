"""Pictures that posts and the show name or refer to: addresses, shapes, and personal data in their metadata.

Also the files that give a site its own look, named in mkdocs.yml: logo, icon, pictures, style sheets and scripts. They
are in docs/ and are published below `assets/own/`, where they cannot take the place of a file of the theme.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from anthology.cache import Cache
from anthology.media import PICTURES, images
from anthology.media.images.artwork import FeedImage, feed_image, is_podcast_artwork
from anthology.problems import FieldPath, Issue
from anthology.rendering.body import Target
from anthology.schema import Show
from anthology.sources import Site, Source
from anthology.urls import OWN_FOLDER, is_external

from ..links import Links, locate, missing_file_issue
from ..model import ContentPage
from .published_files import file_issues

_URL = re.compile(r"""url\(\s*["']?([^"')#?]+)""")


def resolve_picture(page: ContentPage, links: Links, name: str, path: FieldPath) -> Target | None:
    """The picture that the field at `path` names; None where it cannot be published, which is reported."""
    target = links.resolve_file(page.file, name)
    if isinstance(target, Issue):
        page.source.report(replace(target, at=path))
        return None
    if Path(name).suffix.lower() not in PICTURES:
        fix = f"name a file that ends with one of: {', '.join(sorted(PICTURES))}"
        page.source.report(Issue(f"{name} is not a picture", fix, path))
        return None
    return target


def suits_apps(file: Path) -> bool:
    """True if podcast apps take a picture as artwork."""
    try:
        return is_podcast_artwork(images.probe_image(file))
    except images.ImageError:  # reported by check_published_files
        return False


def pictures_of_show(
    show: Show | None, source: Source, root: Path, cache: Cache
) -> tuple[dict[str, Path], list[FeedImage]]:
    """The show's pictures: address → file, and what the feed says about them. Issues go to show.yml."""
    files: dict[str, Path] = {}
    shown: list[FeedImage | None] = []
    # A refused field is None in the show; the cover is checked whatever else is wrong.
    cover = source.fields.values.get("image")
    if isinstance(cover, str) and cover:
        outside = Issue(f"{cover} is outside the folder of the show", "put the cover beside show.yml")
        if file := _show_picture(source, cover, ("image",), outside, root, cache):
            files[f"episodes/{cover}"] = file
            if show and show.image_alt:
                shown.append(feed_image(file, f"episodes/{cover}", show.image_alt, "artwork"))
    for number, fields in enumerate(show.images if show else ()):
        fix = "put it beside show.yml and write its name alone"
        outside = Issue("this picture is not beside show.yml", fix)
        if file := _show_picture(source, fields.file, ("images", number, "file"), outside, root, cache):
            files[f"episodes/{fields.file}"] = file
            shown.append(feed_image(file, f"episodes/{fields.file}", fields.alt, fields.purpose or ""))
    return files, [image for image in shown if image]


def _show_picture(
    source: Source, name: str, path: FieldPath, outside: Issue, root: Path, cache: Cache
) -> Path | None:
    folder = source.file.parent
    match locate(folder / name, folder):
        case "outside":
            issues = [outside]
        case "file":
            issues = list(file_issues(folder / name, root, cache))
            if path == ("image",) and not issues:
                issues = list(_cover_issues(folder / name))
        case _:
            issues = [missing_file_issue(folder, name)]
    source.report(*(replace(issue, at=path) for issue in issues))
    return None if any(issue.level == "error" for issue in issues) else folder / name


def _cover_issues(file: Path) -> Iterator[Issue]:
    """Apple's rule: a cover is square, 1400–3000 px, JPEG or PNG."""
    image = images.probe_image(file)
    if not is_podcast_artwork(image):
        message = f"the cover is {image.width}×{image.height} {image.type}"
        yield Issue(message, "podcast apps want a square JPEG or PNG of 1400 to 3000 pixels")


def look_files(site: Site, source: Source, root: Path, cache: Cache) -> dict[str, Path]:
    """Return the files by their address within the site; issues go to mkdocs.yml."""
    files: dict[str, Path] = {}
    for path, name in _look_names(site):
        issues = list(_look_issues(root / "docs", name, root, cache))
        if path[-1] == "icon" and not any(issue.level == "error" for issue in issues):
            issues += _icon_issues(root / "docs" / name)
        source.report(*(replace(issue, at=path) for issue in issues))
        if any(issue.level == "error" for issue in issues):
            continue
        file = root / "docs" / name
        files[OWN_FOLDER + name] = file
        if file.suffix == ".css":
            for part in _URL.findall(file.read_text(encoding="utf-8", errors="replace")):
                inside = Path(name).parent / part
                if (root / "docs" / inside).is_file():
                    files[OWN_FOLDER + inside.as_posix()] = root / "docs" / inside
                elif not part.startswith("data:"):
                    message = (
                        f"{name} names {part}, and there is no such file in docs/{inside.parent.as_posix()}/"
                    )
                    source.report(Issue(message, "put it there, or correct the name", path))
    return files


def _look_names(site: Site) -> Iterator[tuple[FieldPath, str]]:
    look = ("extra", "anthology", "look")
    for key, name in {"logo": site.logo, "favicon": site.favicon}.items():
        if name:
            yield ("theme", key), name
    for key, names in {"extra_css": site.styles, "extra_javascript": site.scripts}.items():
        yield from (((key, number), name) for number, name in enumerate(names))
    yield from (((*look, "cards", kind), name) for kind, name in site.settings.look.cards.items())
    yield from (((*look, "topics", topic), name) for topic, name in site.settings.look.topics.items())
    if icon := site.settings.look.icon:
        yield (*look, "icon"), icon
    if picture := site.settings.look.footer:
        yield (*look, "footer", "light"), picture.light
        yield (*look, "footer", "dark"), picture.dark


def _icon_issues(file: Path) -> Iterator[Issue]:
    """An icon for home screens is a square PNG: systems show no other form, and would stretch another shape."""
    image = images.probe_image(file)
    if image.type != "image/png" or (image.width, image.height) != (512, 512):
        message = f"the icon is {image.width}×{image.height} {image.type}"
        yield Issue(message, "save it as a PNG of 512 × 512 pixels")


def _look_issues(folder: Path, name: str, root: Path, cache: Cache) -> Iterator[Issue]:
    if is_external(name):
        yield Issue(
            f"{name} is on another server", "put the file in docs/: pages ask no other server for anything"
        )
        return
    match locate(folder / name, folder):
        case "outside":
            yield Issue(f"{name} is outside docs/", "put the file in docs/ and write its path there")
        case "file" if Path(name).suffix not in {".css", ".js"}:
            yield from file_issues(folder / name, root, cache)
        case "file":
            return
        case _:
            yield missing_file_issue(folder, name)
