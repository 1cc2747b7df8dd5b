"""The set-up commands. They need Python and its standard library only.

python3 -m deploy demo     install what is needed, then run the whole system over the example pages
python3 -m deploy test     install what is needed, then check and test everything
python3 -m deploy check    the quick part of it: lint, types, import walls, unit tests
"""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    # Before any import of ours: an old Python could not even read them.
    sys.exit("Tallywire needs Python %d.%d or newer; this is %s (%s)." % (OLDEST + (sys.version.split()[0], sys.executable)))  # fmt: skip  # noqa: E501, UP031, RUF005

from deploy.commands import COMMANDS


def main(arguments: list[str]) -> int:
    """Run the command that is named; its exit code, 2 where there is none of that name."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
