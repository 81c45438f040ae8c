"""`anthology import` and `anthology export`: the ways into a collection and out of it."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from anthology.collection import load
from anthology.problems import counted, errors, format_report

from . import FAILED, OK, CommandError, FindRoot, new_site

_EXAMPLES = ("docs/essays/", "docs/people/")
"""what a new site has for people who begin, and not for those who move in"""
_FETCHED = Path(".cache") / "import"


def add_import_export(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add both commands to the others; `find_root` returns the collection's folder or raises CommandError."""
    _add_import(commands, shared, find_root)
    export = commands.add_parser(
        "export",
        parents=[shared],
        help="write the collection as other programs read it",
    )
    export.add_argument("target", help="a new folder, or a new file whose name ends with .zip")
    export.set_defaults(run=lambda options: _run_export(find_root(options), Path(options.target)))


def _run_export(root: Path, target: Path) -> int:
    from anthology.exporters.files import export_files, write_folder, write_zip  # loads numpy

    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise CommandError(f"{target} is there already; nothing was written", FAILED)
    whole, problems = load(root, drafts=True)
    if errors(problems):
        print(format_report(errors(problems)))
        return FAILED
    files = export_files(whole, load(root)[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    write = write_zip if target.suffix.lower() == ".zip" else write_folder
    write(files, target)
    print(f"{target} has {counted(len(files), 'file')}.")
    print(
        "Drafts, withdrawn posts and files that no post names are in it, too: look before you give it away."
    )
    print("Templates (overrides/) and scripts are not: other programs cannot use them.")
    return OK


def _run_import(options: argparse.Namespace, find_root: FindRoot) -> int:
    from anthology import importers  # loads lxml

    root = Path(options.into) if options.into else find_root(options)
    is_new = not (root / "mkdocs.yml").is_file()
    # A new collection appears whole; what is fetched before that is kept beside it.
    downloads = _beside(root, "downloads") if is_new else root / _FETCHED
    fetched = (
        importers.Downloads(
            downloads,
            options.source,
            options.recordings,
            progress=sys.stderr,
            private_host=options.private_host,
        )
        if (options.media or options.recordings) and not options.dry_run
        else None
    )
    choices = importers.Choices(
        options.only,
        options.drafts,
        options.first_sentences,
        options.topic,
        options.author,
        fetched,
        sys.stderr,
    )
    try:
        with importers.imported(options.source, choices) as plan:
            if not options.dry_run:
                _write_plan(plan, root)
                if is_new and downloads.exists():
                    (root / _FETCHED).parent.mkdir(exist_ok=True)
                    downloads.replace(root / _FETCHED)
    except importers.ImportRefusedError as error:
        raise CommandError(f"nothing was imported: {error}", FAILED) from None
    if options.report:
        Path(options.report).write_text(plan.html_report(), encoding="utf-8")
    print(plan.report())
    if options.dry_run:
        print("Nothing was written.")
    else:
        shown = "There,  anthology preview  shows it, drafts too, and  anthology check  what is to do."
        print(f"All is in {root}. {shown}")
    return OK


def _write_plan(plan: Any, root: Path) -> None:
    from anthology import importers

    if not (root / "mkdocs.yml").is_file():
        _begin(plan, root)
    elif plan.site:
        plan.to_decide.append(
            "mkdocs.yml: its settings are left as they are; site.yml in the export has the others"
        )
    importers.add_topics(plan, root)
    kept = importers.write_plan(plan, root, sys.stderr)
    plan.left_out += [f"{path}: it is there already, and was not changed" for path in kept]


def _begin(plan: Any, root: Path) -> None:
    """Write the settings of a new collection, all in one step: a killed import leaves all of them or none."""
    if root.exists() and any(root.iterdir()):
        raise CommandError(f"{root} is not empty, and has no mkdocs.yml; nothing was changed", FAILED)
    unfinished = _beside(root, "unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    name = root.resolve().name.replace("-", " ").capitalize()
    new_site.write_site(unfinished, name, ("docs/",) if plan.site else _EXAMPLES)
    if plan.site:
        (unfinished / "mkdocs.yml").write_text(plan.site, encoding="utf-8", newline="\n")
    if root.exists():
        root.rmdir()
    unfinished.replace(root)


def _beside(root: Path, ending: str) -> Path:
    return root.absolute().parent / f".{root.absolute().name}.{ending}"


def _add_import(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    parser = commands.add_parser(
        "import", parents=[shared], help="take in a podcast or a blog from elsewhere"
    )
    parser.add_argument(
        "source",
        help="the feed of a podcast or a blog (a file, or its address), or an export of WordPress (WXR), or the folder"
        " of a blog, or of its saved pages, or an export of Substack, Ghost or Medium, or an archive of X or Mastodon,"
        " or a document (.docx, .odt, .html, .txt), or an export of this program; a folder may be a zip or a tar",
    )
    parser.add_argument("--into", metavar="DIR", help="the folder of the collection; made if it is not there")
    parser.add_argument(
        "--only", type=int, metavar="N", help="only the first N episodes, or the newest N essays"
    )
    parser.add_argument(
        "--drafts", action="store_true", help="take in drafts and private posts of a blog, too"
    )
    parser.add_argument(
        "--first-sentences", action="store_true", help="let them be the summary of a post that has none"
    )
    parser.add_argument("--topic", default="", metavar="TITLE", help="the topic of posts that have none")
    parser.add_argument("--author", default="", metavar="NAME", help="the author of posts that name none")
    parser.add_argument(
        "--media",
        action="store_true",
        help="fetch the pictures of posts, and the cover, chapters and transcripts of a show; personal data is taken"
        " out of pictures",
    )
    parser.add_argument("--recordings", action="store_true", help="the same, and the recordings of a show")
    parser.add_argument(
        "--private-host",
        default="",
        metavar="HOST",
        help="fetch from this host, though it is in a private network",
    )
    parser.add_argument("--report", metavar="FILE", help="write the report as a page (HTML) as well")
    parser.add_argument("--dry-run", action="store_true", help="print the report and write nothing")
    parser.set_defaults(run=lambda options: _run_import(options, find_root))
