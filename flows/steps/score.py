"""Score: who is who across articles; sentiment and stance of every quotation whose annotation or settings changed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from flows.context import Context
from flows.isolate import isolate
from flows.judgements import read_judgements
from flows.judges import JUDGES
from flows.lost_workers import WHOLE, Part
from flows.no_collection import no_collection
from flows.reports import StepReport
from flows.scorers import scorer_mark, stance_scorer, tone_scorer
from flows.settings import SentimentSettings, StanceSettings
from flows.steps.results import batch_frames
from flows.steps.todo import compute
from flows.versions import fingerprint, step_version
from transforms.reader.weights import shipped
from transforms.scores.sentiment import score_sentiment
from transforms.scores.stance import score_stance
from transforms.scores.targets import find_targets
from transforms.scores.watch_list import WatchList, parse_watch_list
from transforms.speakers.changes import speaker_changes
from transforms.speakers.judgements import about_speakers
from transforms.speakers.link import SpeakerLinks, link
from warehouse.frames import fetch
from warehouse.load import append_rows, replace_table, set_state, state
from warehouse.staging import StagedBatch, staged_frame
from warehouse.store import transaction

STEP = "score"
TABLES = ("core_sentiment", "core_stance")

_TODO = """
    WITH annotated AS (
        SELECT a.article_id, a.text_chars, a.admitted_no, md5(concat_ws(chr(31), ?, f.fingerprint)) AS fingerprint
        FROM core_articles AS a JOIN _fingerprints AS f ON f.step = 'annotate' AND f.article_id = a.article_id
    )
    SELECT n.article_id, n.text_chars, n.fingerprint
    FROM annotated AS n LEFT JOIN _fingerprints AS f ON f.step = ? AND f.article_id = n.article_id
    WHERE f.fingerprint IS DISTINCT FROM n.fingerprint ORDER BY n.admitted_no
"""
_INPUTS = {
    "articles": """
        SELECT b.article_id, b.fingerprint, a.text
        FROM batch_todo AS b JOIN core_articles AS a USING (article_id) ORDER BY b.position
    """,
    **{
        name: f"SELECT t.* FROM batch_todo AS b JOIN core_{name} AS t USING (article_id) ORDER BY b.position, {order}"
        for name, order in {
            "sentences": "t.sentence_no",
            "quotations": 't.start, t."end"',
            "attributions": "t.quotation_id",
            "mentions": 't.start, t."end"',
        }.items()
    },
}
_MENTIONS = """
    SELECT m.article_id, m.start, m."end", m.canonical, m.entity_type, m.role, m.affiliation, m.honorific,
           a.outlet, a.published_at, m.confidence, a.admitted_no
    FROM core_mentions AS m JOIN core_articles AS a USING (article_id)
    WHERE m.canonical IS NOT NULL ORDER BY m.article_id, m.start, m."end"
"""
_SPEAKERS = "SELECT speaker_id, name, articles, mentions FROM core_speakers"
_LINKS = 'SELECT article_id, start, "end", speaker_id FROM core_speaker_links'
# A home has one run at a time.
_LINKING = """
    SELECT (SELECT coalesce(max(linking_no), 0) + 1 FROM core_speaker_changes) AS linking_no,
           (SELECT max(run_id) FROM core_runs WHERE status = 'running') AS run_id
"""


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What a batch is scored with, small enough to be sent to a worker."""

    watch_list: WatchList
    stance: StanceSettings
    sentiment: SentimentSettings


def score(context: Context) -> StepReport:
    """Links speakers, then scores the articles whose annotation, code or watch-list changed, or the scorer.

    Raises:
        PipelineError: the watch-list, the judgements or the scorer cannot be used; the message says what to mend.
    """
    began = time.perf_counter()
    options = ScoreOptions(read_watch_list(context.home.targets), context.settings.stance, context.settings.sentiment)
    linked = _linked(context)
    with context.store(threads=1) as store:
        if linked is not None:
            _load_links(store, *linked)
            del linked  # of the size of the corpus; a batch needs none of it
        marks = scorer_mark(options.stance), scorer_mark(options.sentiment)
        version = fingerprint(step_version(STEP), repr(options.watch_list), *marks)
        todo = fetch(store, _TODO, [version, STEP])
        reasons = compute(context, store, STEP, score_batch, options, todo, _INPUTS, TABLES)
        speakers = fetch(store, "SELECT count(*) AS n FROM core_speakers")["n"].item()
    report = StepReport(
        STEP,
        todo.height,
        todo.height - reasons.total(),
        reasons,
        time.perf_counter() - began,
        {"speakers in all": speakers},
    )
    context.observer.ended(report)
    return report


