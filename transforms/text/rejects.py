"""Why a record did not go on: one vocabulary for every step."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """The reasons for a reject; each says what is wrong with the data, not what the program did."""

    EMPTY = "empty"  # no characters but white space
    TOO_SHORT = "too_short"  # fewer words than the setting asks for
    TOO_LARGE = "too_large"  # file, line, record or decompressed size above the limit
    NOT_TEXT = "not_text"  # binary content under a text name
    UNDECODABLE = "undecodable"  # no encoding fits
    UNREADABLE = "unreadable"  # permission, vanished file, broken link, read error
    UNKNOWN_FORMAT = "unknown_format"  # a suffix nobody reads
    BROKEN_ARCHIVE = "broken_archive"  # gzip damaged or truncated
    BROKEN_RECORD = "broken_record"  # JSON, CSV or Parquet that does not parse
    NO_BODY = "no_body"  # a record or page without article text
    NO_PARAGRAPHS = "no_paragraphs"  # only boilerplate
    STEP_FAILED = "step_failed"  # a step raised on this article; detail holds the error


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that did not go on.

    `key` is a path with record (`a.jsonl#3`), a path, or an article_id; `detail` never holds article text.
    """

    step: str
    key: str
    reason: Reason
    detail: str
