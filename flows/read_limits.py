"""What is too large to be read, and what is said of a file that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from transforms.text.rejects import Reason


class ReadLimits(BaseModel):
    """What is too large to be an article or a file of articles."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    max_record_bytes: int = Field(default=16 * 2**20, ge=1)
    """Of one line, row or object, and of a txt, md or html file."""
    max_whole_bytes: int = Field(default=128 * 2**20, ge=1)
    """Of a file that is read as a whole: json, JSON Lines in UTF-16, Parquet inside gzip. It takes four times as much
    memory."""
    max_file_bytes: int = Field(default=16 * 2**30, ge=1)
    """Of any file, after decompression: a guard against archive bombs."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong with a file, or with the rest of it."""

    reason: Reason
    detail: str


class TooLarge(Exception):
    """A file outgrew its limit while it was read."""
