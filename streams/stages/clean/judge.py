"""A second opinion on what is main text: trafilatura's, where the page's own names for its parts hide all of it."""

from streams.stages.clean.words import key

LARGEST = 1_000_000
"""Characters of a page above which it is not asked: its time grows faster than the page."""


def main_text(body: str) -> frozenset[str]:
    """The folded paragraphs that trafilatura takes for main text; empty where it finds none or is not asked."""
    if len(body) > LARGEST:
        return frozenset()
    # Loading it takes half a second, and most pages never need it.
    from trafilatura import extract

    try:
        found = extract(body, include_comments=False, include_tables=True, favor_recall=True)
    except (ValueError, RecursionError, AttributeError, TypeError):
        # It is built on lxml, which gives up on some pages that are no HTML at all. Then there is no second opinion.
        return frozenset()
    return frozenset(key(line) for line in (found or "").splitlines() if len(line.split()) >= 8)
