"""Podcast feeds: a show and its episodes, with every tag that no field describes."""
