"""`anthology new site`: a collection that stands alone, with the generator that made it.

The generator is a wheel, packed again from its installed files: until a package is on an index, and where an index
cannot be reached, a folder with its wheel is all that is needed.
"""

import base64
import hashlib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import anthology

from . import FAILED, CommandError

DISTRIBUTION = "mkdocs-anthology"
WHEEL_NAME = f"mkdocs_anthology-{anthology.__version__}-py3-none-any.whl"
_INFO = f"mkdocs_anthology-{anthology.__version__}.dist-info"
# A package nested in another may come from a folder of its own: overrides/ in a checkout.
_PACKED_PACKAGES = ("anthology", "mkdocs_anthology", "mkdocs_anthology.theme")
_WHEEL_TAGS = "Wheel-Version: 1.0\nGenerator: anthology\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_FILES = Path(__file__).parent / "site-files"
_LOCK = "requirements.lock"
# Tools skip files whose names begin with a dot when they pack a wheel.
_RENAMED = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "github": ".github/workflows",
    "vscode": ".vscode",
}


def write_site(folder: Path, name: str, without: tuple[str, ...] = ()) -> None:
    """Write the texts of a small collection, but for those `without`, folders or files.

    Raises CommandError if the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(f"{folder} is not empty; nothing was changed", FAILED)
    for file in sorted(file for file in _FILES.rglob("*") if file.is_file() and file.name != _LOCK):
        path = file.relative_to(_FILES).as_posix()
        if path.startswith(without):
            continue
        first, _, rest = path.partition("/")
        text = file.read_text(encoding="utf-8")
        for word, value in {"{name}": name, "{version}": anthology.__version__}.items():
            text = text.replace(word, value)
        _write(folder / _RENAMED.get(first, first) / rest, text)
    for empty in ("episodes", "overrides"):
        _write(folder / empty / ".gitkeep", "")


def write_generator(folder: Path) -> None:
    """Write the wheel of the generator and the lock of all that it needs. Raises CommandError."""
    wheel = folder / "wheels" / WHEEL_NAME
    write_wheel(wheel)
    lock = (_FILES / _LOCK).read_text(encoding="utf-8")
    _write(folder / _LOCK, f"{lock}./wheels/{WHEEL_NAME} --hash=sha256:{digest(wheel).hex()}\n")


def write_wheel(target: Path) -> None:
    """Write the wheel; the same installation gives the same bytes. Raises CommandError if it is not installed."""
    try:
        members = dict(_package_files()) | dict(_metadata_files(distribution(DISTRIBUTION)))
    except (PackageNotFoundError, ModuleNotFoundError):
        raise CommandError(f"{DISTRIBUTION} is not installed here:  pip install -e .", FAILED) from None
    rows = [f"{name},sha256={_record_hash(data)},{len(data)}\n" for name, data in sorted(members.items())]
    members[f"{_INFO}/RECORD"] = f"{''.join(rows)}{_INFO}/RECORD,,\n".encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w") as archive:
        for name, data in sorted(members.items()):
            entry = ZipInfo(name)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, ZIP_DEFLATED)


def digest(file: Path) -> bytes:
    """Return the sha256 of a file."""
    return hashlib.sha256(file.read_bytes()).digest()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _package_files() -> Iterator[tuple[str, bytes]]:
    for package in _PACKED_PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(package)
        folder = Path(spec.origin).parent
        for file in folder.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield f"{package.replace('.', '/')}/{file.relative_to(folder).as_posix()}", file.read_bytes()


def _metadata_files(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        yield f"{_INFO}/{name}", (installed.read_text(name) or "").encode()
    yield f"{_INFO}/WHEEL", _WHEEL_TAGS.encode()


def _record_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
