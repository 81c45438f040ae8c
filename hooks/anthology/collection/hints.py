"""Advice to authors: a text seems to touch on what readers may want to know before, and no content note says so.

Only `anthology check` shows it, to the author. Nothing is ever published from it: whether a note is due is for
people to judge, and a text about research may well do without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from anthology.problems import Issue, Problem

from .model import AnyPost, Collection, EpisodePost

ENOUGH = 2
"""so many cues make a note"""
# By the ids of the first vocabulary; a collection with other ids gets no such advice. `*` stands for any ending.
_CUES = """
    violence: assaulted; beaten; beat me; beat him; beat her; stabbed; strangled; punched; shot dead; murder*
    abuse: abused; abusive; abuser*; domestic violence; groomed; molested; neglected as a child
    sexual-violence: rape; raped; rapist*; sexual assault*; sexually assaulted; sexual abuse; sexual violence;
        molested
    self-harm: self-harm*; self harm*; self-injur*; cut myself; cutting myself; hurt myself; burned myself
    suicide: suicid*; kill myself; killed himself; killed herself; killed themselves; end my life; ended his
        life; ended her life; took his own life; took her own life; want to die; wanted to die
    death: died; her death; his death; their death; funeral*; bereave*; obituary; the dead
    eating-and-body: anorexi*; bulimi*; eating disorder*; binge*; purging; starved myself; calories; weight loss
    substance-use: overdose*; heroin; cocaine; alcoholi*; opioid*; drunk; relapsed; withdrawal symptoms; using
        drugs
    psychiatric-coercion: sectioned; restrained; restraint*; seclusion; forced medication; forcibly;
        involuntar*; locked ward; detained; committed against
    discrimination: racis*; racial slur*; homophob*; transphob*; antisemiti*; ableis*; hate crime*; misogyn*
    war-and-displacement: war crimes; bombed; bombing*; shelling; refugee camp*; asylum seeker*; displaced by;
        fled the war; massacre*
    medical: surgery; amputat*; blood loss; needle*; electroconvulsive; intensive care; resuscitat*
    strong-language: fuck*; shit; bullshit; asshole*; cunt*
"""


def cue_notes(collection: Collection) -> Iterator[Problem]:
    """A note for each content note that a text suggests and its author has not given."""
    for _, post in sorted(collection.posts.items()):
        given = {note.note for note in post.fields.content_notes}
        for name, pattern in _patterns().items():
            meaning = collection.vocabulary.content_notes.get(name)
            if meaning and name not in given and (problem := _cued(post, name, meaning.title, pattern)):
                yield problem


def _cued(post: AnyPost, name: str, title: str, pattern: re.Pattern[str]) -> Problem | None:
    spoken = "\n".join(cue.text for cue in post.cues) if isinstance(post, EpisodePost) else ""
    written = list(pattern.finditer(post.source.body))
    found = [match[0] for match in [*written, *pattern.finditer(spoken)]]
    if len(found) < ENOUGH:
        return None
    place = post.source.body_position(written[0].start()) if written else post.source.position(("title",))
    where = "" if written else ", in what is spoken"
    message = f"“{found[0]}” and {len(found) - 1} more{where}: no content note speaks of this ({title})"
    fix = f"if it may weigh on readers, add  content_notes: [{name}]   If not, leave it as it is."
    return replace(post.source.problem(Issue(message, fix, place)), level="note")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """By the id of a content note; a line of the table that is set back goes on with the one before."""
    lines = re.sub(r"\n {8}", " ", _CUES).split("\n")
    rows = (line.strip().partition(": ") for line in lines if line.strip())
    return {name: _pattern(cues.split("; ")) for name, _, cues in rows}


def _pattern(cues: list[str]) -> re.Pattern[str]:
    forms = [re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for cue in cues]
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)
