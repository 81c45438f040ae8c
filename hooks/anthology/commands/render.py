"""`anthology render`: the HTML of Markdown files, without a site around them."""

import argparse
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from anthology.problems import errors, format_report
from anthology.rendering import Target, render, render_raw
from anthology.sources import Source
from anthology.sources.front_matter import Fields, YAMLSyntaxError, parse_yaml, split_front_matter
from anthology.urls import SITE_PLACEHOLDER


def add_render(commands: Any, *_: object) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("render", help="print the HTML of Markdown files")
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="Markdown, with or without front matter; - is the input"
    )
    parser.add_argument(
        "--raw", action="store_true", help="as GitHub's specification has it, before the sanitizer"
    )
    parser.add_argument("--commonmark", action="store_true", help="with --raw: without GitHub's extensions")
    parser.set_defaults(run=_run_render)


def _run_render(options: argparse.Namespace) -> int:
    """Print the HTML of each file; what is wrong with a file goes to the standard error."""
    failed = 0
    for name in options.files:
        source = _source(name)
        if source is None:
            print(f"{name} cannot be read as a file of UTF-8 text", file=sys.stderr)
            return 2
        if options.raw:
            sys.stdout.write(render_raw(source.body, github=not options.commonmark))
            continue
        print(render(source, "", _as_written, _is_thread(source)).html.replace(SITE_PLACEHOLDER, ""))
        if found := errors(source.problems):
            print(format_report(found), file=sys.stderr)
            failed = 1
    return failed


def _source(name: str) -> Source | None:
    """Return a file as a source, front matter or not; None where it is not text."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        body = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError):
        return None
    source = Source(name, Path(name), lines=body.split("\n"), body=body)
    parts = split_front_matter(body)
    if parts and (fields := _parsed_fields(parts[0])).values:  # without fields, these are lines and a heading
        source.fields, source.body, source.body_line = fields, parts[1], parts[2] + 1
    return source


def _parsed_fields(front_matter: str) -> Fields:
    try:
        return parse_yaml(front_matter)
    except YAMLSyntaxError:
        return Fields()


def _is_thread(source: Source) -> bool:
    return source.fields.values.get("format") == "thread"


def _as_written(address: str, _picture: bool) -> Target:
    """Take every link as it is: whether a page or a file is there is a question for `anthology check`."""
    path, _, fragment = address.partition("#")
    return Target(unquote(path), fragment=fragment)
