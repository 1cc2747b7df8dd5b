"""Families of hostile pages of any length: slow for a reader that looks back, looks ahead or compares all with all."""

from collections.abc import Callable
from itertools import count, islice

from streams.stages.lexicon.wordlists import word_list

Family = Callable[[int], str]
"""A body of about so many characters."""


def repeated(unit: str, begin: str = "", end: str = "") -> Family:
    """The unit again and again."""
    return lambda size: begin + unit * max(1, (size - len(begin) - len(end)) // len(unit)) + end


def numbered(unit: str, begin: str = "", end: str = "") -> Family:
    """The unit again and again, each time with another number in it, so that nothing is met twice."""

    def family(size: int) -> str:
        parts = (unit.replace("%", str(number)) for number in count(10))
        return begin + "".join(islice(parts, max(1, size // (len(unit) + 2)))) + end

    return family


def nested(opening: str, closing: str, inner: str) -> Family:
    """The inner text within as many pairs as there is room for."""

    def family(size: int) -> str:
        depth = max(1, (size - len(inner)) // (len(opening) + len(closing)))
        return opening * depth + inner + closing * depth

    return family


STORY = (
    "Two drones hit Example Base in Iraq on Tuesday, wounding three US soldiers, an official said. "
    "It was the 47th attack on American troops since October 17, the Pentagon said on 3 May 2024.\n"
)

ATTACK = "rockets hit al-Asad base in Iraq on 3 May killing two US soldiers"

TEXTS: dict[str, Family] = {
    "spaces": repeated(" ", "Depot hit. ", " end"),
    "letters": repeated("a", "Depot hit. "),
    "capitals": repeated("A"),
    "digits": repeated("7", "Depot hit by "),
    "digits and commas": repeated("777,", "Depot hit by "),
    "punctuation": repeated(".", "Depot hit"),
    "stops and spaces": repeated(". ", "Depot hit"),
    "dashes": repeated("- ", "Depot hit "),
    "quotes": repeated('"', "Depot hit "),
    "curly quotes": repeated("“a", "Depot hit "),
    "open brackets": repeated("(", "Depot hit "),
    "brackets": repeated("[(", "Depot hit "),
    "bracket notes": repeated("(a) ", "Depot hit "),
    "bars": repeated(" | ", "Depot hit"),
    "pipes and words": repeated("Home | ", "Depot hit "),
    "chevrons": repeated("Home > ", "Depot hit "),
    "stars": repeated("* ", "Depot hit "),
    "underscores": repeated("_", "Depot hit "),
    "no end": repeated("a", "", "!"),
    "words": repeated("word "),
    "capital words": repeated("Word "),
    "names": repeated("Al-Word ", "General "),
    "initials": repeated("A. ", "Gen. "),
    "hyphenated": repeated("ab-", "Depot hit "),
    "apostrophes": repeated("a'", "Depot hit "),
    "numbers": repeated("47 "),
    "numbers apart": numbered("% "),
    "numbers and words": numbered("% attacks "),
    "times": repeated("10:30 "),
    "dates": repeated("3 May 2024 "),
    "dates in digits": repeated("10/11/2023 "),
    "months": repeated("May "),
    "weekdays": repeated("Monday and "),
    "since": repeated("since October 17 "),
    "since and counts": numbered("% attacks since 3 May, "),
    "places": repeated("Iraq, "),
    "unknown places": numbered("in the village of Abu%a near Baghdad, "),
    "unknown names": numbered("in Abu Kamal%, in "),
    "people": numbered("Colonel Ahmed Ali%a, "),
    "ships": numbered("the tanker Blue Star%a, "),
    "targets": repeated("US troops "),
    "and": repeated("and "),
    "if": repeated("if "),
    "of the": repeated("of the "),
    "attack words": repeated("attacked "),
    "weapons": repeated("drones and rockets "),
    "casualties": repeated("two killed and three wounded, "),
    "said": repeated("he said, "),
    "by": repeated("by the army "),
    "commas": repeated(", ", "Depot hit"),
    "semicolons": repeated("; ", "Depot hit"),
    "colons": repeated("a: ", "Depot hit"),
    "endless sentence": repeated(ATTACK + " and "),
    "endless sentence of counts": numbered("% attacks on US troops in Iraq since 17 October and "),
    "endless list": repeated("- " + ATTACK + "\n", "The group claimed the following attacks:\n\n"),
    "endless table": numbered("3 May 20% | Al-Asad base | two rockets | no casualties\n"),
    "attacks apart": numbered("On 3 May % drones hit al-Asad base in Iraq, wounding three US soldiers.\n\n"),
    "attacks in one paragraph": numbered("On Monday % drones hit al-Asad base in Iraq, wounding US soldiers. "),
    "places attacked": numbered("Rockets hit US troops at Abu%a village in Iraq on Monday. "),
    "totals apart": numbered("There have been % attacks on US troops in Iraq since 17 October, the Pentagon said.\n\n"),
    "totals in one paragraph": numbered("The Pentagon said there have been % attacks on US troops since 17 October. "),
    "stories": repeated(STORY),
    "stories with headlines": numbered("Drones hit depot number %\n\n" + STORY + "\n\n"),
    "the same headline": repeated("Drones hit the depot\n\n" + STORY + "\n\n"),
    "glued stories": numbered("The depot burned down.Drones hit depot % again\n\nDrones hit depot % again\n\n"),
    "short lines": repeated("a\n"),
    "numbered short lines": numbered("line %\n"),
    "headlines": numbered("Drones Hit Depot Number % In The North\n"),
    "bylines": numbered("By A. Writer, 3 May 20%\n"),
    "captions": numbered("File photo: soldiers at the base on day %. (Photo: Agency)\n"),
    "comments": numbered("Comments\n\nreader% says:\n\nI do not believe it at all, not a word of it.\n\n"),
    "mail quotes": repeated("> ", "", "Depot hit"),
    "mail lines": repeated("> the depot was hit and the line goes on with more words here\n"),
    "blank lines": repeated("\n", "Depot hit", "end"),
    "carriage returns": repeated("\r", "Depot hit", "end"),
    "wrapped": repeated("the depot was hit by two drones and the fire went on and on for\n"),
    "hyphens at line ends": repeated("the depot was hit by two drones and the fire went on and on un-\n"),
    "markdown links": repeated("[a](http://example.org/a) "),
    "open markdown links": repeated("[a](", "Depot hit "),
    "markdown images": repeated("![", "Depot hit "),
    "headings": repeated("# ", "", "Depot hit"),
    "templates": repeated("{{", "Depot hit "),
    "addresses": repeated("http://a.", "Depot hit "),
    "mail addresses": repeated("a@", "Depot hit "),
    "mail addresses, dots": repeated("a.", "Depot hit @"),
    "handles": repeated("@ab ", "Depot hit "),
    "entities": repeated("&amp;", "Depot hit "),
    "open entities": repeated("&amp", "Depot hit "),
    "mojibake": repeated("â€", "Depot hit "),
    "combining marks": repeated("\u0301", "Depot hit a"),
    "zero width": repeated("\u200b", "Depot hit", "end"),
    "zero width within": repeated("a\u200b", "Depot hit "),
    "no-break spaces": repeated("\u00a0", "Depot hit", "end"),
    "right to left": repeated("\u202eabc \u2067", "Depot hit "),
    "Arabic": repeated("هجوم ", "Depot hit "),
    "emoji": repeated("\U0001f680", "Depot hit "),
    "NUL": repeated("\x00", "Depot hit ", "end"),
    "surrogates": repeated("\ud800", "Depot hit "),
    "long s": repeated("ß", "Depot hit "),
    "dotted I": repeated("İ", "Depot hit "),
}
"""Families of plain text."""

PAGES: dict[str, Family] = {
    "paragraphs": repeated(f"<p>{STORY}</p>"),
    "open tags": repeated("<div>", "", "Depot hit"),
    "open lists": repeated("<ul><li>", "", "Depot hit"),
    "open tables": repeated("<table><tr><td>", "", "Depot hit"),
    "open inline tags": repeated("<b>", "", "Depot hit"),
    "open inline tags, text": repeated("<b>a ", "", "Depot hit"),
    "nested tables": nested("<table><tr><td>", "</td></tr></table>", "Depot hit"),
    "nested divs": nested("<div class=story>", "</div>", "<p>Depot hit by drones</p>"),
    "closing tags": repeated("</p>", "<p>Depot hit"),
    "unknown closing tags": repeated("</x>", "<div>" * 70 + "Depot hit"),
    "less than": repeated("<", "Depot hit "),
    "less than, letters": repeated("<a ", "Depot hit "),
    "open quotes in tags": repeated('<a b="', "Depot hit "),
    "open quotes, closed tags": repeated('<a b=">', "Depot hit "),
    "comments": repeated("<!-- a -->", "Depot hit "),
    "open comments": repeated("<!--", "Depot hit "),
    "open comments, one end": repeated("<!--", "Depot hit ", "-->end"),
    "declarations": repeated("<!a", "Depot hit "),
    "instructions": repeated("<?a", "Depot hit "),
    "CDATA": repeated("<![CDATA[a]]>", "Depot hit "),
    "scripts": repeated("<script>", "Depot hit "),
    "closed scripts": repeated("<script>a</script>", "Depot hit "),
    "styles": repeated("<style>.a{display:none}</style>", "Depot hit "),
    "open styles": repeated("<style>.a{", "Depot hit "),
    "many rules": numbered(".a%{display:none}", "<style>", "</style><p class=a11>Depot</p><p>Depot hit</p>"),
    "one selector": repeated(".a,", "<style>", "{display:none}</style><p>Depot hit</p>"),
    "braces": repeated("{", "<style>", "</style><p>Depot hit</p>"),
    "long attribute": repeated("a", "<p title='", "'>Depot hit</p>"),
    "long bare attribute": repeated("a", "<p ", ">Depot hit</p>"),
    "long class": repeated("aB", "<p class='", "'>Depot hit</p>"),
    "many classes": numbered("a% ", "<p class='", "'>Depot hit</p>"),
    "many attributes": numbered("a%=b ", "<p ", ">Depot hit</p>"),
    "long tags in a row": repeated("<p title=" + "a" * 30_000 + " "),
    "long open quotes": repeated("<p title='" + "a" * 30_000),
    "many long tags": repeated("<p title='" + "a" * 500 + "'>", "", "Depot hit"),
    "style attributes": repeated("<p style='" + "left:-" * 80 + "'>a</p>", "", "Depot hit"),
    "spaces in attributes": repeated(" ", "<p a", ">Depot hit</p>"),
    "equals": repeated("a =", "<p ", ">Depot hit</p>"),
    "links": numbered("<a href=/%>Depot %</a> "),
    "list of links": numbered("<li><a href=/%>Drones hit depot number % in the north</a>"),
    "line breaks": repeated("<br>", "Depot hit ", "end"),
    "line breaks in text": repeated("the depot,<br>", "", "end"),
    "line breaks after letters": repeated("a<br>", "", "end"),
    "headings": numbered("<h2>Drones hit depot %</h2><p>" + STORY + "</p>"),
    "headings alone": numbered("<h2>Drones hit depot %</h2>"),
    "figures": numbered("<figure><img><figcaption>Soldiers at base %</figcaption></figure>"),
    "iframes": nested("<iframe>", "</iframe>", "Depot hit"),
    "cells": numbered("<tr><td>3 May 20%<td>Al-Asad base<td>two rockets", "<table>", "</table>"),
    "hidden": nested("<div hidden>", "</div>", "Depot hit"),
    "all claimed": numbered("<div class=related><p>" + STORY + "%</p></div>"),
    "all claimed, nested": nested("<aside><div class=related>", "</div></aside>", "<p>" + STORY * 3 + "</p>"),
    "all claimed, open": repeated("<div class=related><span>", "", "<p>" + STORY * 3 + "</p>"),
    "all claimed, many words": repeated("<aside>" + "word " * 12 + "</aside>"),
    "entities": repeated("&lt;", "<p>Depot hit "),
    "numeric entities": repeated("&#100;", "<p>Depot hit "),
    "deep entities": repeated("&amp;amp;amp;lt;", "<p>Depot hit "),
    "spaces": repeated(" ", "<p>Depot hit", "end</p>"),
    "billion laughs": numbered('<!ENTITY a% "&b;&b;&b;&b;">', "<!DOCTYPE a [", "]><p>Depot hit &a11;</p>"),
    "articles": numbered(f"<article><h2>Drones hit depot %</h2><p>{STORY}</p></article>"),
    "JSON in a script": repeated('{"a":', "<script type='application/ld+json'>", "</script><p>Depot hit</p>"),
}
"""Families of HTML."""


def listed_words() -> dict[str, Family]:
    """The entries of the word lists that make patterns, each again and again."""
    words: set[str] = set()
    for name in ("numbers", "name_neighbours", "place_cues", "sentences", "dates"):
        _gather(word_list(name), words)
    return {f"word {word}": repeated(f"{word} ") for word in sorted(words)}


def _gather(value: object, words: set[str]) -> None:
    if isinstance(value, str):
        words.add(value)
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _gather(one, words)
