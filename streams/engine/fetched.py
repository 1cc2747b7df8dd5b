"""Which offsets have left the Kafka client, and how far all of them are acknowledged."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from threading import Lock


class Fetched:
    """Offsets of each partition that were fetched and not yet committed, in order.

    The commit of a partition may pass only what was fetched and acknowledged, without a gap: what was fetched and then
    dropped on the way to an agent, wherever that was, must not be passed over. Offsets that a log does not have
    (compacted, or the end marks of transactions) are never fetched, and so are no gap.

    Used by the thread that fetches and by the one that commits.
    """

    def __init__(self) -> None:
        """Nothing was fetched yet."""
        self._offsets: dict[Hashable, list[int]] = defaultdict(list)
        self._lock = Lock()

    def add(self, partition: Hashable, offsets: Sequence[int]) -> None:
        """Note what was fetched. What lies behind it was fetched before a seek went back, and will come again."""
        with self._lock:
            known = self._offsets[partition]
            del known[bisect_left(known, offsets[0]) :]
            known.extend(offsets)

    def begin(self, partition: Hashable, offset: int) -> None:
        """Forget what lies before an offset: it is committed."""
        with self._lock:
            known = self._offsets[partition]
            del known[: bisect_left(known, offset)]

    def advance(self, partition: Hashable, acknowledged: Collection[int]) -> int | None:
        """The offset to commit: behind the last of those that are acknowledged without a gap. None: as before."""
        with self._lock:
            known = self._offsets[partition]
            done = next((number for number, one in enumerate(known) if one not in acknowledged), len(known))
            if not done:
                return None
            last = known[done - 1]
            del known[:done]
            return last + 1

    def dropped(self, partition: Hashable, acknowledged: Collection[int]) -> int | None:
        """The first offset that is not acknowledged, where a later one is: it was dropped. None where all is well."""
        with self._lock:
            known = self._offsets[partition]
            later = known and known[0] not in acknowledged and any(one > known[0] for one in acknowledged)
            return known[0] if later else None
