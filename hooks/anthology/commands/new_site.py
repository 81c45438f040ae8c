"""`anthology new site`: a collection that stands alone, with the generator that made it."""

from pathlib import Path

import anthology

from . import FAILED, CommandError
from .wheel import WHEEL_NAME, digest, write_wheel

_FILES = Path(__file__).parent / "site-files"
_LOCK = "requirements.lock"
# Tools skip files whose names begin with a dot when they pack a wheel.
_RENAMED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes", "github": ".github/workflows"}


def write_site(folder: Path, name: str) -> None:
    """Write the texts of a small collection. Raises CommandError if the folder is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(f"{folder} is not empty; nothing was changed", FAILED)
    for file in sorted(file for file in _FILES.rglob("*") if file.is_file() and file.name != _LOCK):
        first, _, rest = file.relative_to(_FILES).as_posix().partition("/")
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


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
