"""The forms of a report that other programs read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from anthology.commands.cli import main
from anthology.commands.report_formats import format_github, format_gitlab, format_json, format_sarif
from anthology.problems import Position, Problem
from builders import HOUSE, collection, essay

WRONG = Problem(
    "no topic teh\n::error::x", "write  the", Position(3, 7), path="docs/a,b: c%.md", text="::set-env::"
)
NOTE = Problem("a hint", "think", Position(1, 1), "note", path="docs/a.md")


def test_the_json_form_has_every_part_of_a_problem_in_order() -> None:
    parsed = json.loads(format_json([WRONG, NOTE, WRONG]))

    assert parsed["version"] == 1
    assert [item["path"] for item in parsed["problems"]] == ["docs/a,b: c%.md", "docs/a.md"]
    assert parsed["problems"][0] == {
        "path": "docs/a,b: c%.md", "line": 3, "column": 7, "level": "error",
        "message": "no topic teh\n::error::x", "fix": "write  the",
    }  # fmt: skip


def test_an_annotation_of_github_is_one_line_whatever_a_post_holds() -> None:
    first, second, stop, *text, again = format_github([WRONG, NOTE]).splitlines()

    assert first == (
        "::error file=docs/a%2Cb%3A c%25.md,line=3,col=7::no topic teh%0A::error::x%0AFix: write  the"
    )
    assert second == "::notice file=docs/a.md,line=1,col=1::a hint%0AFix: think"
    token = stop.removeprefix("::stop-commands::")
    assert token != stop
    assert again == f"::{token}::"
    assert any("::set-env::" in line for line in text)


def test_the_report_for_gitlab_has_a_fingerprint_for_each_problem() -> None:
    other = Problem("no topic teh", "write  the", Position(9, 7), path="docs/a.md")
    items = json.loads(format_gitlab([WRONG, NOTE, other]))

    assert [item["severity"] for item in items] == ["major", "info", "major"]
    assert items[2]["location"] == {"path": "docs/a.md", "lines": {"begin": 9}}
    assert len({item["fingerprint"] for item in items}) == 3


def test_the_sarif_log_says_line_and_column() -> None:
    (run,) = json.loads(format_sarif([WRONG]))["runs"]

    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 7}
    assert result["ruleId"] in [rule["id"] for rule in run["tool"]["driver"]["rules"]]


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_a_check_without_problems_prints_an_empty_report(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--format", name, "--root", str(collection(tmp_path / "site"))]) == 0
    assert "docs/" not in capsys.readouterr().out


def test_a_check_for_github_fails_and_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = collection(tmp_path / "site")
    essay(root, "tides", topics="[teh]")

    assert main(["check", "--format", "github", "--root", str(root)]) == 1
    assert capsys.readouterr().out.startswith("::error file=docs/essays/tides.md,line=5,col=")


@pytest.mark.parametrize(("topic", "status", "findings"), [("beginnings", 0, 0), ("nothing", 1, 1)])
def test_the_job_of_gitlab_reports_the_line_and_keeps_a_preview(
    root: Path, topic: str, status: int, findings: int
) -> None:
    essay(root, "tides", topics=f"[{topic}]")
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "anthology").symlink_to(Path(sys.executable).with_name("anthology"))
    job = yaml.safe_load((HOUSE / ".gitlab-ci.yml").read_text(encoding="utf-8"))["content"]
    install, *script = job["script"]

    done = subprocess.run("\n".join(script), shell=True, cwd=root, capture_output=True, text=True)

    assert install == "make .venv/.installed"
    assert status == done.returncode, done.stderr
    reported = json.loads((root / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert findings == len(reported)
    assert (status == 0) == (root / job["artifacts"]["paths"][0] / "index.html").is_file()
