"""Queues between the consumer and the agents that are full by bytes, not by the number of messages."""

from typing import Any

from mode.utils.queues import ThrowableQueue

from streams.records import size_of

UNITS = 4096
"""In so many units the bytes of a queue are counted; a message takes at least one, so it is the most messages too."""


class BoundedQueue(ThrowableQueue[Any]):  # type: ignore[misc]
    """A queue of events that is full when it holds so many bytes.

    Faust bounds a queue by the number of its messages, and a page may have ten megabytes. Here its size is counted in
    units of bytes, for Faust too: it stops fetching from a partition whose queue is four fifths full, and goes on when
    two fifths are left. What has been fetched already then waits outside until there is room.
    """

    def __init__(self, most_bytes: int, **kwargs: Any) -> None:
        """An empty queue; one message may be larger than `most_bytes`."""
        self._unit = max(1, most_bytes // UNITS)
        self._size = 0
        super().__init__(maxsize=UNITS, **kwargs)

    def qsize(self) -> int:
        """The size in units."""
        return self._size

    def clear(self) -> None:
        """Forget what is queued."""
        super().clear()
        self._size = 0

    def _put(self, item: Any) -> None:
        self._size += self._units(item)
        super()._put(item)

    def _get(self) -> Any:
        item = super()._get()
        self._size -= self._units(item)
        return item

    def _units(self, event: Any) -> int:
        return 1 + size_of(event) // self._unit
