"""The commands, by what they need: files alone, one part of the system, or the whole of it."""
