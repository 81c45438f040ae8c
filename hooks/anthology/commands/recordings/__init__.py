"""Commands for recordings: `anthology audio` reports on them, makes and verifies them; `anthology media` stores them."""
