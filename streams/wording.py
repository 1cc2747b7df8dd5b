"""Words that people read for words of the messages, the same in the terminal and on the page."""

QUALIFIERS = {
    "exactly": "",
    "at_least": "at least ",
    "more_than": "more than ",
    "about": "about ",
    "nearly": "nearly ",
    "fewer_than": "fewer than ",
}
"""What stands before the number of a reported total."""
