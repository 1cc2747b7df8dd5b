"""Write the JSON Schema of each message to `schemas/json/<topic>.json`: `python -m schemas.export`.

The schema says what a reader may rely on. Fields that are not in it are ignored by readers, so producers may send more.
"""

import json
from pathlib import Path

from schemas import Article, CleanArticle, Incident, Message, RawArticle, TaggedArticle, Tally, TallyChange

FOLDER = Path(__file__).parent / "json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

MESSAGES: dict[str, type[Message]] = {
    "articles-raw": RawArticle,
    "articles-clean": CleanArticle,
    "articles-split": Article,
    "articles-tagged": TaggedArticle,
    "incidents": Incident,
    "tallies": Tally,
    "tally-changes": TallyChange,
}
"""Topic and message. `dead-letters` has no schema: its values are the untouched bytes of other topics."""


def schema_of(message: type[Message]) -> str:
    """The JSON Schema as it stands in the file."""
    schema = {"$schema": DIALECT} | message.model_json_schema(by_alias=True)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for topic, message in MESSAGES.items():
        (FOLDER / f"{topic}.json").write_text(schema_of(message), encoding="utf-8")


if __name__ == "__main__":
    main()
