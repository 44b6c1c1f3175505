"""Tables of scores: core_sentiment, core_stance."""

import dataframely as dy

from transforms.schemas.types import ArticleId, choice, free_text, key_text, offset, ordinal, polarity, probability
from transforms.text.scores import SentimentUnit, StanceLabel, TargetKind


class CoreSentiment(dy.Schema):
    """One row per scored text (a quotation or a sentence) and scorer."""

    article_id = ArticleId(primary_key=True)
    unit = choice("What was scored.", SentimentUnit, primary_key=True)
    start = offset("First character of the scored text.", primary_key=True)
    end = offset("After the last character of the scored text.", primary_key=True)
    scorer = key_text("The scorer, e.g. `vader`.", primary_key=True)
    version = key_text("Version of the scorer.")
    value = polarity("The score; for vader the compound score of the text with quotes and apostrophes straightened.")


class CoreStance(dy.Schema):
    """One row per quotation and target: the side its speaker takes on the target, and why."""

    quotation_id = key_text("The quotation.", primary_key=True)
    target_id = key_text(
        "The target: `watch:ID` of the watch-list, or `name:` and the folded name of an entity.", primary_key=True
    )
    article_id = ArticleId()
    target = free_text("Name of the target.")
    target_kind = choice("Where the target comes from.", TargetKind)
    target_start = offset("First character of the target's mention.")
    target_end = offset("After the last character of the target's mention.")
    sentence_no = ordinal("Sentence the target's mention stands in.")
    label = choice("The side; neutral also where none is as likely as `stance.abstain_below`.", StanceLabel)
    score = polarity("Probability of favor minus probability of against.")
    p_favor = probability("Probability of favor.")
    p_against = probability("Probability of against.")
    p_neutral = probability("Probability of neutral.")
    target_sentiment = polarity(
        "Tone of the sentence toward the target: probability of positive minus probability of negative. Not the stance."
    )
    evidence = free_text("Listed words that speak for the side, joined by “ | ”; empty where none is known.")
    scorer = key_text("The scorer.")
    version = key_text("Version of the scorer.")
