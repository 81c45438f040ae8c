"""Commands for recordings: `anthology audio` reports on, makes and verifies them; `anthology media` stores them."""
