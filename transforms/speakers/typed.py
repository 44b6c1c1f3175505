"""Types for names that the rules cannot type, from the reader's tags of their words."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.text.document import Document
from transforms.text.records import EntityType, MentionKind, Resolution
from transforms.text.spans import Span

# The columns of the reader's mention tags behind “none”.
_TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)
# On GUM's dev documents four in five of the words typed at this probability are typed right.
_LEAST = 0.7


def typed(document: Document, resolutions: Mapping[Span, Resolution], tags: NDArray[Any]) -> dict[Span, Resolution]:
    """`resolutions` with a type for the names of unknown type of which the reader is sure; the others unchanged.

    All mentions of a name get the same type: that of their words together. Whom a mention means is decided before and
    does not change.

    Args:
        document: whose mentions they are.
        resolutions: of its mentions.
        tags: log-probabilities [tokens of the document, 4]: none, person, organisation, place.
    """
    mentions: dict[str, list[Span]] = defaultdict(list)
    for span, resolution in resolutions.items():
        is_name = resolution.mention_kind is MentionKind.NAME and resolution.entity_type is EntityType.UNKNOWN
        if resolution.canonical is not None and is_name:
            mentions[resolution.canonical].append(span)
    types = {canonical: _type_of(document, spans, tags) for canonical, spans in mentions.items()}
    return {
        span: replace(resolution, entity_type=types[resolution.canonical])
        if resolution.canonical in types and resolution.entity_type is EntityType.UNKNOWN
        else resolution
        for span, resolution in resolutions.items()
    }


def _type_of(document: Document, spans: list[Span], tags: NDArray[Any]) -> EntityType:
    words = [token for span in spans for token in document.tokens_in(span)]
    if not words:
        return EntityType.UNKNOWN
    mean = np.exp(tags[words]).mean(axis=0)[1:]
    best = int(mean.argmax())
    return _TYPES[best] if mean[best] >= _LEAST else EntityType.UNKNOWN
