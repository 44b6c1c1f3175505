"""Generated articles: as many as wanted, all distinct, with invented people who come back as people in the news do.

    python benchmarks/articles.py FOLDER --articles 100000 [--first 0] [--seed 1]

Writes JSON Lines files of 10,000 articles. Article number n is the same whatever else is written, so a corpus grows by
writing further numbers. The texts are for measuring costs; they say nothing about how well quotations are found.
"""

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FILE_ARTICLES = 10_000
PEOPLE = 40_000
OUTLETS = 60
# The news of three years come in the order of their dates, some of them days late.
_FIRST_DAY = datetime(2022, 1, 1, 6, tzinfo=UTC)
_APART = timedelta(days=3 * 365) / 100_000
_LATE_MINUTES = 3 * 24 * 60

_GIVEN = """
    Ada Agnes Alan Alice Amir Anna Arthur Beatrice Boris Carla Cecil Clara Daniel David Diana Edith Elena Emil Erik
    Esther Felix Fiona Frank George Grace Hannah Harold Helen Hugo Ian Ida Irene Ivan James Jane Joan Julia Karl
    Laura Leon Linda Louis Maria Mark Martha Max Nina Nora Oscar Paul Peter Rachel Robert Rosa Ruth Samuel Sara
    Simon Stella Thomas Ursula Victor Vera Walter
""".split()  # noqa: SIM905
_HEADS = """
    Ab Ach Al Ar Bal Bar Ber Bor Bram Cal Car Col Cor Dal Dor Dun El Fal Far Fen Gar Gil Gran Hal Har Hol Hum Ing
    Jar Kel Kin Lam Lang Lind Lor Mal Mar Mel Mor Nor Ol Or Pel Per Quill Ram Ros Sal Sand Stan Tal Thorn Tor Ul Van
    Vel Wal War West Win Wol Yar
""".split()  # noqa: SIM905
_TAILS = """
    berg bridge bury by combe dale den dorf er ford gate ham heim holt ington ko land ley man mark mere mond more
    ner nik ov port quist ridge rup sen shaw stad stone strom ton vik ward well wick wood worth
""".split()  # noqa: SIM905
_ROLES = (
    "mayor of {place}", "head of the {body}", "chair of the {body}", "spokesman for the {body}",
    "spokeswoman for the {body}", "minister for {field}", "director of the {body}",
    "professor of economics at the University of {place}", "secretary of the {body}", "deputy head of the {body}",
)  # fmt: skip
_BODIES = (
    "{place} Council", "{place} Chamber of Commerce", "{place} Harbour Authority", "{place} Teachers’ Union",
    "{place} Hospital Trust", "{place} Farmers’ Association", "{place} Tenants’ League", "{place} Water Board",
    "{place} Transport Agency", "{place} Bank",
)  # fmt: skip
_FIELDS = """
    transport health housing education energy trade agriculture culture defence finance
""".split()  # noqa: SIM905
_ISSUES = (
    "the new tram line", "the hospital merger", "the water tariff", "the housing levy", "the coastal wind farm",
    "the school reform", "the fishing quota", "the night flight ban", "the pension deal", "the river dam",
    "the library closures", "the rent cap", "the border toll", "the waste plant", "the stadium loan",
    "the broadband scheme", "the ferry contract", "the land tax", "the grain subsidy", "the mine extension",
    "the parking fee", "the museum wing", "the police budget", "the nurses’ pay offer", "the data law",
    "the airport runway", "the forest sale", "the cycling network", "the gas terminal", "the tuition grant",
)  # fmt: skip
_ADJECTIVES = """
    costly overdue reckless sensible unfair necessary premature generous popular dangerous modest welcome doubtful
    careful empty honest hasty lawful wasteful promising
""".split()  # noqa: SIM905
_NOUNS = (
    "families", "commuters", "farmers", "patients", "small firms", "tenants", "pupils", "taxpayers", "fishermen",
    "students", "drivers", "pensioners", "nurses", "shopkeepers", "engineers", "neighbours", "investors", "miners",
    "teachers", "visitors",
)  # fmt: skip
_CLAUSES = (
    "{issue} would cost {noun} {number} million a year", "{noun} had waited {number} years for {issue}",
    "{issue} was {adjective} and {adjective2}", "no one had asked {noun} about {issue}",
    "{issue} should be put to a vote before {month}", "the figures behind {issue} were {adjective}",
    "{noun} would lose {number} jobs if {issue} went ahead", "{issue} deserved the support of {noun}",
    "the {body} had known about {issue} for {number} months", "{noun} and {noun2} would pay for {issue} in the end",
    "{issue} could save {number} jobs in {place}", "there was no {adjective} answer for {noun} yet",
)  # fmt: skip
_DIRECT = (
    "“{Clause},” said {who}.", "“{Clause},” {who} told reporters in {place}.", "{Who} said: “{Clause}.”",
    "“{Clause},” {pronoun} said. “{Clause2}.”", "Asked about {noun}, {who} said: “{Clause}.”",
)  # fmt: skip
_INDIRECT = (
    "{Who} said that {clause}.", "{Who} warned that {clause}.", "{Who} said {clause}.",
    "According to {who}, {clause}.", "{Pronoun} added that {clause}.",
    "{Who} argued that {clause}, and that {clause2}.", "{Who} denied that {clause}.",
    "{Who} accused {other} of hiding that {clause}.", "{Who} criticised {other} over {issue}.",
    "{Who} backed {issue}, saying {clause}.",
)  # fmt: skip
_PLAIN = (
    "The {body} meets on {weekday} to decide on {issue}.", "Some {number} {noun} gathered in {place} on {weekday}.",
    "A first draft had been published in {month}, {number} weeks late.",
    "Work in {place} began {number} years ago and has since stalled.",
    "The {body} spent {number} million on {issue} last year, by its own account {adjective}.",
    "In {place}, {noun} have gone without {noun2} since {month}.",
    "The vote was {number} to {number2}, with {noun} watching from the gallery.",
    "It was the {adjective} end to the {adjective2} week for {noun} in {place}.",
)  # fmt: skip
_TITLES = (
    "{Issue} divides {place}", "{place}: {noun} wait for {issue}", "{other} under fire over {issue}",
    "{Noun} in {place} want answers",
)  # fmt: skip
_WEEKDAYS = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""".split()  # noqa: SIM905
_MONTH_NAMES = """
    January February March April May June July August September October November December
