"""Settings: one frozen model, read from `onrecord.toml` in the home; an unknown key is an error."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.home import is_plain
from flows.judges import JudgeSize
from flows.read_limits import ReadLimits
from transforms.articles.admit import AdmitSettings
from transforms.schemas.tables import PUBLISHED
from transforms.scores.stance import SIDE_FLOOR
from transforms.text.errors import PipelineError
from warehouse.bounds import LEAST_ROWS_BEFORE, WATCHED, Bounds
from warehouse.store import MEMORY_MB


class SettingsBroken(PipelineError):
    """The settings file cannot be used."""

    def __init__(self, path: Path, problems: str) -> None:
        super().__init__(
            f"{path}: {problems}. Mend or remove these lines; docs/settings.md lists every setting with its default."
        )


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunSettings(_Section):
    """How the work is cut up."""

    batch_articles: int = Field(500, ge=1, le=500, description="Most articles in a batch.")
    batch_chars: int = Field(8_000_000, ge=1, description="Most characters of text in a batch; bounds memory.")
    memory_mb: int = Field(
        MEMORY_MB, ge=256, description="Most memory of the database in MB; what is more goes to files in the home."
    )


class ScaleSettings(_Section):
    """Where batches are computed, and where they lie meanwhile."""

    workers: int = Field(
        1, ge=1, le=256, description="Worker processes of this machine; 1 computes in the main process."
    )
    dask: str = Field(
        "",
        description="Address of a Dask scheduler (`tcp://host:8786`) whose workers compute instead, with "
        "`pip install 'onrecord[dask]'`; empty: none. See docs/scaling-out.md.",
    )
    staging: str = Field(
        "",
        description="Where computed batches lie, for this home alone and the same on every machine: an absolute path, "
        "or as fsspec names places, `s3://bucket/folder`. Empty: the folder `staging` in the home.",
    )

    @field_validator("staging")
    @classmethod
    def _whole_and_plain(cls, value: str) -> str:
        if value and "://" not in value and not Path(value).is_absolute():
            raise ValueError(f"{value!r} is a different folder on every machine; give an absolute path or a URL")
        if not is_plain(value):
            raise ValueError(f"{value!r} holds one of * ? [ ] or unprintable characters")
        return value


class ScoreSettings(_Section):
    """What is scored."""

    terms_per_speaker: int = Field(25, ge=1, description="Most distinctive terms kept per speaker.")
    topics: int = Field(
        12, ge=0, le=200, description="Topics of the statements; 0: none. With fewer than 25 statements each: none."
    )


class ScorerSettings(_Section):
    """One of onrecord's own judges, or a model of Hugging Face's kind; that needs `pip install 'onrecord[hub]'`."""

    judge: JudgeSize = Field(
        JudgeSize.SMALL,
        description="Which of onrecord's own judges: `small`, or `large`, which is better in tone and on issues "
        "and takes 20 times as long; with the same in both sections one answers for both.",
    )
    hub_model: str = Field("", description="Folder or hub name of another model; empty: onrecord's own judge.")
    hub_revision: str = Field("main", description="Revision of a model named by its hub name; a commit is safest.")


class StanceSettings(ScorerSettings):
    """Which side a speaker takes on a target; `hub_model` may be any model of natural language inference."""

    abstain_below: float = Field(
        SIDE_FLOOR, ge=0, le=1, description="Least probability of a side in the tables; below it the label is neutral."
    )


class SentimentSettings(ScorerSettings):
    """The tone toward a target; `hub_model` takes the target as second segment."""


class PublishSettings(_Section):
    """What must hold before a run is published, what is kept, and where a copy goes."""

    keep_runs: int = Field(5, ge=1, description="Published runs kept, the newest first.")
    least_rows: dict[str, int] = Field(
        {}, description="Refuse to publish when a table has fewer rows, e.g. `{ out_articles = 100 }`."
    )
    least_filled_pct: dict[str, float] = Field(
        {},
        description="Refuse to publish when a column has a value in a smaller share of its rows, e.g. "
        '`{ "out_quotations.speaker" = 40 }`.',
    )
    most_rejects_pct: float = Field(
        100.0, ge=0, le=100, description="Refuse to publish when more than this share of the records was rejected."
    )
    most_drop_pct: float = Field(
        50.0,
        ge=0,
        le=100,
        description=f"Refuse to publish when one of {', '.join(WATCHED)} lost more than this share of its rows since "
        f"the last published run; tables of fewer than {LEAST_ROWS_BEFORE} rows are not judged.",
    )
    copy_to: str = Field(
        "",
        description="Where each published run is copied, as fsspec names places: `s3://bucket/folder` (with "
        "`pip install 'onrecord[s3]'`), `file:///mnt/share/news`. Credentials come from the environment.",
    )

    @field_validator("least_rows")
    @classmethod
    def _known_tables(cls, value: dict[str, int]) -> dict[str, int]:
        return _only_known(value, {table.name for table in PUBLISHED})

    @field_validator("least_filled_pct")
    @classmethod
    def _known_columns(cls, value: dict[str, float]) -> dict[str, float]:
        return _only_known(value, {f"{table.name}.{name}" for table in PUBLISHED for name in table.column_descriptions})

    @property
    def bounds(self) -> Bounds:
        """What the tables are held to."""
        return Bounds(self.least_rows, self.least_filled_pct, self.most_rejects_pct, self.most_drop_pct)


class Settings(_Section):
    """Every setting with its default written out."""

    read: ReadLimits = ReadLimits()
    admit: AdmitSettings = AdmitSettings()
    run: RunSettings = RunSettings()
    scale: ScaleSettings = ScaleSettings()
    score: ScoreSettings = ScoreSettings()
    stance: StanceSettings = StanceSettings()
    sentiment: SentimentSettings = SentimentSettings()
    publish: PublishSettings = PublishSettings()

    def at_scale(self, *, workers: int | None, dask: str | None) -> "Settings":
        """With what was asked for beside the file: a cluster, or so many workers of this machine and no cluster."""
        if dask:
            asked: dict[str, Any] = {"dask": dask}
        elif workers:
            asked = {"workers": workers, "dask": ""}
        else:
            return self
        return self.model_copy(update={"scale": self.scale.model_copy(update=asked)})


def read_settings(path: Path) -> Settings:
    """The settings in `path`; the defaults where there is no such file.

    Raises:
        SettingsBroken: not TOML, an unknown key, or a value out of bounds; all problems are listed.
    """
    if not path.exists():
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsBroken(path, str(error)) from error
    except ValidationError as error:
        problems = "; ".join(
            f"[{'.'.join(str(part) for part in problem['loc'])}] {problem['msg']}" for problem in error.errors()
        )
        raise SettingsBroken(path, problems) from error


def _only_known(named: dict[str, Any], known: set[str]) -> dict[str, Any]:
    unknown = sorted(named.keys() - known)
    if unknown:
        raise ValueError(f"not published: {', '.join(unknown)}; `onrecord tables` lists tables and columns")
    return named
