"""Dead letters: what was refused, listed, shown and replayed; and what was accepted before, to doubt a stage by."""
