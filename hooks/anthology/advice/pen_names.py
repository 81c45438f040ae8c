"""The pen-name guard: what would reveal the name behind a pen name once it is pushed.

Commits that no other repository has yet, the name that git will put into the next one, and the artist in the tags of
a recording. What is found is a note that does not repeat the name: a report may be public.
"""

from collections.abc import Iterator
from dataclasses import replace

from anthology.collection import Collection, ContentPage, EpisodePost, EssayPost, PersonPage
from anthology.git import Identity, next_identity, unpublished_commits
from anthology.media import audio
from anthology.problems import Issue, Level, Problem
from anthology.urls import slugify


def pen_name_warnings(collection: Collection, level: Level = "note") -> Iterator[Problem]:
    """Report each commit, and each recording, of what is by a pen name that carries another name or address."""
    for _, page in sorted({**collection.posts, **collection.people}.items()):
        ids = page.fields.participants if isinstance(page, EssayPost | EpisodePost) else [page.file.slug]
        people = [person for name in ids if (person := collection.people.get(f"people/{name}"))]
        pen_name = next((person for person in people if person.fields.kind == "pen-name"), None)
        if pen_name:
            allowed = _public_names(collection, people)
            issues = [*_commit_issues(collection, page, pen_name, allowed)]
            issues += _recording_issues(page, allowed) if isinstance(page, EpisodePost) else []
            yield from (page.source.problem(replace(issue, level=level)) for issue in issues)


def _public_names(collection: Collection, people: list[PersonPage]) -> set[str]:
    """The names that may be with a post, as slugs: its people, collectives, the editors, and the show's author."""
    settings, show = collection.site.settings, collection.show
    collectives = [page for page in collection.people.values() if page.fields.kind == "collective"]
    names = [
        *(page.fields.name for page in [*people, *collectives]),
        *settings.editors,
        settings.contact or "",
    ]
    names += [show.author, show.title, show.owner_name or ""] if show else []
    return {slugify(name) for name in names if name} | {page.file.slug for page in people}


def _commit_issues(
    collection: Collection, page: ContentPage, pen_name: PersonPage, allowed: set[str]
) -> Iterator[Issue]:
    path, name, slug = page.file.path, pen_name.fields.name, pen_name.file.slug
    own = f'git config user.name "{name}"   git config user.email {slug}@users.noreply.invalid'
    commits = unpublished_commits(collection.root, path)
    revealing = [commit for commit in commits if any(_reveals(who, allowed) for who in commit.identities)]
    if revealing:
        commit = revealing[0]
        message = (
            f"a commit of this file, which is by a pen name, carries another name or address ({commit.short})"
        )
        again = 'git rebase --exec "git commit -q --amend --no-edit --reset-author"'
        fix = (
            f"nobody has it yet. Before you push, run these three:  {own}   {again} {revealing[-1].before}"
            f"   (git show --no-patch --format=fuller {commit.short}  shows the name)"
        )
        yield Issue(message, fix)
    elif (who := next_identity(collection.root, path)) and _reveals(who, allowed):
        message = "this is by a pen name, and git will put another name or address into its commit"
        yield Issue(message, f"before you commit, run these two:  {own}")


def _reveals(identity: Identity, allowed: set[str]) -> bool:
    """True of a name or an address that is not public with this post already."""
    account, _, host = identity.address.rpartition("@")
    # A stand-in of GitHub is the number and the name of the account: 123+name@users.noreply.github.com
    is_stand_in = "noreply" in host and slugify(account.rpartition("+")[2]) in allowed
    return slugify(identity.name) not in allowed or not (is_stand_in or slugify(identity.address) in allowed)


def _recording_issues(episode: EpisodePost, allowed: set[str]) -> Iterator[Issue]:
    name = episode.fields.audio.file if episode.fields.audio else None
    if not name:
        return
    try:
        names = audio.stated_names(episode.file.folder / name)
    except (audio.AudioError, OSError):  # reported where the recording is read
        return
    if any(slugify(stated) not in allowed for stated in names):
        message = (
            f"{name} names somebody else than the people of this episode as its artist or in its copyright"
        )
        fix = "in the program that made it, write the pen name there or nothing, and save it again before you push"
        yield Issue(message, fix, ("audio",))
