"""The lexicon: typed places, groups, targets, weapons, campaigns and words, and how to find them in a text."""

from streams.stages.lexicon.additions import LexiconAdditions
from streams.stages.lexicon.build import load_lexicon
from streams.stages.lexicon.entries import Campaign, Group, Place, Target
from streams.stages.lexicon.lexicon import Lexicon

__all__ = ["Campaign", "Group", "Lexicon", "LexiconAdditions", "Place", "Target", "load_lexicon"]
