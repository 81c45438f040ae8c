"""Tables of metadata fields: the public ones, and descriptions of those that can be personal."""

import re

from anthology.privacy import GPS

COMMENT, ENCODED_BY = "a comment", "the name of who encoded it"
ID3_PUBLIC = re.compile(
    "TIT[123]|TALB|TPE[12]|TRCK|TPOS|TCON|TYER|TDAT|TIME|TRDA|TD(?:RC|RL|OR|EN|TG|LY|ES)|TORY|TLAN|TLEN|TBPM"
    "|TCOP|TPUB|TPRO|TSSE|TSST|TSO[APT2]|TSRC|TKEY|TFLT|TMED|TSIZ|TCMP|TCAT|TGID|TKWD|PCST|WFED|WCOP|WOA[FS]"
    "|WPUB|CHAP|CTOC|APIC|USLT|SYLT|MLLT|ETCO|SYTC|RVA2|RVAD|RVRB|EQU2|EQUA|POSS|SEEK|ASPI|GRP1|MV[NI][MN]"
    "|USER|MCDI|RBUF"
)
ID3_PERSONAL = {
    "COMM": COMMENT,
    "TENC": ENCODED_BY,
    "TOWN": "the owner's name",
    "OWNE": "the owner's name, and what was paid",
    "TRSO": "the name of a radio station's owner",
    "TOFN": "the original file's name",
    "TCOM": "a composer's name",
    "TEXT": "a writer's name",
    "TOLY": "a writer's name",
    "TOPE": "an original artist's name",
    "TPE3": "a conductor's name",
    "TPE4": "the name of who mixed it",
    "TMCL": "musicians' names",
    "TIPL": "names of people who worked on it",
    "IPLS": "names of people who worked on it",
    "TXXX": "a user-defined tag",
    "WXXX": "a link",
    "WOAR": "a link to the artist",
    "GEOB": "an enclosed file",
    "PRIV": "private data of a program",
    "UFID": "a number that marks this one file",
    "POPM": "a rating, often with an e-mail address",
    "PCNT": "how often it was played",
}
MP4_PUBLIC = re.compile(
    "©(?:nam|ART|alb|gen|day|too|swr|lyr|grp|mvn|mvi|mvc|wrk|cpy)|aART|trkn|disk|gnre|cprt|shwm|cpil|pgap|pcst"
    "|stik|rtng|covr|tmpo|tv(?:sh|en|sn|es|nn)|desc|ldes|sdes|purl|egid|catg|keyw|hdvd|so(?:nm|ar|al|aa|sn)"
)
MP4_PERSONAL = {
    "©cmt": COMMENT,
    "©enc": ENCODED_BY,
    "©xyz": GPS,
    "loci": "the name of a place",
    "©wrt": "a composer's name",
    "©aut": "the author's name",
    "auth": "the author's name",
    "©mak": "the device it was made with",
    "©mod": "the device it was made with",
    "ownr": "the owner's name",
    "apID": "the Apple account it was bought with",
    "purd": "the day it was bought",
    "Xtra": "notes of Windows",
}
NAMED_PUBLIC = re.compile(
    "(?:sub)?title|(?:album ?)?artist|album|(?:track|disc) ?(?:number|total)?|total(?:tracks|discs)|genre"
    "|date|year|originaldate|language|copyright|licen[cs]e|encoder|software|organization|publisher|isrc|version|description|podcast|podcasturl"
    # RIFF's four-letter names of the same fields.
    "|inam|iart|iprd|itrk|iprt|ignr|icrd|ilng|icop|isft"
)
NAMED_PERSONAL = {
    "comment": COMMENT,
    "icmt": COMMENT,
    "encoded-by": ENCODED_BY,
    "encodedby": ENCODED_BY,
    "encoded_by": ENCODED_BY,
    "itch": ENCODED_BY,
    "ieng": "the name of who recorded it",
    "location": "the name of a place",
    "contact": "somebody's address",
    "performer": "a performer's name",
    "composer": "a composer's name",
    "iarl": "the name of an archive",
    "icms": "the name of who ordered it",
}
COVER_KEY = re.compile(r"metadata_block_picture|coverart|cover art.*")
TECHNICAL = re.compile(
    # For gapless playback and loudness normalisation, and what ffmpeg keeps of an MP4.
    r"(?:iTunSMPB|iTunNORM|iTunPGAP|replaygain_.*|r128_.*|major_brand|minor_version|compatible_brands|encoder"
    r"|cdec|Encoding Params|tool|mp3gain_.*|chapter\d+(?:name|url)?|waveformatextensible_channel_mask)",
    re.IGNORECASE,
)
# Programs, as in "iTunes 12.9", "LAME 3.100" or "Lavf60.16.100", are not persons.
ENCODER_PROGRAM = re.compile(
    r"\s*(?:iTunes|LAME|Lav[cf]|libvorbis|Xiph|opusenc|libopus|Audacity|Logic|GarageBand|Adobe|Hindenburg|Reaper"
    r"|ffmpeg|Auphonic|qaac|fdkaac|Nero)[\w .,()/-]*",
    re.IGNORECASE,
)