""".split()  # noqa: SIM905


def article(number: int, seed: int = 1) -> dict[str, Any]:
    """Article `number`: title, text of about 135 words in three paragraphs, date, outlet and address."""
    draw = random.Random(f"{seed}/{number}")
    cast = [_person(_rank(draw), seed) for _ in range(3)]
    paragraphs = [" ".join(_sentences(draw, cast)) for _ in range(3)]
    published = _FIRST_DAY + _APART * number - timedelta(minutes=draw.randrange(_LATE_MINUTES))
    return {
        "title": _filled(draw.choice(_TITLES), draw, cast),
        "text": "\n\n".join(paragraphs),
        "date": published.isoformat(),
        "source": f"{_place(draw.randrange(OUTLETS))} Courier",
        "url": f"https://news.example/{seed}/{number}",
    }


def write(folder: Path, first: int, count: int, seed: int = 1) -> list[Path]:
    """Articles `first` to `first + count` as JSON Lines files of FILE_ARTICLES in `folder`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for start in range(first, first + count, FILE_ARTICLES):
        path = folder / f"articles-{start:08d}.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for number in range(start, min(start + FILE_ARTICLES, first + count)):
                lines.write(json.dumps(article(number, seed), ensure_ascii=False) + "\n")
        written.append(path)
    return written


def _rank(draw: random.Random) -> int:
    """Who is in the news: a few people often, most of them once or twice."""
    return int(PEOPLE ** draw.random()) - 1


def _person(rank: int, seed: int) -> tuple[str, str, str]:
    """Name, family name and role of the person of this rank."""
    draw = random.Random(f"{seed}/person/{rank}")
    family = draw.choice(_HEADS) + draw.choice(_TAILS) + (draw.choice(_TAILS) if draw.random() < 0.4 else "")
    place = _place(draw.randrange(2_000))
    body = draw.choice(_BODIES).format(place=place)
    return (
        f"{draw.choice(_GIVEN)} {family}",
        family,
        draw.choice(_ROLES).format(place=place, body=body, field=draw.choice(_FIELDS)),
    )


def _place(number: int) -> str:
    head, tail = divmod(number, len(_TAILS))
    return _HEADS[(head + number) % len(_HEADS)] + _TAILS[tail]


def _sentences(draw: random.Random, cast: list[tuple[str, str, str]]) -> Iterator[str]:
    yield _filled(draw.choice(_PLAIN), draw, cast)
    yield _filled(draw.choice(_DIRECT), draw, cast)
    yield _filled(draw.choice(_INDIRECT if draw.random() < 0.8 else _PLAIN), draw, cast)


def _filled(pattern: str, draw: random.Random, cast: list[tuple[str, str, str]]) -> str:
    (name, family, role), (other, _, _) = draw.sample(cast, 2)
    who = f"{name}, {role}" if draw.random() < 0.4 else name if draw.random() < 0.5 else family
    slots = _slots(draw) | {"who": who, "other": other, "pronoun": draw.choice(("he", "she"))}
    clauses = {name: draw.choice(_CLAUSES).format(**(slots | _slots(draw))) for name in ("clause", "clause2")}
    slots |= clauses
    return pattern.format(
        **slots, **{key.capitalize(): value[0].upper() + value[1:] for key, value in slots.items() if value}
    )


def _slots(draw: random.Random) -> dict[str, str]:
    place = _place(draw.randrange(2_000))
    return {
        "place": place, "body": draw.choice(_BODIES).format(place=place), "issue": draw.choice(_ISSUES),
        "noun": draw.choice(_NOUNS), "noun2": draw.choice(_NOUNS), "adjective": draw.choice(_ADJECTIVES),
        "adjective2": draw.choice(_ADJECTIVES), "number": str(draw.randrange(2, 980)),
        "number2": str(draw.randrange(2, 980)), "month": draw.choice(_MONTH_NAMES), "weekday": draw.choice(_WEEKDAYS),
    }  # fmt: skip


def main() -> None:
    """Writes the articles and says where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for path in write(options.folder, options.first, options.articles, options.seed):
        print(path)


if __name__ == "__main__":
    main()
