"""Tables about what was said and who said it inside an article."""

import dataframely as dy

from transforms.schemas.types import ArticleId, choice, free_text, key_text, offset, ordinal, probability
from transforms.text.records import AttributionMethod, CueKind, EntityType, MentionKind, QuotationKind, ResolutionMethod


class CoreQuotations(dy.Schema):
    """One row per quotation. A quotation may have several spans (“…,” he said. “…”)."""

    quotation_id = key_text("Article key, start and end: `article:start-end`.", primary_key=True)
    article_id = ArticleId()
    kind = choice("How much stands inside quotation marks: all, some, nothing.", QuotationKind)
    start = offset("First character of the first span.")
    end = offset("After the last character of the last span.")
    spans = free_text("All spans as JSON, [[start, end], …], in characters of the article's text.")
    text = free_text("The content, its spans joined by “ … ”.")
    words = dy.Int32(description="Number of words of the content.", min=0)
    sentence_no = ordinal("Sentence its first character stands in.")
    cue_start = offset("First character of the cue; NULL for a floating quotation.", nullable=True)
    cue_end = offset("After the last character of the cue.", nullable=True)
    cue = free_text("The cue as it stands.", nullable=True)
    cue_lemma = free_text("Dictionary form of the cue.", nullable=True)
    cue_kind = choice("What announces the quotation.", CueKind, nullable=True)
    confidence = probability("How sure it is that this is a quotation.")


class CoreAttributions(dy.Schema):
    """One row per quotation: the mention that utters it, and the name that mention stands for."""

    quotation_id = key_text("The quotation.", primary_key=True)
    article_id = ArticleId()
    mention_start = offset("First character of the mention; NULL where the text names nobody.", nullable=True)
    mention_end = offset("After the last character of the mention.", nullable=True)
    mention = free_text("The mention as it stands.", nullable=True)
    mention_kind = choice("How the mention refers.", MentionKind, nullable=True)
    method = choice("The rule that found the mention.", AttributionMethod)
    confidence = probability("How sure it is that this mention utters the quotation.")
    canonical = free_text(
        "The fullest name the article gives the speaker; NULL where it does not decide.", nullable=True
    )
    resolution = choice("The rule that went from the mention to the name.", ResolutionMethod)
    resolution_confidence = probability("How sure it is that the mention stands for this name.")
    reasons = free_text("The chain of reasons, first step first, joined by “; ”.")


class CoreMentions(dy.Schema):
    """One row per mention of somebody or something, with the name it stands for inside its article."""

    article_id = ArticleId(primary_key=True)
    start = offset("First character.", primary_key=True)
    end = offset("After the last character.", primary_key=True)
    text = free_text("The mention as it stands.")
    kind = choice("How the mention refers.", MentionKind)
    entity_type = choice("What it refers to.", EntityType)
    canonical = free_text("The fullest name the article gives it; NULL where the text does not decide.", nullable=True)
    role = free_text("Role or title the article gives (“Secretary-General”).", nullable=True)
    affiliation = free_text("What the role belongs to (“NATO”).", nullable=True)
    honorific = free_text("Form of address (“Mr.”, “Maj.-Gen.”).", nullable=True)
    method = choice("The rule that went from the mention to the name.", ResolutionMethod)
    confidence = probability("How sure it is that the mention stands for this name.")
    reasons = free_text("The chain of reasons, first step first, joined by “; ”.")
