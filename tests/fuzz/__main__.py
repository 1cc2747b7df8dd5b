"""Look for inputs that break something: `python -m tests.fuzz --minutes M [--seed N] [--keep]`.

Each input is made from a seed of its own. What breaks an invariant or raises is made smaller and printed; with `--keep`
it is written to the corpus, which the suite replays. Ends with code 1 where something was found.
"""

import argparse
import signal
import sys
import traceback
from collections import Counter
from hashlib import sha256
from random import Random
from time import monotonic

from tests.fuzz.cases import CORPUS, Case, made

SECONDS = 20
"""CPU seconds that no input may take."""


class TooSlow(BaseException):
    """An input took longer than it may."""


def failure(case: Case) -> str | None:
    """The place and kind of what goes wrong with an input; None where nothing does."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        case.check()
    except (Exception, TooSlow) as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
        return f"{type(error).__name__} at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def smaller(case: Case, what: str) -> Case:
    """The input without whatever is not needed for it to go wrong in the same place."""
    size = max(len(case.text) // 2, 1)
    end = monotonic() + 15
    while size and monotonic() < end:
        at = 0
        while at < len(case.text) and monotonic() < end:
            shorter = case._replace(text=case.text[:at] + case.text[at + size :])
            if shorter.text and failure(shorter) == what:
                case = shorter
            else:
                at += size
        size //= 2
    return case


def main() -> int:
    """Try inputs until the time is over."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=0, help="the first seed; the others follow it")
    options.add_argument("--keep", action="store_true", help="write what is found to the corpus")
    chosen = options.parse_args()
    signal.signal(signal.SIGPROF, _too_slow)
    end, seed, found = monotonic() + chosen.minutes * 60, chosen.seed, Counter[str]()
    while monotonic() < end:
        case = made(Random(seed))
        what = failure(case)
        if what and not found[what]:
            case = smaller(case, what)
            print(f"seed {seed}: {what}: {case!r}"[:1500], flush=True)
            if chosen.keep:
                name = f"{case.kind}-{sha256(case.to_json().encode()).hexdigest()[:10]}.json"
                (CORPUS / name).write_text(case.to_json() + "\n", encoding="utf-8")
        if what:
            found[what] += 1
        seed += 1
    print(f"{seed - chosen.seed:,} inputs, {sum(found.values())} found: {dict(found)}")
    return 1 if found else 0


def _too_slow(*_: object) -> None:
    raise TooSlow


if __name__ == "__main__":
    sys.exit(main())
