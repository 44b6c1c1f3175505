"""Published tables about statements: out_statements, out_topics."""

import dataframely as dy

from transforms.schemas.types import choice, count, date, free_text, key_text, polarity, probability
from transforms.text.records import QuotationKind


class OutStatements(dy.Schema):
    """One row per statement: what one speaker said once, however many articles and outlets repeat it.

    Copies are quotations of the same words, but for grammar and spelling, in part or in whole; short ones only within
    two weeks of one another.
    """

    statement_id = key_text(
        "The quotation_id of the first copy: earliest day, undated last, then lowest id.", primary_key=True
    )
    speaker_id = free_text("The canonical speaker, if a copy has one.", nullable=True)
    speaker = free_text("Name of the canonical speaker.", nullable=True)
    text = free_text("The longest copy, of equals the first.")
    text_quotation_id = key_text("The quotation the text is from.")
    kind = choice("How much of that copy stands inside quotation marks: all, some, nothing.", QuotationKind)
    is_said = dy.Bool(
        description="Whether it was said; FALSE for an attitude: hoped, planned, decided or opposed, not said."
    )
    words = count("Number of words of that copy.")
    sentiment = polarity("VADER compound score of that copy.", nullable=True)
    first_seen_on = date("Day of the first dated copy.", nullable=True)
    last_seen_on = date("Day of the last dated copy.", nullable=True)
    copies = count("Quotations that are this statement.")
    articles = count("Articles they stand in.")
    outlets = count("Outlets of these articles.")
    outlet_names = free_text("These outlets, sorted, joined by “ | ”; empty where none is known.")
    topic = count("The main topic; NULL where the statement has none. Numbers change with the corpus.", nullable=True)
    topic_weight = probability("Share of the main topic in the statement.", nullable=True)


class OutTopics(dy.Schema):
    """One row per topic and term; empty where `score.topics` is 0 or the corpus small."""

    topic = count("Number of the topic, 1 for the one most statements have.", primary_key=True)
    rank = count("1 for the term that weighs most.", primary_key=True)
    term = key_text("The word, lower case.")
    weight = probability("Weight of the term; the squares of all weights of a topic sum to 1.")
    statements = count("Statements whose main topic this is.")
