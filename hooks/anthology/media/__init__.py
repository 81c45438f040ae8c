"""Recordings, pictures, transcripts and chapters: the files beside posts, independent of any post.

`audio` and `images` probe files and find personal data in their metadata; `audio` also measures, masters and
tags recordings. `transcripts` and `chapters` read and write the formats of podcast apps.
"""

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"}
RECORDINGS = {".mp3", ".m4a", ".m4b", ".mp4", ".opus", ".ogg", ".oga", ".flac", ".wav"}
"""the suffixes of files that can be published"""
