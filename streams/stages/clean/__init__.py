"""Clean: a raw page becomes typed blocks that know where in the body they stand."""

from streams.stages.clean.page import MAX_BODY, clean, page_key, page_version, raw_id

__all__ = ["MAX_BODY", "clean", "page_key", "page_version", "raw_id"]
