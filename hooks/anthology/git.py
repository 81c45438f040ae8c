"""Questions to git about the collection's repository. Without git, or outside a repository, there is no answer."""

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

_MAIN = ("refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master")
_TIMEOUT = 10


def published_version(root: Path, path: str) -> tuple[str, str] | None:
    """The text of a file (relative to `root`) in main, and the name of that version for a command line.

    On a branch, it is the version from which the branch began: main may have moved on since then.
    """
    for ref in _MAIN:
        if main := _git(root, "rev-parse", "--verify", "--quiet", "--short", ref):
            base = _git(root, "merge-base", "HEAD", ref) or main
            version = ref.removeprefix("refs/remotes/").removeprefix("refs/heads/")
            text = _git(root, "show", f"{base.strip()}:./{path}")
            return None if text is None else (text, version)
    return None


def tracked_files(root: Path, folder: str) -> list[str]:
    """The files below a folder that are in the repository."""
    return (_git(root, "ls-files", "-z", "--", folder) or "").split("\0")[:-1]


class Identity(NamedTuple):
    """The name and the e-mail address in a commit."""

    name: str
    address: str


class Commit(NamedTuple):
    """A commit: the beginning of its id, a revision for `git rebase` that is before it, its author and committer."""

    short: str
    before: str
    identities: tuple[Identity, Identity]


def unpublished_commits(root: Path, path: str) -> list[Commit]:
    """The commits of a file (relative to `root`) that no remote repository has, newest first."""
    form = "--format=%h%x00%p%x00%an%x00%ae%x00%cn%x00%ce"
    log = _git(root, "log", form, "HEAD", "--not", "--remotes", "--", path) or ""
    commits = []
    for line in log.splitlines():
        short, parents, *who = line.split("\0")
        before = f"{short}~1" if parents else "--root"
        commits.append(Commit(short, before, (Identity(*who[:2]), Identity(*who[2:]))))
    return commits


def next_identity(root: Path, path: str) -> Identity | None:
    """The author of the next commit, if the file has changes that are in no commit; None where git knows nobody."""
    if not _git(root, "status", "--porcelain", "--", path):
        return None
    match = re.match(r"(.*) <(.*)> ", _git(root, "var", "GIT_AUTHOR_IDENT") or "")
    return Identity(*match.groups()) if match else None


def _git(root: Path, *arguments: str) -> str | None:
    if not _is_below_a_repository(root):  # it takes git itself as long to say so as to answer
        return None
    try:
        process = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", *arguments],
            cwd=root, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return None if process.returncode else process.stdout.decode("utf-8", "replace")


def _is_below_a_repository(root: Path) -> bool:
    folders = (root.absolute(), *root.absolute().parents)
    return "GIT_DIR" in os.environ or any(os.path.lexists(folder / ".git") for folder in folders)


def state_files(root: Path) -> list[str]:
    """The files and folders whose change may change an answer, also those that are not there yet."""
    above = [f"{folder}/.git" for folder in (root.absolute(), *root.absolute().parents)]
    folders = (
        _git(root, "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir") or ""
    ).split("\n")
    names = ("HEAD", "index", "packed-refs", "refs", "shallow")
    absent = [path for path in above if not Path(path).is_dir()]
    return [
        *absent,
        *(f"{folder}/{name}" for folder in dict.fromkeys(filter(None, folders)) for name in names),
    ]
