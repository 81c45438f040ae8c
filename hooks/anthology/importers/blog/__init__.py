"""Blogs, wherever they come from: their posts become essays, with people, topics, old addresses and links."""
