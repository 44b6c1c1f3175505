"""Tables about who is who across articles: core_speakers, core_speaker_links, core_speaker_changes."""

from enum import StrEnum

import dataframely as dy

from transforms.schemas.types import ArticleId, choice, count, datetime_utc, free_text, key_text, offset, probability
from transforms.text.records import EntityType


class SpeakerChange(StrEnum):
    """What became of a speaker between two linkings."""

    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    REPLACED = "replaced"
    GONE = "gone"


_CHANGES = (
    "What happened: merged (all of it is part of another speaker now), split (some mentions became a speaker that was "
    "not there), moved (some mentions went to a speaker that was there), replaced (the same mentions have another id), "
    "gone (no mention is left)."
)


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
    score = probability("How sure the link is: the sum of the signals in the logistic function; 1 if judged.")
    signals = free_text("The signals the score is made of, each with what it adds.")
    method = free_text("The rule or judgement that made the link.")


class SpeakerChanges(dy.Schema):
    """What became of a speaker id: the columns that the core table and the published one share."""

    linking_no = dy.Int64(
        description="Which linking changed it: linkings that changed something count from 1.", primary_key=True, min=1
    )
    change_no = dy.Int64(
        description="Counts from 1 inside the linking, in the order of the ids.", primary_key=True, min=1
    )
    change = choice(_CHANGES, SpeakerChange)
    old_speaker_id = key_text("The speaker before.")
    old_name = free_text("Its name then.")
    new_speaker_id = key_text("The speaker that the mentions belong to now; NULL where none is left.", nullable=True)
    new_name = free_text("Its name.", nullable=True)
    articles = count("Articles whose mentions went there.")
    mentions = count("Mentions that went there.")
    signals = free_text("Why: the signals of most of these mentions, as in the links.")


class CoreSpeakerChanges(SpeakerChanges):
    """One row per speaker id and other id that mentions of it went to in a later linking; kept for good."""

    run_id = key_text("The run in which it happened; NULL where the step was run by itself.", nullable=True)
