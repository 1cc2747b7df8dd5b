from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
"""Evaluation data beside the project. Not everybody has it."""
