"""An export of ours, a folder or a zip, becomes the same collection again."""

from pathlib import Path

from anthology.exporters.files import MARKDOWN
from anthology.exporters.plain_fields import SITE_FILE, site_from, without_plain_fields
from anthology.sources import read_yaml

from .writing import ImportPlan

_CONTENT_FOLDERS = {"docs", "episodes", "languages"}
_PROGRAMS = frozenset(".js .mjs .html .htm .py .sh .bat .cmd .ps1 .php .exe .com .scr .jar .so .dll".split())


def own_export_in(folder: Path) -> Path | None:
    """The folder of Markdown in an export of ours; None if it is something else."""
    return next((place for place in (folder / MARKDOWN, folder) if (place / SITE_FILE).is_file()), None)


def import_own_export(folder: Path) -> ImportPlan:
    """Every file of the collection, as it was; programs stay behind."""
    plan = ImportPlan()
    for file in sorted(folder.rglob("*")):
        place = file.relative_to(folder)
        path = place.as_posix()
        if not file.is_file() or file.is_symlink() or place.parts[0] not in _CONTENT_FOLDERS or "/." in path:
            continue
        if file.suffix.lower() in _PROGRAMS:
            plan.left_out.append(f"{path}: a program")
        elif file.suffix == ".md":
            plan.files[path] = without_plain_fields(file.read_bytes().decode(errors="replace"))
            plan.taken.append("a text")
        else:
            plan.copies[path] = file
            plan.taken.append("a file beside the texts")
    plan.site = site_from(dict(read_yaml(folder / SITE_FILE, SITE_FILE).fields.values))
    return plan
