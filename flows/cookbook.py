"""The cookbook of `docs/cookbook`: questions in SQL, and beside each its answer on the samples.

`python -m flows.cookbook` runs the samples and writes every answer anew; the tests say which are out of date.
"""

import csv
import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.query import open_published, query

FOLDER = Path("docs/cookbook")
SAMPLES = Path("samples")
_INTRODUCTION = """# Cookbook

Questions that journalists, media monitors and researchers ask, each a file of this folder, with its answer on the
invented articles of `samples`. Change the names in it and ask your own tables:

```sh
onrecord sql --home my-articles --file docs/cookbook/01_statements_about_a_target.sql
```

The answers are what the tables say, errors included; [checked.md](checked.md) holds them to the articles.
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question: a file of SQL that begins with who asks what, and its answer beside it."""

    path: Path

    @property
    def sql(self) -> str:
        """The whole file."""
        return self.path.read_text("utf-8")

    @property
    def asker(self) -> str:
        """Who asks."""
        return self._comment[0].partition(": ")[0]

    @property
    def question(self) -> str:
        """What is asked."""
        return self._comment[0].partition(": ")[2]

    @property
    def note(self) -> str:
        """What else there is to know, if anything."""
        return " ".join(self._comment[1:])

    @property
    def select(self) -> str:
        """The SQL below the comment."""
        return "\n".join(self.sql.splitlines()[len(self._comment) :])

    @property
    def answer_path(self) -> Path:
        """Where the answer is kept."""
        return self.path.with_suffix(".csv")

    @property
    def _comment(self) -> list[str]:
        lines = self.sql.splitlines()
        until = next(number for number, line in enumerate(lines) if not line.startswith("--"))
        return [line.removeprefix("--").strip() for line in lines[:until]]


def recipes(folder: Path = FOLDER) -> list[Recipe]:
    """All questions, in the order of their numbers."""
    return [Recipe(path) for path in sorted(folder.glob("*.sql"))]


def answer(connection: duckdb.DuckDBPyConnection, recipe: Recipe) -> str:
    """The answer of the published run behind `connection`, as CSV."""
    columns, rows = query(connection, recipe.sql)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def cookbook_page() -> str:
    """`docs/cookbook/README.md`: every question, its SQL and its kept answer."""
    parts = [_INTRODUCTION]
    for number, recipe in enumerate(recipes(), 1):
        parts.append(f"## {number}. {recipe.question}\n")
        parts.append(
            " ".join(filter(None, [f"*{recipe.asker}.*", recipe.note, f"[{recipe.path.name}]({recipe.path.name})"]))
            + "\n"
        )
        parts.append(f"```sql\n{recipe.select}\n```\n")
        parts.append(_table(recipe.answer_path.read_text("utf-8")))
    return "\n".join(parts)


def _table(answer: str) -> str:
    header, *rows = csv.reader(io.StringIO(answer))
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_cell(value) for value in line)} |\n" for line in lines)


def _cell(value: str) -> str:
    return value.replace("|", "∣").replace("\n", " ").replace("*", "\\*").replace("<", "&lt;")


def main() -> None:
    """Runs the samples in a home of their own and writes every answer."""
    from flows.context import Context
    from flows.home import Home
    from flows.runs import run_pipeline
    from flows.settings import Settings

    with tempfile.TemporaryDirectory(prefix="onrecord-cookbook-") as folder:
        home = Home(Path(folder))
        shutil.copy(SAMPLES / "targets.toml", home.targets)
        run_pipeline(Context(home, Settings()), [SAMPLES / "articles"])
        connection = open_published(home.published)
        try:
            for recipe in recipes():
                recipe.answer_path.write_text(answer(connection, recipe), "utf-8")
        finally:
            connection.close()


if __name__ == "__main__":
    main()
