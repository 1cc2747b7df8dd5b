"""YAML that remembers where each key stands, so that an error can name its line."""

from typing import Any

import yaml

from streams.errors import ConfigError

Path = tuple[str | int, ...]

MOST = 200_000
"""Values of a file: ten lines of aliases of aliases would stand for billions."""


class _Loader(yaml.SafeLoader):
    """YAML without its old booleans: `countries: [NO]` is Norway, and `on` is a word."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class YamlFile:
    """The data of a YAML text and the line of each key in it.

    Raises:
        ConfigError: for text that is no YAML, for a key given twice in one mapping, and for an empty file.
    """

    def __init__(self, text: str, file: str) -> None:
        """Parse at once; `file` is only named in errors."""
        self.file = file
        self._left = MOST
        try:
            loader = _Loader(text)
            try:
                self._root = loader.get_single_node()
                self._refuse_twice(self._root, ())
                self.data: Any = loader.construct_document(self._root) if self._root else None
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            reason = getattr(error, "problem", None) or str(error)
            raise ConfigError(reason, file=file, line=mark.line + 1 if mark else None) from None
        except RecursionError:
            raise ConfigError("is nested too deeply", file=file) from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # What the makers of values raise for a text behind a tag: `!!timestamp x`, 2023-99-99, `!!int ""`.
            raise ConfigError(f"holds a value that cannot be read: {error}", file=file) from None
        if self.data is None:
            raise ConfigError("is empty", file=file)

    def error(self, reason: str, path: Path, *, unknown: bool = False) -> ConfigError:
        """The error for what stands at a path; `unknown` where the key itself is wrong."""
        node, line = self._root, 1
        for number, step in enumerate(path):
            found = _child(node, step)
            if found is None:
                # A missing key is the mapping's fault; its line is the nearest there is.
                break
            key, node = found
            line = (key if unknown and number == len(path) - 1 else node).start_mark.line + 1
            if isinstance(node, yaml.CollectionNode) and not node.flow_style:
                line = key.start_mark.line + 1
        return ConfigError(reason, file=self.file, line=line, key=_written(path))

    def _refuse_twice(self, node: yaml.Node | None, path: Path) -> None:
        self._left -= 1
        if self._left < 0:
            raise ConfigError(
                f"has more than {MOST:,} values; an alias counts as all that it stands for", file=self.file
            )
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                self._refuse_twice(item, (*path, number))
        elif isinstance(node, yaml.MappingNode):
            seen = set()
            for key, value in node.value:
                here = (*path, str(key.value))
                if str(key.value) in seen:
                    line = key.start_mark.line + 1
                    raise ConfigError("is given twice", file=self.file, line=line, key=_written(here))
                seen.add(str(key.value))
                self._refuse_twice(value, here)


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _written(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
