"""Published tables about what was said: out_quotations, out_stances, out_rejects."""

import dataframely as dy

from transforms.schemas.core_rejects import CoreRejects
from transforms.schemas.types import (
    ArticleId,
    choice,
    date,
    free_text,
    key_text,
    offset,
    ordinal,
    polarity,
    probability,
)
from transforms.text.records import AttributionMethod, CueKind, EntityType, MentionKind, QuotationKind, ResolutionMethod
from transforms.text.scores import StanceLabel, TargetKind


class OutQuotations(dy.Schema):
    """One row per quotation: who said what, where and when, in which tone."""

    quotation_id = key_text("Article key, start and end: `article:start-end`.", primary_key=True)
    statement_id = key_text("The statement: the quotation_id of its first copy. See out_statements.")
    article_id = ArticleId()
    outlet = free_text("Outlet of the article.", nullable=True)
    title = free_text("Headline of the article.", nullable=True)
    url = free_text("Address of the article.", nullable=True)
    published_on = date("Day of publication.", nullable=True)
    speaker_id = free_text("The canonical speaker; NULL where the text does not decide.", nullable=True)
    speaker = free_text("Name of the canonical speaker.", nullable=True)
    speaker_type = choice("What the speaker is.", EntityType, nullable=True)
    role = free_text("Role the article gives the speaker, else the one most often given.", nullable=True)
    affiliation = free_text("What the role belongs to.", nullable=True)
    mention = free_text("The words of the article that name the speaker of this quotation.", nullable=True)
    mention_kind = choice("How they refer.", MentionKind, nullable=True)
    mention_start = offset("First character of the mention.", nullable=True)
    mention_end = offset("After the last character of the mention.", nullable=True)
    kind = choice("How much stands inside quotation marks: all, some, nothing.", QuotationKind)
    text = free_text("The content, its spans joined by “ … ”.")
    words = dy.Int32(description="Number of words of the content.", min=0)
    char_start = offset("First character of the content.")
    char_end = offset("After the last character of the content.")
    spans = free_text("All spans as JSON, [[start, end], …], in characters of the article's text.")
    sentence_no = ordinal("Sentence the content starts in.")
    cue = free_text("The words that announce the quotation; NULL for a floating quotation.", nullable=True)
    cue_lemma = free_text("Dictionary form of the cue.", nullable=True)
    cue_kind = choice("What announces the quotation.", CueKind, nullable=True)
    cue_start = offset("First character of the cue.", nullable=True)
    cue_end = offset("After the last character of the cue.", nullable=True)
    sentiment = polarity("VADER compound score of the content.", nullable=True)
    confidence = probability("How sure it is that this is a quotation.")
    attribution_confidence = probability("How sure it is that the mention utters it.")
    attribution_method = choice("The rule that found the mention.", AttributionMethod)
    speaker_confidence = probability("How sure it is that the mention stands for this speaker.")
    speaker_method = choice("The rule that went from the mention to the name.", ResolutionMethod)
    reasons = free_text("Why this speaker, or why none: the chain, first step first.")
    duplicate_of = ArticleId(nullable=True, description="The earlier article that the article nearly repeats.")


class OutStances(dy.Schema):
    """One row per quotation and target: on which side its speaker stands, and why."""

    quotation_id = key_text("The quotation.", primary_key=True)
    target_id = key_text("The target.", primary_key=True)
    statement_id = key_text("The statement of which the quotation is a copy.")
    is_said = dy.Bool(description="Whether the quotation was said; an attitude was not, and is a stance all the same.")
    article_id = ArticleId()
    outlet = free_text("Outlet of the article.", nullable=True)
    published_on = date("Day of publication.", nullable=True)
    speaker_id = free_text("The canonical speaker.", nullable=True)
    speaker = free_text("Name of the canonical speaker.", nullable=True)
    target = free_text("Name of the target.")
    target_kind = choice("Where the target comes from.", TargetKind)
    target_start = offset("First character of the target's mention.")
    target_end = offset("After the last character of the target's mention.")
    label = choice("The side; neutral also where none is as likely as `stance.abstain_below`.", StanceLabel)
    score = polarity("Probability of favor minus probability of against.")
    p_favor = probability("Probability of favor.")
    p_against = probability("Probability of against.")
    p_neutral = probability("Probability of neutral.")
    evidence = free_text("Listed words that speak for the side, joined by “ | ”; empty where none is known.")
    target_sentiment = polarity(
        "Tone of the sentence toward the target: probability of positive minus probability of negative. Not the stance."
    )
    sentiment = polarity("VADER compound score of the quotation: tone, which is not stance.", nullable=True)
    sentence = free_text("The sentence the target's mention stands in.")
    quotation = free_text("The quotation's content.")
    scorer = key_text("The scorer.")
    version = key_text("Version of the scorer.")


class OutRejects(CoreRejects):
    """One row per record that did not go on, with the reason."""
