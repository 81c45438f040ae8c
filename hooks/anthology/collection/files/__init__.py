"""Files beside posts: pictures, recordings, transcripts, downloads; and personal data in them."""
