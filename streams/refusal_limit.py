"""When a stage refuses nearly everything: is it the input, or is it the stage?"""

import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from streams.errors import InvalidMessage
from streams.harmless import harmless

log = logging.getLogger(__name__)


class TooManyRefused(Exception):
    """A stage refuses most of what comes, and most of what it accepted before: the stage is wrong, not the records."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Records of a stage's topic that are not in its hands: how many were tried, how many of them it refuses.

    `enough` says whether there were enough of them to condemn a stage that has refused little so far.
    """

    tried: int = 0
    refused: int = 0
    enough: bool = False

    @property
    def share(self) -> float:
        """The share that is refused; all, where there was nothing to try."""
        return self.refused / self.tried if self.tried else 1.0


Positions = Mapping[int, int]
"""Partition -> offset of the first record of a batch in it."""


class RefusalLimit:
    """The limit of one stage in one worker.

    The stage is doubted when it has refused more than `share` of its last `window` records; and once after the start,
    when there are refusals in its first batch, so that a worker that is started again and again does not dead-letter a
    window full each time. A doubt is settled by a sample of what was worked off before: a stage that takes most of it
    is sound, and the refused records are bad input, however many.
    """

    def __init__(self, stage: str, window: int, share: float, sample: Callable[[Positions], Awaitable[Sample]]) -> None:
        """Start without an outcome. `sample` tries the stage on records that stand before a batch."""
        self.stage, self.window, self.share = stage, window, share
        self._sample = sample
        self._batches: deque[tuple[int, int]] = deque()
        self._reasons: Counter[str] = Counter()
        self._tested = False

    async def check(self, worked: int, refused: Sequence[InvalidMessage], positions: Positions) -> None:
        """Take in a batch of `worked` records that begins at `positions`, before its dead letters are sent.

        Raises:
            TooManyRefused: the batch must not be acknowledged, and the worker has to end.
        """
        self._note(worked, refused)
        tried, bad = (sum(column) for column in zip(*self._batches, strict=True))
        full = tried >= self.window and bad > tried * self.share
        early = bool(refused) and not self._tested
        self._tested = True
        if not (full or early):
            return
        sample = await self._sample(positions)
        if sample.share > self.share and (full or sample.enough):
            raise TooManyRefused(self._verdict(tried, bad, sample))
        if full:
            log.warning(
                "%s refused %d of the last %d records, but %d of %d others: bad input, it goes to dead-letters (%s)",
                *(self.stage, bad, tried, sample.refused, sample.tried, self._most_frequent()),
            )
            self._batches.clear()
            self._reasons.clear()

    def _note(self, worked: int, refused: Sequence[InvalidMessage]) -> None:
        self._batches.append((worked, len(refused)))
        self._reasons.update(error.field for error in refused)
        while sum(tried for tried, _ in self._batches) - self._batches[0][0] >= self.window:
            self._batches.popleft()

    def _most_frequent(self) -> str:
        return ", ".join(f"{harmless(reason)}: {count}" for reason, count in self._reasons.most_common(3))

    def _verdict(self, tried: int, bad: int, sample: Sample) -> str:
        return (
            f"stage {self.stage} stops: it refuses {bad} of {tried} records ({self._most_frequent()}) and "
            f"{sample.refused} of {sample.tried} others from all over its topic. Nothing of this batch was "
            "acknowledged or dead-lettered. If this version or a setting is wrong, go back to the one "
            "before. If the records are, start with TALLYWIRE_DEAD_LETTER_WINDOW=0 until they are worked off: "
            "they go to dead-letters"
        )
