"""The id of a story, from what it says."""

import hashlib

from streams.stages.clean.words import key
from streams.stages.split.stories import Story


def article_id(story: Story) -> str:
    """The same for the same title and paragraphs, however spaced, quoted, capitalised and wherever printed."""
    parts = [key(story.title.text) if story.title else "", *(key(paragraph.text) for paragraph in story.paragraphs)]
    return "a-" + hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
