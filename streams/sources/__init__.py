"""Where articles come in: files, directories, JSON lines, standard input, addresses."""

from streams.sources.addresses import Addresses
from streams.sources.door import BadInput
from streams.sources.fetching import Fetcher
from streams.sources.files import read_inputs
from streams.sources.remembered import Memory, memory_of

__all__ = ["Addresses", "BadInput", "Fetcher", "Memory", "memory_of", "read_inputs"]
