"""Tables about who is who across articles: core_speakers, core_speaker_links."""

import dataframely as dy

from transforms.schemas.types import ArticleId, choice, count, datetime_utc, free_text, key_text, offset, probability
from transforms.text.records import EntityType


class CoreSpeakers(dy.Schema):
    """One row per canonical speaker (anybody or anything that is named, whether or not it is quoted)."""

    speaker_id = key_text(
        "Key: `spk_` and a hash of the folded name, the type and what tells namesakes apart.", primary_key=True
    )
    name = free_text("Canonical name.")
    entity_type = choice("What it is.", EntityType)
    role = free_text("The role most often given.", nullable=True)
    affiliation = free_text("What the role belongs to.", nullable=True)
    aliases = free_text("Every name seen, sorted, joined by “ | ”.")
    first_seen_at = datetime_utc("Publication of the earliest dated article.", nullable=True)
    last_seen_at = datetime_utc("Publication of the latest dated article.", nullable=True)
    articles = count("Articles that name it.")
    mentions = count("Mentions.")


class CoreSpeakerLinks(dy.Schema):
    """One row per mention that was linked to a canonical speaker."""

    article_id = ArticleId(primary_key=True)
    start = offset("First character of the mention.", primary_key=True)
    end = offset("After the last character of the mention.", primary_key=True)
    speaker_id = key_text("The canonical speaker.")
    score = probability("How sure the link is.")
    signals = free_text("The signals the score is made of.")
    method = free_text("The rule or judgement that made the link.")
