"""Where articles come in: files, directories, JSON lines, standard input."""

from streams.sources.files import BadInput, read_inputs

__all__ = ["BadInput", "read_inputs"]
