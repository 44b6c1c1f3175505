"""The frames that published tables are made of beside SQL: statements, and what is counted per speaker and target."""

from __future__ import annotations

import duckdb
import polars as pl

from flows.settings import ScoreSettings
from transforms.scores.aggregate import speaker_days, speaker_targets, statement_stances
from transforms.scores.stance_changes import stance_changes
from transforms.scores.statements import statements
from transforms.scores.terms import distinctive_terms
from transforms.scores.topics import find_topics
from transforms.scores.who_about_whom import who_about_whom
from warehouse.frames import fetch

_TO_CLUSTER = """
    SELECT quotation_id, article_id, char_start, speaker_id, published_on, cue_kind, kind, text
    FROM _quotations ORDER BY quotation_id
"""
_QUOTATIONS = """
    SELECT quotation_id, statement_id, speaker_id, published_on, article_id, outlet, words, sentiment,
           cue_kind IS DISTINCT FROM 'attitude' AS is_said
    FROM out_quotations ORDER BY quotation_id
"""
_STATEMENTS = "SELECT statement_id, speaker_id, is_said, text FROM _statements ORDER BY statement_id"
_STANCES = """
    SELECT quotation_id, statement_id, speaker_id, target_id, target, is_said, published_on, label, p_favor, p_against,
           sentiment, target_sentiment
    FROM out_stances ORDER BY quotation_id, target_id
"""
_OUTLETS = "SELECT DISTINCT speaker_id, target_id, outlet FROM out_stances WHERE speaker_id IS NOT NULL ORDER BY ALL"
_SPEAKERS = "SELECT speaker_id, name, aliases FROM core_speakers ORDER BY speaker_id"


def statement_copies(store: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The statement of every quotation; `build_quotations` has been called."""
    return statements(fetch(store, _TO_CLUSTER))


def aggregates(store: duckdb.DuckDBPyConnection, settings: ScoreSettings) -> dict[str, pl.DataFrame]:
    """The frames of `build_aggregates`; `build_tables` has been called."""
    said_once = fetch(store, _STATEMENTS)
    topics = find_topics(said_once, topics=settings.topics)
    stances = statement_stances(fetch(store, _STANCES))
    targets = speaker_targets(stances)
    return {
        "statement_stances": stances,
        "speaker_days": speaker_days(fetch(store, _QUOTATIONS), stances),
        "speaker_targets": targets,
        "stance_changes": stance_changes(targets),
        "who_about_whom": who_about_whom(stances, fetch(store, _OUTLETS), fetch(store, _SPEAKERS)),
        "speaker_terms": distinctive_terms(said_once.filter("is_said"), top=settings.terms_per_speaker),
        "topics": topics.terms,
        "statement_topics": topics.statements,
    }
