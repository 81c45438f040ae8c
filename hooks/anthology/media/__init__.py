"""Recordings, pictures, transcripts and chapters: the files beside posts, independent of any post.

`audio` and `images` probe files and find personal data in their metadata; `audio` also measures, masters and
tags recordings. `transcripts` and `chapters` read and write the formats of podcast apps.
"""
