"""The help text of each command: what it does, and examples that can be run as they are."""

import argparse
import textwrap
from collections.abc import Mapping

_TEXTS = {
    "preview": (
        "Build the site with its drafts into .preview/, serve it until Ctrl-C, and build again after every "
        "change. If a build fails, its problems are printed and the last good pages stay.",
        ("preview", "preview --port 8001"),
    ),
    "build": (
        "Build the site into site/, as it is published: without drafts, and with the feeds checked. If a post has "
        "an error, the last good site stays. ANTHOLOGY_TODAY=2026-11-22 holds back what is dated later.",
        ("build", "build --to public"),
    ),
    "check": (
        "Report every problem of every file, each with its line and a fix. Errors stop a build; notes are advice. "
        "Nothing is changed, and the network is asked only with --live.",
        ("check",
         "check docs/essays/a-door-left-open.md",
         "check --today 2026-11-22",
         "check --site site",
         "check --live https://example.org/"),
    ),
    "review": (
        "Say for changed files what is wrong with them, or how their posts will look in lists and apps: the "
        "comment that a pull request gets.",
        ("review docs/essays/a-door-left-open.md",),
    ),
    "related": (
        "Show which essays, episodes and practices the page of a post leads to, each with its reason and its "
        "score.",
        ("related essays/a-door-left-open", "related --json"),
    ),
    "publish": (
        "Record in episodes/published.lock what podcast apps know of each new episode: guid, date, and the bytes "
        "and the address of its recording; and the address of each new essay. From then on a change that "
        "subscribers would notice is an error, and so is an essay without its address, unless that is allowed "
        "here. Commit the file afterwards. What is dated ahead is not recorded.",
        ("publish", 'publish --allow audio:leaving --reason "a name was wrong"', "publish --allow gone:leaving",
         "publish --allow gone:essays/a-door-left-open"),
    ),
    "new": (
        "Start a post, a practice, a person, a language, or a whole site in a new folder. A new post is a draft. "
        "A file that is there is never written over.",
        ('new essay "A door left open"',
         'new essay "What was sent" --from letter.txt',
         "new language pt-BR",
         "new site my-collection"),
    ),
    "schema": (
        "Print the reference of all fields and settings in Markdown, or the JSON Schema of a kind of file, for "
        "editors.",
        ("schema", "schema essay"),
    ),
    "editor-config": (
        "Print the configuration of Decap CMS or Sveltia CMS for this collection, with its topics and people to "
        "choose from.",
        ("editor-config",),
    ),
    "import": (
        "Take in a podcast from its feed, or a blog from its export, folder or feed, as files of this collection. "
        "A file that is there is never written over, and what a source does not state is not made up. A report "
        "says what was taken, repaired and left out.",
        ("import https://example.org/feed.xml --dry-run", "import export.xml --media"),
    ),
    "export": (
        "Write the collection as a folder of Markdown with drafts and recordings, as an export of WordPress "
        "(posts and pages), and as feeds with their list (OPML). The same collection gives the same bytes.",
        ("export everything.zip",),
    ),
    "render": (
        "Print the HTML that the site makes of Markdown.",
        ("render letter.md", "render --raw letter.md"),
    ),
    "clean": (
        "Take names, places and other personal data out of pictures and recordings, in the files themselves. What "
        "can be seen and heard stays as it is.",
        ("clean photo.jpg audio.mp3",),
    ),
    "audio": (
        "Report the format, loudness and pace of recordings; make the files of an episode from a master; or ask "
        "other servers whether recordings are still there. Loudness needs the extra [audio].",
        ("audio", "audio episodes/leaving", "audio --write leaving --from master.wav", "audio --verify"),
    ),
    "media": (
        "Keep recordings that outgrow a repository in a store of S3's kind, which extra: anthology: media: in "
        "mkdocs.yml names. push sends those beside their notes, reads them back, names their addresses in the notes "
        "and deletes the files; pull gets them back; check compares sums. The keys of the store are in "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Needs the extra [media].",
        ("media push", "media pull episodes/leaving", "media check"),
    ),
}  # fmt: skip


def describe_commands(parsers: Mapping[str, argparse.ArgumentParser]) -> None:
    """Give each of these parsers, which have the names of commands, its text and its examples."""
    for name, parser in parsers.items():
        text, examples = _TEXTS[name]
        parser.description = textwrap.fill(text, 100)
        parser.epilog = "examples:\n" + "\n".join(f"  anthology {example}" for example in examples)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter


def examples() -> list[str]:
    """Return the examples of all commands, each without the name of the program."""
    return [example for _, lines in _TEXTS.values() for example in lines]
