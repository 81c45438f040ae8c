"""Problems in the forms that other programs read: JSON, SARIF, GitLab's report, GitHub's annotations."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import anthology
from anthology.problems import Problem, format_report

SCHEMA_VERSION = 1
"""Raised when a key of the JSON form changes its meaning or goes."""


def format_json(problems: Iterable[Problem]) -> str:
    """One object: `version`, and `problems` with path, line, column, level, message and fix each."""
    items = [problem_values(problem) for problem in sorted(set(problems))]
    return _json({"version": SCHEMA_VERSION, "problems": items})


def problem_values(problem: Problem) -> dict[str, str | int]:
    """A problem as JSON has it."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "level": problem.level,
        "message": problem.message,
        "fix": problem.fix,
    }


def format_github(problems: Iterable[Problem]) -> str:
    """Commands for GitHub's runner, which shows each at its line of the diff, then the text for the log.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    ordered = sorted(set(problems))
    commands = []
    for problem in ordered:
        name = "error" if problem.level == "error" else "notice"
        place = f"file={_escaped(problem.path, ':,')},line={problem.line},col={problem.column}"
        commands.append(f"::{name} {place}::{_escaped(_description(problem))}")
    # The text may quote a line of a post that looks like a command, so commands are switched off for it.
    token = hashlib.sha256("\n".join(commands).encode()).hexdigest()[:32]
    return "\n".join([*commands, f"::stop-commands::{token}", format_report(ordered), f"::{token}::"]) + "\n"


def format_gitlab(problems: Iterable[Problem]) -> str:
    """A report for the widget of GitLab's merge requests.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    items: list[dict[str, Any]] = []
    for number, problem in enumerate(sorted(set(problems))):
        key = f"{problem.path}\0{problem.message}\0{problem.text}\0{number}"
        items.append(
            {
                "description": _description(problem),
                "check_name": "anthology check",
                "fingerprint": hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(),
                "severity": "major" if problem.level == "error" else "info",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
        )
    return _json(items)


def format_sarif(problems: Iterable[Problem]) -> str:
    """A log of SARIF 2.1.0, as code scanners and editors read it."""
    results = [
        {
            "ruleId": "content",
            "level": problem.level,
            "message": {"text": _description(problem)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": problem.path, "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": problem.line, "startColumn": problem.column},
                    }
                }
            ],
        }
        for problem in sorted(set(problems))
    ]
    tool = {
        "driver": {"name": "anthology", "version": anthology.__version__, "rules": [{"id": "content"}]},
    }
    run = {"tool": tool, "columnKind": "unicodeCodePoints", "results": results}
    return _json(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    )


FORMATS: dict[str, Callable[[Iterable[Problem]], str]] = {
    "github": format_github,
    "gitlab": format_gitlab,
    "json": format_json,
    "sarif": format_sarif,
}


def _description(problem: Problem) -> str:
    return f"{problem.message}\nFix: {problem.fix}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _json(value: object) -> str:
    # ASCII: a lone surrogate or a mark of direction in a message must not reach a terminal or break the file.
    return json.dumps(value, indent=2) + "\n"
