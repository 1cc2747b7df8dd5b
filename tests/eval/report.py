"""The tables of a set, in Markdown."""

from collections.abc import Iterator, Sequence

from tests.eval.coreference import b_cubed, ceaf_e, conll, muc
from tests.eval.date_values import Value
from tests.eval.evaluation import FIELDS, Result, Subject
from tests.eval.figures import joined, right_in_totals, share, stated
from tests.eval.measures import Counts, interval, summed


def report(
    name: str,
    parts: Sequence[Subject],
    alone: Sequence[Subject],
    dates: Sequence[tuple[Sequence[Value], Sequence[Value]]],
) -> Iterator[str]:
    """The lines of a set's table, in Markdown.

    `alone` is what the rules find without the models; `dates` are the dates found as articles are sent and, second,
    with their publication date taken away.
    """
    results = [one for part in parts for one in part.results]
    yield f"\n## {name}: {len(results)} articles\n"
    yield "| | articles | attacks F1 | 95 % | precision | recall | strictly F1 | totals F1 | 95 % | B3 | CoNLL |"
    yield "|---|--:|--:|---|--:|--:|--:|--:|---|--:|--:|"
    for part in (*parts, joined(parts)):
        yield _row(part.name, part.results, part)
    rules = joined(alone)
    yield _row("rules alone", rules.results, rules)
    for kind in sorted({one.article.kind for one in results if not one.empty} - {""}):
        yield _row(f"*{kind}*", [one for one in results if one.article.kind == kind])
    empty, wrong = _empty(results)
    _, by_rules = _empty(rules.results)
    yield f"\nOf {empty} articles in which nothing counts {wrong} have a false attack (rules alone: {by_rules})."
    yield from _identity(joined(parts))
    yield "In attacks that were found:"
    yield ", ".join(f"{field} {share(one.fields[field] for one in results):.2f}" for field in FIELDS) + "."
    yield from _totals(results)
    sent, stripped = ([one for part in dates for one in part[at]] for at in (0, 1))
    yield from _dates(sent, stripped)


def _identity(subject: Subject) -> Iterator[str]:
    again = len(subject.events) - len(set(subject.events))
    yield f"Of {len(subject.events)} mentions that were found {again} tell an event again. Precision and recall:"
    scores = {name: subject.identity(of) for name, of in (("MUC", muc), ("B3", b_cubed), ("CEAF-e", ceaf_e))}
    yield ", ".join(f"{name} {one.precision:.2f} and {one.recall:.2f}" for name, one in scores.items()) + "."


def _totals(results: Sequence[Result]) -> Iterator[str]:
    yield "\n| totals stated | in the gold | found | right | F1 | precision | recall |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for kind, counts in stated(results).items():
        told, found = counts.right + counts.missing, counts.right + counts.false
        if not told and not found:
            continue
        figures = f"{counts.f1:.2f} | {counts.precision:.2f} | {counts.recall:.2f}"
        yield f"| {kind} | {told} | {found} | {counts.right} | {figures} |"
    yield "\nIn totals that were found:"
    yield ", ".join(f"{field} {right:.2f}" for field, right in right_in_totals(results).items()) + "."


def _dates(sent: Sequence[Value], stripped: Sequence[Value]) -> Iterator[str]:
    yield "\n| dates | values | right | of attacks | since | as_of | contradict |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    groups = {
        "with a publication date": [one for one in sent if one.dated],
        "sent without": [one for one in sent if not one.dated],
        "taken away, told by the text": [one for one in stripped if one.told],
        "taken away, not told": [one for one in stripped if not one.told],
    }
    for name, values in groups.items():
        if values:
            kinds = [[one for one in values if one.what == what] for what in ("event", "since", "as_of")]
            cells = [f"{share((one.right, 1) for one in some):.2f}" if some else "" for some in (values, *kinds)]
            wrong = share((one.contradicts, 1) for one in values)
            yield f"| {name} | {len(values)} | {' | '.join(cells)} | {wrong:.2f} |"


def _empty(results: Sequence[Result]) -> tuple[int, int]:
    """How many articles have no attack to be found, and in how many of them one is found."""
    empty = [one for one in results if one.empty]
    return len(empty), sum(bool(one.attacks.false) for one in empty)


def _row(name: str, results: Sequence[Result], subject: Subject | None = None) -> str:
    found, totals = [one.attacks for one in results], [one.totals.feeding for one in results]
    attacks = summed(found)
    cells = [
        name,
        str(len(results)),
        f"{attacks.f1:.2f}",
        _interval(found),
        f"{attacks.precision:.2f}",
        f"{attacks.recall:.2f}",
        f"{summed([one.strictly for one in results]).f1:.2f}",
        f"{summed(totals).f1:.2f}",
        _interval(totals),
        f"{subject.identity(b_cubed).f1:.2f}" if subject else "",
        f"{subject.identity(conll):.2f}" if subject else "",
    ]
    return f"| {' | '.join(cells)} |"


def _interval(parts: Sequence[Counts]) -> str:
    low, high = interval(parts)
    return f"{low:.2f}-{high:.2f}"
