"""The records the reading steps exchange about one article: quotations, mentions, attributions, resolutions.

Spans are in characters of the article's stored text. Reasons are short sentences an editor can read.
"""

from dataclasses import dataclass
from enum import StrEnum

from transforms.text.spans import Span, hull


class QuotationKind(StrEnum):
    """How much of the quotation stands inside quotation marks; in a transcript the layout stands for them: direct."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class CueKind(StrEnum):
    """What tells that somebody is quoted."""

    VERB = "verb"  # said, told, wrote
    SPEECH_ACT = "speech_act"  # called on, praised, accused
    NOUN = "noun"  # pleas, claims, criticism
    ACCORDING = "according"  # according to
    LAYOUT = "layout"  # Name: “…”, “…” – Name
    ATTITUDE = "attitude"  # hopes, plans to, opposes: thought, wanted or decided, not said


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that announce a quotation; `lemma` is the dictionary form of their head ("say", "plea")."""

    span: Span
    lemma: str
    kind: CueKind


@dataclass(frozen=True, slots=True)
class Quotation:
    """What was said. `spans` are in text order, do not overlap, and include quotation marks that wrap them.

    `cue` is None for a floating quotation. `confidence` is in [0, 1].
    """

    spans: tuple[Span, ...]
    kind: QuotationKind
    cue: Cue | None
    confidence: float

    @property
    def hull(self) -> Span:
        """From the first to the last character of the content."""
        return hull(self.spans)


class MentionKind(StrEnum):
    """How a mention refers."""

    NAME = "name"  # Jens Stoltenberg, Mr. Stoltenberg, NATO
    TITLE = "title"  # the Secretary-General
    NOMINAL = "nominal"  # a senior official, police
    PRONOUN = "pronoun"  # he, she, they


class EntityType(StrEnum):
    """What a mention refers to."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to somebody or something; with the honorifics and titles before a name."""

    span: Span
    kind: MentionKind
    entity_type: EntityType


class AttributionMethod(StrEnum):
    """Which rule named the mention that utters a quotation."""

    SUBJECT = "subject"  # subject of the cue: X said
    INVERTED = "inverted"  # “…,” said X
    ACCORDING = "according"  # according to X
    NOUN_OWNER = "noun_owner"  # pleas by X, X's criticism
    LAYOUT = "layout"  # X: “…”
    CONTINUED = "continued"  # the speaker of the quotation before, same paragraph or continued marks
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The mention that utters a quotation (`mention` None: `reasons` say why nobody is named)."""

    mention: Span | None
    method: AttributionMethod
    confidence: float
    reasons: tuple[str, ...]


class ResolutionMethod(StrEnum):
    """How a mention got its name."""

    FULL_NAME = "full_name"  # the mention is the full name
    SURNAME = "surname"  # surname → the one full name in the article that ends in it
    TITLE = "title"  # title → its one holder in the article
    APPOSITION = "apposition"  # the name stands beside the description
    PRONOUN = "pronoun"  # the one agreeing candidate
    ORGANISATION = "organisation"  # the mention names an organisation, place or group
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a mention refers to inside its article.

    `canonical` is the fullest name in the article without honorific or title ("Jens Stoltenberg"), None when the text
    does not decide. `reasons` is the chain, first step first: ("“he” → “The Secretary-General”: …",
    "“The Secretary-General” → “Jens Stoltenberg”: …").
    """

    mention: Span
    mention_kind: MentionKind
    canonical: str | None
    entity_type: EntityType
    role: str | None  # "Secretary-General"
    affiliation: str | None  # "NATO"
    honorific: str | None  # "Mr.", "Maj.-Gen."
    method: ResolutionMethod
    confidence: float
    reasons: tuple[str, ...]
