"""Published tables per speaker, alone or with a day or a term."""

import dataframely as dy

from transforms.schemas.core_speakers import CoreSpeakers, SpeakerChanges
from transforms.schemas.types import ArticleId, count, date, free_text, key_text, offset, polarity, probability


class OutSpeakers(CoreSpeakers):
    """One row per canonical speaker, whether quoted or only mentioned."""

    quotations = count("Quotations of what this speaker said, with every copy; attitudes are none.")
    statements = count("Statements said: what several outlets repeat counts once.")
    attitudes = count("Quotations of what the speaker hopes, plans, decides or opposes (`cue_kind` attitude).")
    words = count("Words of the quotations.")
    outlets = count("Outlets that quote this speaker, also with attitudes.")
    sentiment_mean = polarity("Mean VADER compound score of the quotations.", nullable=True)
    favor = count("Stances in favor of a target, of statements and attitudes, each once.")
    against = count("Stances against a target, likewise.")


class OutSpeakerLinks(dy.Schema):
    """One row per mention that was linked to a canonical speaker, with the signals."""

    article_id = ArticleId(primary_key=True)
    char_start = offset("First character of the mention.", primary_key=True)
    char_end = offset("After the last character of the mention.", primary_key=True)
    mention = free_text("The mention as it stands.")
    speaker_id = key_text("The canonical speaker.")
    speaker = free_text("Name of the canonical speaker.")
    score = probability("How sure the link is: the sum of the signals in the logistic function; 1 if judged.")
    signals = free_text("The signals the score is made of, each with what it adds.")
    method = free_text("The rule or judgement that made the link.")


class OutSpeakerChanges(SpeakerChanges):
    """One row per speaker id and other id that mentions of it went to in a later linking: what an old id means now."""


class OutSpeakerDays(dy.Schema):
    """One row per speaker and day of publication; articles without a date are left out."""

    speaker_id = key_text("The speaker.", primary_key=True)
    published_on = date("Day of publication.", primary_key=True)
    speaker = free_text("Name of the speaker.")
    quotations = count("Quotations of what was said, with every copy; attitudes are none.")
    statements = count("Statements said and first seen on this day.")
    attitudes = count("Quotations of what the speaker hopes, plans, decides or opposes (`cue_kind` attitude).")
    words = count("Words of the quotations.")
    articles = count("Articles that quote the speaker, also with attitudes.")
    outlets = count("Outlets of these articles.")
    sentiment_mean = polarity("Mean VADER compound score of the quotations.", nullable=True)
    favor = count("Stances in favor of a target, each of a statement or attitude first seen on this day.")
    against = count("Stances against a target, likewise.")


class OutSpeakerTerms(dy.Schema):
    """One row per speaker and term that the speaker says more than the others; each statement said counts once."""

    speaker_id = key_text("The speaker.", primary_key=True)
    term = key_text("One or two words, lower case.", primary_key=True)
    speaker = free_text("Name of the speaker.")
    rank = count("1 for the most distinctive term of the speaker.")
    uses = count("How often the speaker says it.")
    others_uses = count("How often the other speakers say it.")
    score = dy.Float64(description="Weighted log-odds ratio with a Dirichlet prior, as a z-score (Monroe et al. 2008).")
