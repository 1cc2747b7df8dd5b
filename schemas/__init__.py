"""The messages of Tallywire: one frozen model for each topic."""

from schemas.article import Article
from schemas.clean_article import Block, CleanArticle
from schemas.common import Evidence, Message, Passage, Span
from schemas.incident import Incident, Mention
from schemas.raw_article import RawArticle
from schemas.tagged_article import Attack, Entity, NotCounted, PlaceRef, ReportedTotal, TaggedArticle, TargetRef
from schemas.tally import Observed, ObservedStep, ReportedFigure, SourcedEvidence, Tally, TallyChange

__all__ = [
    "Article",
    "Attack",
    "Block",
    "CleanArticle",
    "Entity",
    "Evidence",
    "Incident",
    "Mention",
    "Message",
    "NotCounted",
    "Observed",
    "ObservedStep",
    "Passage",
    "PlaceRef",
    "RawArticle",
    "ReportedFigure",
    "ReportedTotal",
    "SourcedEvidence",
    "Span",
    "TaggedArticle",
    "Tally",
    "TallyChange",
    "TargetRef",
]
