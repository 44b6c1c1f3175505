"""What speaks for and against two names being one speaker: named signals, each with its weight, and their sum.

Weights are log-odds, set by hand: +0.7 makes “one speaker” twice as likely, +2.3 ten times. The sum of a link, in the
logistic function, is its score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

THRESHOLD = 1.0  # three to one: a wrong merge puts words into a mouth, a missed one leaves a short name unexplained
LEAD = 1.0  # nearly three times as likely as the runner-up; below that the text does not say which of the two it is
MOST_CO_MENTIONS = 4  # an article with a long list of names must not decide by its length
NEAR_DAYS = 3  # within one story a paper shortens a name it gave in full the days before
MONTH_DAYS = 31
YEAR_DAYS = 366

WEIGHTS: dict[str, float] = {
    # Most pairs that share a block are two people: one in twenty before anything is known of them.
    "before": -3.0,
    # One full name in two articles is nearly always one speaker; namesakes that differ in nothing are rare.
    "same_name": 5.5,
    # A family name alone is shared by families, and by strangers: strong, and never enough.
    "family_same": 2.1,
    # “de Blasio” and “Blasio”, “Al-Assad” and “al Assad”: habits of a desk, nearly as good as equal.
    "family_joined": 1.9,
    # “Zelensky”, “Zelenskyy”: sounds alike. “Meyer” and “Meier” do too, so much weaker.
    "family_spelt": 1.2,
    # “Lim-Ek” and “Lim”: a married name or half of a name; or a relative.
    "family_part": 1.0,
    # “Cres” and “Creswell”: cut off; or “Stein” and “Steinberg”, two people.
    "family_begins": 0.5,
    # “Johnson” and “Johnston” are two names more often than one misspelt.
    "family_typed": 0.5,
    # Counts only beside a family name that differs: one in some hundred people has a given name in common.
    "given_same": 1.5,
    # A letter is shared by one person in ten or so.
    "given_initial": 1.2,
    # “Kristin” and “Kristen”: a slip; or two sisters.
    "given_spelt": 0.6,
    # “Dan” and “Daniel”: usual, but “Alex” is a man or a woman.
    "given_short": 0.4,
    # “John” alone is seldom Elton John.
    "given_alone": -1.0,
    # Nobody else of this family name is in the corpus: strangers of one name are then unlikely.
    "only_family": 0.8,
    # Again and again in full, and never another of that family name: the short form is for somebody known.
    "only_often": 0.6,
    # Others have the family name, nobody else the initial.
    "only_given": 0.4,
    # Short names are for who is meant most of the time: “Reagan” is Ronald, not Nancy, unless more says so.
    "bearer_most": 1.0,
    "bearer_seldom": -1.5,  # more than bearer_most: what is rare has evidence that looks telling by its rarity
    # Two speakers of one family name seldom hold the same office.
    "role": 1.2,
    # “spokesman”, “president”: held by so many that it may be chance.
    "role_common": 0.7,
    "affiliation": 1.2,  # as for a role
    "affiliation_common": 0.7,  # “US”, “UN”: as for a frequent role
    # Stories have casts: each name that two articles share makes one story likelier, up to MOST_CO_MENTIONS.
    "co_mention": 0.3,
    # A local paper writes about the same people, a national one about everybody: weak.
    "outlet": 0.5,
    # A story lasts days.
    "days_near": 0.7,
    "days_month": 0.2,  # an affair lasts weeks
    # Short names are for people who are in the news.
    "years": -0.3,
    # “Mr. Lim” is rarely called Ada; given names tell the sex of most bearers, not of all.
    "address_against": -2.5,
    "address_fits": 0.3,  # half of all people would fit
    # The rules inside an article had the text before them and kept the two names apart.
    "one_article": -1.0,
    # Two bearers of one name are known: which of them, if nothing in the article tells, is a guess.
    "namesake": -1.0,
    # What tells them apart is said in this article.
    "told_apart": 0.7,
    # “Ada B. Lim” and “Ada Lim”: the middle initial could have been given to tell two people apart.
    "middle_left_out": -0.4,
    # The same short name in several articles, with no full one that fits: bearers may differ from article to article.
    "short_name": 3.2,
}


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks for or against a link: its key in `WEIGHTS`, when it holds, and its words for a reader.

    `times`: how often it counts, where that is not once.
    """

    key: str
    holds: pl.Expr
    words: pl.Expr
    times: pl.Expr | None = None

    @property
    def contribution(self) -> pl.Expr:
        """What it adds to the sum; 0 where it does not hold."""
        weight = WEIGHTS[self.key]
        amount = pl.lit(weight) if self.times is None else weight * self.times
        return pl.when(self.holds).then(amount).otherwise(0.0)

    @property
    def text(self) -> pl.Expr:
        """“same outlet +0.5”; null where it does not hold."""
        weight = WEIGHTS[self.key]
        sign = "−" if weight < 0 else "+"
        amount: pl.Expr = pl.lit(f"{abs(weight):.1f}")
        if self.times is not None:
            amount = (abs(weight) * self.times).round(1).cast(pl.String)
        return pl.when(self.holds).then(pl.format("{} {}{}", self.words, pl.lit(sign), amount))


def weighed(frame: pl.DataFrame, signals: Sequence[Signal]) -> pl.DataFrame:
    """`frame` with `total`: the sum of what `signals` contribute, rounded so that order of addition cannot matter."""
    total = pl.sum_horizontal(pl.lit(WEIGHTS["before"]), *(signal.contribution for signal in signals))
    return frame.with_columns(total.round(6).alias("total"))


def explained(frame: pl.DataFrame, signals: Sequence[Signal], *, column: str = "signals") -> pl.DataFrame:
    """`frame`, as `weighed` gave it, with the list of its signals in `column` and with `score` in [0, 1]."""
    before = pl.lit(f"before any evidence −{abs(WEIGHTS['before']):.1f}")
    listed = pl.concat_str(before, *(signal.text for signal in signals), separator="; ", ignore_nulls=True)
    return frame.with_columns(listed.alias(column), score_of(pl.col("total")).alias("score"))


def score_of(total: pl.Expr) -> pl.Expr:
    """A sum of weights as a probability, four decimals."""
    return (1.0 / (1.0 + (-total).exp())).round(4)
