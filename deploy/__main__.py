"""The set-up commands. They need Python and its standard library only.

python3 -m deploy demo     install what is needed, then run the whole system over the example pages
python3 -m deploy test     install what is needed, then check and test everything
python3 -m deploy check    the quick part of it: lint, types, import walls, unit tests
"""

import sys

OLDEST = (3, 11)

TOO_OLD = "Tallywire needs Python {0[0]}.{0[1]} or newer; this is {1} ({2})."


def main(arguments: list) -> int:  # type: ignore[type-arg]
    """Run the command that is named; its exit code, 2 where there is none of that name."""
    if sys.version_info < OLDEST:
        print(TOO_OLD.format(OLDEST, sys.version.split()[0], sys.executable), file=sys.stderr)
        return 1
    # Only now: an old Python could not even read it.
    from deploy.commands import COMMANDS

    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
