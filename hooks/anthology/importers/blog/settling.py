"""Bodies as the check takes them: what another dialect reads as a sign of its own is only shown here."""

import re
from pathlib import Path

from anthology.importers.markdown import to_markdown
from anthology.importers.markdown_inline import AS_WRITTEN
from anthology.importers.writing import ImportPlan
from anthology.problems import Problem
from anthology.rendering import Target, render, render_raw
from anthology.sources import Source

_PUNCTUATION = frozenset("\\`*_{}[]<>()#+-.!|~=:$^&%\"'@/")
_NO_LIST = "this begins no list"
"""the beginning of a message, about a bullet that is no mark of a list here"""
_ROUNDS = 4
_REMOTE_PICTURE = re.compile(r"!\[((?:\\.|[^\[\]\\])*)\]\((https?://[^()\s]*)\)")


def settled(body: str, name: str, plan: ImportPlan, *, thread: bool = False) -> tuple[str, set[str]]:
    """The body with a backslash at signs of other dialects, or else written anew from its HTML, which is reported.

    The second value has the names of its headings.
    """
    text, reason, headings = _with_backslashes(body, thread)
    if reason:
        plan.repaired.append(f"{name}: written anew from its HTML ({reason})")
        anew = _REMOTE_PICTURE.sub(_as_link, to_markdown(render_raw(body), AS_WRITTEN))
        if anew.strip():
            text, reason, headings = _with_backslashes(anew, thread)
    if reason:
        plan.to_decide.append(f"{name}: {reason}")
    return text, headings


def _as_link(picture: re.Match[str]) -> str:
    return f"[{picture[1] or picture[2].rpartition('/')[2]}]({picture[2]})"


def _with_backslashes(body: str, thread: bool) -> tuple[str, str, set[str]]:
    """The body with a backslash at each sign that is refused, what is still wrong with it, and its headings."""
    problems, headings = list[Problem](), set[str]()
    for _ in range(_ROUNDS):
        problems, headings = _problems(body, thread)
        if not problems:
            return body, "", headings
        lines = body.split("\n")
        for problem in sorted(problems, reverse=True, key=lambda problem: problem.at):
            line, column = lines[problem.line - 1], problem.column - 1
            shown = "\\" in problem.fix or "as it is typed" in problem.message
            if shown and line[column : column + 1] in _PUNCTUATION:
                lines[problem.line - 1] = f"{line[:column]}\\{line[column:]}"
            elif problem.message.startswith(_NO_LIST):
                mark = "" if line[:column].strip(" >") else "- "
                lines[problem.line - 1] = f"{line[:column]}{mark}{line[column + 1 :].lstrip()}"
        body = "\n".join(lines)
    return body, problems[0].message, headings


def _problems(body: str, thread: bool) -> tuple[list[Problem], set[str]]:
    source = Source("essay.md", Path("essay.md"), body.split("\n"), body=body)
    prose = render(source, "essays/x", lambda address, _: Target(address), thread)
    return [problem for problem in source.problems if problem.level == "error"], prose.ids
