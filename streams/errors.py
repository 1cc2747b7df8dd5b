"""The errors that mean something to a caller. Anything else that is raised is a bug and ends the process."""


class InvalidMessage(Exception):
    """A message that cannot be processed, now or ever: it goes to dead letters and the stream goes on.

    The text names the field, the place in it, and what is wrong: "published_at: 9999-01-01 lies outside ...".
    """

    @property
    def field(self) -> str:
        """The field that the text names, without the place in it: one of few, fit for a label."""
        return str(self).split(":", 1)[0].split(".", 1)[0]


class ConfigError(Exception):
    """A file or setting of the user's that is wrong. The text names file, line and key; commands end with code 2."""

    def __init__(self, reason: str, *, file: str = "", line: int | None = None, key: str = "") -> None:
        """Keep the parts and build the text `file:line: key: reason` from those that are known."""
        self.reason, self.file, self.line, self.key = reason, file, line, key
        place = f"{file}:{line}" if file and line else file
        super().__init__(": ".join(part for part in (place, key, reason) if part))


class NoAccess(Exception):
    """Kafka is not there, or does not let us do what we are for. The text names where and what; the code is 1."""
