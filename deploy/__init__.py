"""Setting Tallywire up on a machine, and checking it: `python3 -m deploy demo`, `python3 -m deploy test`."""
