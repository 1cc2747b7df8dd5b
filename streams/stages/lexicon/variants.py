"""The forms a term is written in: articles and hyphens of transliterated names, plurals, the parts of a verb."""

import re
from functools import cache

from streams.stages.lexicon.folding import fold_key

_ARTICLES = "al|el|ad|ed|ar|er|as|es|ash|esh|at|et|az|ez|an|en|adh|ath"
_ARTICLE = re.compile(rf"\b({_ARTICLES}) (?=[a-z])")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")


@cache
def name_forms(name: str) -> frozenset[str]:
    """Folded spellings of a proper name: al-/el-/assimilated articles, joined or left out apostrophes, `saint`/`st`."""
    key = fold_key(name)
    if "'" not in key and not _ARTICLE.search(key):
        return frozenset((key,))
    forms = {key}
    if "'" in key:
        forms |= {key.replace("'", ""), key.replace("'", " ")}
    for form in tuple(forms):
        if _ARTICLE.search(form):
            forms |= {_ARTICLE.sub("al ", form), _ARTICLE.sub("el ", form)}
            forms.add(_ARTICLE.sub(lambda match: match[1], form))
    return frozenset(" ".join(form.split()) for form in forms)


def plural(noun: str) -> str:
    """The regular plural of a noun phrase (its last word)."""
    if _SIBILANT.search(noun):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith("man") and not noun.endswith("human"):
        return noun[:-3] + "men"
    return noun + "s"


def verb_forms(verb: str) -> dict[str, str]:
    """Form -> tense (`base`, `s`, `past`, `ing`) of a regular verb, whose first word is inflected ("open fire").

    Irregular verbs are written out in the word lists.
    """
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    stem = head[:-1] if head.endswith("e") else head
    past = head[:-1] + "ied" if head.endswith("y") and head[-2:-1] not in "aeiou" else stem + "ed"
    return {verb: "base", plural(head) + tail: "s", past + tail: "past", stem + "ing" + tail: "ing"}