def check_inputs(context: Context) -> None:
    """Reads what people wrote and looks at the models, before hours of work depend on it.

    Raises:
        PipelineError: the watch-list, the judgements, a scorer or a shipped model cannot be used.
    """
    settings = context.settings
    # The small judge stands beside the large one as well.
    for model in {"reader", "judge", *(JUDGES[asked.judge] for asked in (settings.stance, settings.sentiment))}:
        shipped(model)
    read_watch_list(context.home.targets)
    scorer_mark(settings.stance)
    scorer_mark(settings.sentiment)
    read_judgements(context.home)


def read_watch_list(path: Path) -> WatchList:
    """The watch-list in `path`; empty where there is no such file."""
    return parse_watch_list(path.read_text("utf-8")) if path.exists() else WatchList()


def score_batch(source: StagedBatch, target: StagedBatch, options: ScoreOptions, part: Part = WHOLE) -> None:
    """Scores the articles of `source` and stages the scores as `target`; pure but for these two."""
    if target.is_staged():
        return
    with source.folder() as folder:
        inputs = {name: staged_frame(folder, name) for name in _INPUTS}
    articles = part.of(inputs["articles"])
    # A model that cannot be loaded is no fault of the articles.
    stance_scorer(options.stance)
    tone_scorer(options.stance, options.sentiment)
    with no_collection():
        results, rejects = isolate(
            lambda some: score_articles(some, inputs, options), articles, step=STEP, is_deadly=part.is_deadly
        )
    target.stage(batch_frames(TABLES, results, rejects, articles))


def score_articles(
    articles: pl.DataFrame, inputs: dict[str, pl.DataFrame], options: ScoreOptions
) -> dict[str, pl.DataFrame]:
    """Frames of `TABLES`, checked, for some articles, from the core frames of at least these."""
    mine = {
        name: frame.join(articles.select("article_id"), on="article_id", how="semi", maintain_order="left")
        for name, frame in inputs.items()
    }
    targets = find_targets(
        mine["quotations"], mine["mentions"], mine["sentences"], mine["articles"], options.watch_list
    )
    return {
        "core_sentiment": score_sentiment(mine["quotations"], mine["sentences"], mine["articles"]),
        "core_stance": score_stance(
            targets, mine["quotations"], mine["attributions"], mine["sentences"], mine["articles"],
            stance_scorer(options.stance), tone_scorer(options.stance, options.sentiment),
            side_floor=options.stance.abstain_below,
        ),
    }  # fmt: skip


def _linked(context: Context) -> tuple[SpeakerLinks, str] | None:
    """All mentions linked anew, as who is who is decided over the whole corpus, and the mark of that state.

    None where no annotation and no judgement changed. Linking needs much memory: the database is closed meanwhile, with
    all that it keeps in memory.
    """
    lines, judgements = read_judgements(context.home)
    with context.store(threads=1) as store:
        annotated = fetch(
            store,
            "SELECT md5(string_agg(article_id || fingerprint, '' ORDER BY article_id)) AS mark "
            "FROM _fingerprints WHERE step = 'annotate'",
        )["mark"].item()
        mark = fingerprint(step_version("link"), annotated or "", lines)
        if state(store, "link") == mark:
            return None
        mentions = fetch(store, _MENTIONS)
    return link(mentions, about_speakers(judgements)), mark


def _load_links(store: duckdb.DuckDBPyConnection, linked: SpeakerLinks, mark: str) -> None:
    changes = speaker_changes(SpeakerLinks(fetch(store, _SPEAKERS), fetch(store, _LINKS)), linked)
    with transaction(store):
        replace_table(store, "core_speakers", linked.speakers)
        replace_table(store, "core_speaker_links", linked.links)
        if changes.height:
            append_rows(store, "core_speaker_changes", changes.join(fetch(store, _LINKING), how="cross"))
        set_state(store, "link", mark)
