"""The golden list of tables: name, schema, the step that writes it, and the order of its rows."""

from dataclasses import dataclass

import dataframely as dy

from transforms.schemas.core_articles import CoreArticleFiles, CoreArticles
from transforms.schemas.core_quotations import CoreAttributions, CoreMentions, CoreQuotations
from transforms.schemas.core_rejects import CoreRejects
from transforms.schemas.core_runs import CoreRuns
from transforms.schemas.core_scores import CoreSentiment, CoreStance
from transforms.schemas.core_segments import CoreParagraphs, CoreSentences, CoreTokens
from transforms.schemas.core_speakers import CoreSpeakerChanges, CoreSpeakerLinks, CoreSpeakers
from transforms.schemas.out_articles import OutArticleFiles, OutArticles, OutParagraphs, OutSentences, OutTokens
from transforms.schemas.out_quotations import OutQuotations, OutRejects, OutStances
from transforms.schemas.out_relations import OutSpeakerTargets, OutStanceChanges, OutWhoAboutWhom
from transforms.schemas.out_speakers import (
    OutSpeakerChanges,
    OutSpeakerDays,
    OutSpeakerLinks,
    OutSpeakers,
    OutSpeakerTerms,
)
from transforms.schemas.out_statements import OutStatements, OutTopics


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows are unique in, and ordered by, the primary key of its schema.

    `by_article`: the rows of an article change only when it is annotated or scored anew.
    `by_month`: published as a folder with one file per month of publication, each in that order.
    """

    name: str
    schema: type[dy.Schema]
    written_by: str
    by_article: bool = False
    by_month: bool = False

    @property
    def description(self) -> str:
        """What one row is, from the schema's docstring, as one paragraph."""
        return " ".join((self.schema.__doc__ or "").split())

    @property
    def column_descriptions(self) -> dict[str, str]:
        """What each column holds, in their order."""
        return {name: column.description or "" for name, column in self.schema.columns().items()}

    @property
    def key(self) -> list[str]:
        """Columns of the primary key."""
        return list(self.schema.primary_key())

    @property
    def is_published(self) -> bool:
        """Whether the table is part of a published run."""
        return self.name.startswith("out_")


TABLES: tuple[Table, ...] = (
    Table("core_articles", CoreArticles, "ingest"),
    Table("core_article_files", CoreArticleFiles, "ingest"),
    Table("core_paragraphs", CoreParagraphs, "annotate", by_article=True),
    Table("core_sentences", CoreSentences, "annotate", by_article=True),
    Table("core_tokens", CoreTokens, "annotate", by_article=True),
    Table("core_quotations", CoreQuotations, "annotate", by_article=True),
    Table("core_attributions", CoreAttributions, "annotate", by_article=True),
    Table("core_mentions", CoreMentions, "annotate", by_article=True),
    Table("core_speakers", CoreSpeakers, "score"),
    Table("core_speaker_links", CoreSpeakerLinks, "score"),
    Table("core_speaker_changes", CoreSpeakerChanges, "score"),
    Table("core_sentiment", CoreSentiment, "score", by_article=True),
    Table("core_stance", CoreStance, "score", by_article=True),
    Table("core_rejects", CoreRejects, "every step"),
    Table("core_runs", CoreRuns, "pipeline"),
    Table("out_quotations", OutQuotations, "publish"),
    Table("out_statements", OutStatements, "publish"),
    Table("out_stances", OutStances, "publish"),
    Table("out_speakers", OutSpeakers, "publish"),
    Table("out_speaker_links", OutSpeakerLinks, "publish"),
    Table("out_speaker_changes", OutSpeakerChanges, "publish"),
    Table("out_speaker_days", OutSpeakerDays, "publish"),
    Table("out_speaker_targets", OutSpeakerTargets, "publish"),
    Table("out_stance_changes", OutStanceChanges, "publish"),
    Table("out_who_about_whom", OutWhoAboutWhom, "publish"),
    Table("out_speaker_terms", OutSpeakerTerms, "publish"),
    Table("out_topics", OutTopics, "publish"),
    Table("out_articles", OutArticles, "publish"),
    Table("out_article_files", OutArticleFiles, "publish"),
    Table("out_paragraphs", OutParagraphs, "publish", by_article=True, by_month=True),
    Table("out_sentences", OutSentences, "publish", by_article=True, by_month=True),
    Table("out_tokens", OutTokens, "publish", by_article=True, by_month=True),
    Table("out_rejects", OutRejects, "publish"),
)

PUBLISHED: tuple[Table, ...] = tuple(table for table in TABLES if table.is_published)


def table(name: str) -> Table:
    """The table called `name`.

    Raises:
        KeyError: no such table.
    """
    return next((entry for entry in TABLES if entry.name == name), None) or _unknown(name)


def _unknown(name: str) -> Table:
    listed = ", ".join(entry.name for entry in TABLES)
    raise KeyError(f"no table {name!r}; choose one of: {listed}")
