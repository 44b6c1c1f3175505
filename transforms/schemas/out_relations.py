"""Published tables about speakers and their targets: by month, over all time, and from month to month."""

import dataframely as dy

from transforms.schemas.types import count, date, free_text, key_text, polarity

_STATEMENTS = "Statements of the speaker about the target; what several outlets repeat counts once"
_TONE = "Mean VADER compound score of these statements: tone, which is not stance."
_TARGET_TONE = "Mean sentiment toward the target in these statements, P(positive) - P(negative): tone, not stance."
_ATTITUDES = "Of n, those that were not said: hoped, planned, decided or opposed (`cue_kind` attitude)."
_COPIES = "Quotations these statements were counted from."
_FAVOR = "Of n in favor, by most of a statement's copies: those whose label it is, from `abstain_below` on."
_NET_LOW = "Lower end of the 95 % interval of the net stance, as if sides too uncertain to be counted were none."
_EXPECTED_NET = (
    "(expected_favor - expected_against) / n: with the sides that are too uncertain to be counted one by one."
)
_EXPECTED_LOW = (
    "Lower end of the 95 % interval of expected_net, wide for few statements. It allows for which statements there "
    "happen to be and for chance errors of a calibrated judge, not for what it misreads every time."
)
_SMALL = "Whether n is below 5: too few to conclude anything."


def _expected(side: str) -> dy.Float64:
    return dy.Float64(
        description=f"How many of n are {side} by the probabilities of out_stances, the mean of a statement's copies, "
        "added up.",
        min=0,
    )


def _difference(description: str) -> dy.Float64:
    return dy.Float64(description=f"{description} In [-2, 2].", min=-2, max=2)


class OutSpeakerTargets(dy.Schema):
    """One row per speaker, target and month: how often for, against and neither."""

    speaker_id = key_text("The speaker.", primary_key=True)
    target_id = key_text("The target.", primary_key=True)
    period = key_text("Month of publication as YYYY-MM, or `undated`.", primary_key=True)
    month = date("First day of that month; NULL where no date is known.", nullable=True)
    speaker = free_text("Name of the speaker.")
    target = free_text("Name of the target.")
    n = count(f"{_STATEMENTS}, in the month it was first seen.")
    copies = count(_COPIES)
    attitudes = count(_ATTITUDES)
    favor = count(_FAVOR)
    against = count("Of n against, likewise.")
    neutral = count("Of n neither; also where as many copies say one as the other.")
    net_stance = polarity("(favor - against) / n, of the sides that are counted.")
    net_low = polarity(_NET_LOW)
    net_high = polarity("Upper end of the 95 % interval of the net stance.")
    expected_favor = _expected("in favor")
    expected_against = _expected("against")
    expected_net = polarity(_EXPECTED_NET)
    expected_low = polarity(_EXPECTED_LOW)
    expected_high = polarity("Upper end of the 95 % interval of expected_net.")
    sentiment_mean = polarity(_TONE, nullable=True)
    target_sentiment_mean = polarity(_TARGET_TONE)
    is_small = dy.Bool(description=_SMALL)


class OutStanceChanges(dy.Schema):
    """One row per speaker, target and month with stances that follows another: did the stance change since that one?"""

    speaker_id = key_text("The speaker.", primary_key=True)
    target_id = key_text("The target.", primary_key=True)
    month = date("First day of the month.", primary_key=True)
    month_before = date("First day of the last month before it that has stances.")
    speaker = free_text("Name of the speaker.")
    target = free_text("Name of the target.")
    n_before = count("Statements in the month before, as in out_speaker_targets.")
    n_after = count("Statements in the month.")
    net_before = polarity("Net stance in the month before.")
    net_after = polarity("Net stance in the month.")
    target_sentiment_before = polarity("Mean sentiment toward the target in the month before: tone, not stance.")
    target_sentiment_after = polarity("Mean sentiment toward the target in the month.")
    difference = _difference("net_after - net_before.")
    difference_low = _difference("Lower end of the 95 % interval of the difference.")
    difference_high = _difference("Upper end of the 95 % interval of the difference.")
    is_clear = dy.Bool(
        description="Whether the interval leaves out 0 and both months have 5 statements or more. One month pair in 20 "
        "without any change would still be called clear."
    )


class OutWhoAboutWhom(dy.Schema):
    """One row per speaker and target over all time: side, tone, and what comes back."""

    speaker_id = key_text("The speaker.", primary_key=True)
    target_id = key_text("The target.", primary_key=True)
    speaker = free_text("Name of the speaker.")
    target = free_text("Name of the target.")
    n = count(f"{_STATEMENTS}.")
    copies = count(_COPIES)
    attitudes = count(_ATTITUDES)
    favor = count(_FAVOR)
    against = count("Of n against, likewise.")
    neutral = count("Of n neither.")
    net_stance = polarity("(favor - against) / n, of the sides that are counted.")
    net_low = polarity(_NET_LOW)
    net_high = polarity("Upper end of the 95 % interval of the net stance.")
    expected_favor = _expected("in favor")
    expected_against = _expected("against")
    expected_net = polarity(_EXPECTED_NET)
    expected_low = polarity(_EXPECTED_LOW)
    expected_high = polarity("Upper end of the 95 % interval of expected_net.")
    is_small = dy.Bool(description=_SMALL)
    sentiment_mean = polarity(_TONE, nullable=True)
    target_sentiment_mean = polarity(_TARGET_TONE)
    outlets = count("Outlets that published these statements, of those that are known.")
    first_seen_on = date("Day of the first dated copy.", nullable=True)
    last_seen_on = date("Day on which the last of these statements was first seen.", nullable=True)
    target_speaker_id = free_text(
        "The target as a speaker; NULL where no speaker or more than one bears its name.", nullable=True
    )
    reciprocal_n = count("Statements of the target about this speaker.")
    reciprocal_net = polarity(
        "Counted net stance of the target on this speaker; NULL where it says nothing.", nullable=True
    )
