"""One trial: a collection with a mutated file is checked and, if it has no error, published, in a child process."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from anthology.feeds.checks import check_site
from anthology.output.publication import build_publication
from anthology.problems import errors, format_report
from golden import build

SECONDS, MEGABYTES = 10, 500
"""a step may take at most, on the processor and beyond the memory that the process began with"""
LONGEST_WAIT = 600
"""seconds on the clock until a step that waits for something is ended"""
_REPORT = 1_000_000
"""characters that a report may have at most"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a trial: accepted or refused, or in `fault` a violation that must never happen."""

    accepted: bool = False
    fault: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


def try_collection(make: Callable[[Path], None], really: bool = False) -> Outcome:
    """Make a collection in a new folder, check and publish it in a child, and look at what it left.

    With `really`, MkDocs builds it as well: it must come to the same result as the check.
    """
    with tempfile.TemporaryDirectory(prefix="fuzz") as name:
        folder = Path(name)
        root = folder / "inner" / "collection"
        make(root)
        before = _files(folder, root)
        answer = folder / "answer.json"
        act = _publish_and_build if really else _publish
        status, seconds, grown = _run(lambda: answer.write_text(json.dumps(asdict(act(root)))))
        if status or not answer.exists():
            return Outcome(fault=f"the process ended with status {status}", seconds=seconds)
        outcome = Outcome(**json.loads(answer.read_text()))
        answer.unlink()
        if not outcome.fault and (written := _files(folder, root) ^ before):
            outcome = Outcome(fault=f"files outside the collection changed: {sorted(written)[:5]}")
        fault = outcome.fault or _limits(seconds, grown)
        return Outcome(outcome.accepted, fault, seconds, grown)


def _publish(root: Path) -> Outcome:
    """Check and publish as a build does, without the templates."""
    try:
        result, problems = build_publication(root)
        text = format_report(errors(problems))
        if len(text) > _REPORT:
            return Outcome(fault=f"the report has {len(text)} characters")
        if errors(problems):
            return Outcome()
        site = root.parent / "site"
        for page in result.pages:
            _inside(site, f"{page}/index.html" if page else "index.html").write_text("A page.")
        for address, content in result.generated.items():
            _inside(site, address).write_bytes(content)
        for address, file in result.files.items():
            shutil.copyfile(file, _inside(site, address))
        if findings := check_site(site, result.collection.site.url):
            return Outcome(fault=f"check passes, build refuses: {findings[0]}")
        return Outcome(accepted=True)
    except BaseException:
        return Outcome(fault=traceback.format_exc()[-3000:])


def _publish_and_build(root: Path) -> Outcome:
    """Check and publish, and let MkDocs build as well: the second must come to the same result."""
    outcome = _publish(root)
    if outcome.fault:
        return outcome
    try:
        if build(root) is not outcome.accepted:
            return Outcome(fault=f"check {'passes' if outcome.accepted else 'refuses'}, and a build does not")
        if outcome.accepted is not (root / "site").exists():
            return Outcome(fault="a build that was refused left a site, or another left none")
    except BaseException:
        return Outcome(fault=traceback.format_exc()[-3000:])
    return outcome


def _inside(site: Path, address: str) -> Path:
    file = site / address
    if not file.resolve().is_relative_to(site.resolve()):
        raise AssertionError(f"{address} is outside the site")
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _run(act: Callable[[], object]) -> tuple[int, float, float]:
    """The status of a child that acts, its seconds on the processor, and by how many MB it grew.

    On the processor, not on the clock: others may use the machine as well.
    """
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_PROF, 4 * SECONDS)
        signal.alarm(LONGEST_WAIT)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open(os.devnull, "w") as quiet:
            os.dup2(quiet.fileno(), 1)
            os.dup2(quiet.fileno(), 2)
        act()
        os._exit(0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, status, usage = os.wait4(child, 0)
    return status, usage.ru_utime + usage.ru_stime, max(0, usage.ru_maxrss - before) / 1024


def _limits(seconds: float, megabytes: float) -> str:
    if seconds > SECONDS:
        return f"took {seconds:.0f} s of the processor"
    return f"took {megabytes:.0f} MB" if megabytes > MEGABYTES else ""


def _files(folder: Path, root: Path) -> set[str]:
    """Every file outside the collection and the site beside it."""
    skipped = {root, root.parent / "site"}
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if not any(file.is_relative_to(each) for each in skipped) and file.name != "answer.json"
    }
