"""Types for names that the rules cannot type, from the reader's tags of their words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.text.document import Document
from transforms.text.records import EntityType, Mention

# The columns of the reader's mention tags behind “none”.
_TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)
# On GUM's dev documents four in five of the names typed at this probability are typed right.
_LEAST = 0.7


def typed(document: Document, mentions: Sequence[Mention], tags: NDArray[Any]) -> list[Mention]:
    """`mentions` with a type for those names of unknown type of which the reader is sure; the others unchanged.

    Args:
        document: whose mentions they are.
        mentions: in text order.
        tags: log-probabilities [tokens of the document, 4]: none, person, organisation, place.
    """
    return [
        replace(mention, entity_type=_type_of(document, mention, tags))
        if mention.entity_type is EntityType.UNKNOWN
        else mention
        for mention in mentions
    ]


def _type_of(document: Document, mention: Mention, tags: NDArray[Any]) -> EntityType:
    tokens = document.tokens_in(mention.span)
    if not tokens:
        return mention.entity_type
    mean = np.exp(tags[tokens.start : tokens.stop]).mean(axis=0)[1:]
    best = int(mean.argmax())
    return _TYPES[best] if mean[best] >= _LEAST else mention.entity_type
