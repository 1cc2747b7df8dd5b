"""Hostile texts made from the patterns in the code: for each repeat in one, what leads up to it and then its inside,
again and again, and an end that does not fit. A pattern that backtracks is slow on one of them."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import schemas
import streams
from bench.hostile_texts import Family, repeated

ENDS = ("\x01", " x.")


def patterns() -> dict[str, re.Pattern[str]]:
    """All patterns over text that the modules hold, by module and name."""
    found: dict[str, re.Pattern[str]] = {}
    for package in (streams, schemas):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.name.endswith("__main__"):
                continue
            module = importlib.import_module(info.name)
            for name, pattern in _held(module):
                if isinstance(pattern.pattern, str):
                    found.setdefault(pattern.pattern, pattern)
                    found[f"{info.name.removeprefix('streams.')}.{name}"] = pattern
    seen: set[str] = set()
    return {
        name: one
        for name, one in found.items()
        if name != one.pattern and not (one.pattern in seen or seen.add(one.pattern))  # type: ignore[func-returns-value]
    }


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for name, value in vars(module).items():
        yield from _within(name, value, 3)


def _within(name: str, value: object, deep: int) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif deep and isinstance(value, dict):
        for key, one in value.items():
            yield from _within(f"{name}[{key}]", one, deep - 1)
    elif deep and isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from _within(f"{name}[{number}]", one, deep - 1)


def pattern_families() -> dict[str, Family]:
    """Texts for each repeat of each pattern: its inside repeated, and all up to it repeated."""
    families: dict[str, Family] = {}
    for name, pattern in patterns().items():
        tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE | re.UNICODE)
        for number, (before, inner) in enumerate(dict.fromkeys(_repeats(list(tree), ""))):
            for way, unit in (("inside", inner), ("whole", before + inner)):
                if unit:
                    lead = before if way == "inside" else ""
                    families[f"pattern: {name} #{number} {way}"] = repeated(
                        unit, f"Depot hit. {lead}", ENDS[number % 2]
                    )
    return families


def _repeats(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """For each repeat without a small bound: an example of what stands before it, and of its inside."""
    for code, value in items:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, inner = value
            if most > 20:
                yield before, _example(list(inner))
            yield from _repeats(list(inner), before)
        elif code is codes.SUBPATTERN:
            yield from _repeats(list(value[3]), before)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(list(value[1]), before)
        before += _example([(code, value)])


def _example(items: list[Any]) -> str:
    """A short text that the pieces match, as near as can be told without trying."""
    return "".join(_one(code, value) for code, value in items)


def _one(code: Any, value: Any) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _of_class(value)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, inner = value
        return _example(list(inner)) * min(max(least, 1), most)
    if code is codes.SUBPATTERN:
        return _example(list(value[3]))
    if code is codes.BRANCH:
        return _example(list(value[1][0]))
    return _example(list(value[1])) if code is codes.ASSERT and value[0] > 0 else ""


def _of_class(members: list[Any]) -> str:
    classes = {
        codes.CATEGORY_DIGIT: "1",
        codes.CATEGORY_SPACE: " ",
        codes.CATEGORY_WORD: "a",
        codes.CATEGORY_NOT_SPACE: "a",
        codes.CATEGORY_NOT_WORD: ",",
        codes.CATEGORY_NOT_DIGIT: "a",
    }
    if members[0][0] is codes.NEGATE:
        barred = re.compile("[" + "".join(_written(one) for one in members[1:]) + "]")
        return next((one for one in "aA1 ,-.\n" if not barred.match(one)), "é")
    kind, value = members[0]
    if kind is codes.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is codes.RANGE else classes.get(value, "a")


def _written(member: Any) -> str:
    kind, value = member
    if kind is codes.LITERAL:
        return re.escape(chr(value))
    if kind is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w"}
    opposite = {codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W"}
    return {**names, **opposite}[value]
