"""What the elements around a piece of text say about it: hidden, a menu, a caption, a comment, a heading."""

import re
from dataclasses import dataclass

from streams.stages.clean.markup import Tag, knowledge

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01]|font-size\s*:\s*0[;\"\s}]|opacity\s*:\s*0[;\"\s}]"
)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"^\s*([.#])([\w-]+)\s*$")
_PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_TRUSTED = frozenset({"html", "body", "main", "article"})
_STRONG = ("comments", "kicker", "caption", "breadcrumb", "byline", "pull", "note", "widget")


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for text at a place: inherited from the elements around it.

    `claim` numbers the element that made the claim `region`, 0 for none; `contested` marks a claim by class name.
    """

    hidden: bool = False
    region: str = ""
    claim: int = 0
    contested: bool = False
    heading: int = 0
    linked: bool = False
    article: int = 0


def hiding_names(css: str) -> set[str]:
    """The classes and ids (`.name`, `#name`) that a style sheet hides."""
    names: set[str] = set()
    for selectors, rules in _RULE.findall(css[:200_000]):
        if _HIDING.search(rules.lower() + ";"):
            for selector in selectors.split(","):
                found = _SIMPLE.match(selector)
                if found:
                    names.add(found[1] + found[2])
    return names


def inside(around: Around, tag: Tag, hiding: set[str], number: int) -> Around:
    """What holds inside the element that `tag` opens within `around`."""
    known = knowledge()
    attributes = tag.attributes() if tag.inside.strip(" /") else {}
    hidden = around.hidden or tag.name in known["unseen"] or _is_hidden(attributes, hiding)
    region, claim, contested = around.region, around.claim, around.contested
    own, by_name = _claims(tag.name, attributes)
    if own and (not region or (region in ("widget", "caption") and own == "comments")):
        region, claim, contested = own, number, by_name
    heading = int(tag.name[1]) if re.fullmatch("h[1-6]", tag.name) else around.heading
    article = number if tag.name == "article" else around.article
    return Around(hidden, region, claim, contested, heading, around.linked or tag.name == "a", article)


def _claims(name: str, attributes: dict[str, str]) -> tuple[str, bool]:
    """The region an element claims to be, and whether only a class name says so."""
    known = knowledge()
    if name in known["regions"]:
        return known["regions"][name], False
    role = attributes.get("role", "").lower()
    if role in known["roles"]:
        return known["roles"][role], False
    if name in _TRUSTED:
        return "", False
    given = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    found = {
        known["names"].get(word.lower())
        for part in given.split()[:12]
        for word in (part, *_PARTS.findall(part), "".join(_PARTS.findall(part)))
    }
    return next((region for region in _STRONG if region in found), ""), True


def _is_hidden(attributes: dict[str, str], hiding: set[str]) -> bool:
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if attributes.get("aria-hidden", "").lower() == "true" or attributes.get("type", "").lower() == "hidden":
        return True
    if _HIDING.search(attributes.get("style", "").lower() + ";"):
        return True
    classes = attributes.get("class", "").split()
    if any(name.lower() in knowledge()["hidden"] or "." + name in hiding for name in classes):
        return True
    return "#" + attributes.get("id", "") in hiding
