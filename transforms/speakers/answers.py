"""What a noun phrase was found to mean."""

from dataclasses import dataclass

from transforms.speakers.cast import Member
from transforms.text.records import EntityType, ResolutionMethod

_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "this", "that"})


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a phrase means; `canonical` is set where the name is the phrase itself (“Trump administration”)."""

    member: Member | None
    method: ResolutionMethod
    confidence: float
    reasons: tuple[str, ...]
    canonical: str | None = None
    entity_type: EntityType = EntityType.UNKNOWN
    role: str | None = None
    affiliation: str | None = None


def nobody(reason: str, entity_type: EntityType, *, role: str | None = None, affiliation: str | None = None) -> Answer:
    """An answer without a name, and why."""
    return Answer(None, ResolutionMethod.NONE, 0.0, (reason,), None, entity_type, role, affiliation)


def is_article(lower: str) -> bool:
    """True for articles and what stands in their place."""
    return lower in _ARTICLES
