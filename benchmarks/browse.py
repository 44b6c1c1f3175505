"""Server time of every kind of page of `onrecord browse` over a home's published run.

    python benchmarks/published_run.py HOME --quotations 100000
    python benchmarks/browse.py HOME [--repeat N]

Prints the median of wall and CPU milliseconds, the application called directly, without a socket; pages are those of
the most quoted speaker, the target most spoken of and the article with most quotations, and of a frequent word.
"""

import argparse
import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx

from flows.home import Home
from flows.judgements import CuratedJudgements
from warehouse.browse.app import create_app
from warehouse.browse.links import LiveLinks
from warehouse.browse.run import LatestRun, PublishedRun


def addresses(run: PublishedRun) -> dict[str, str]:
    """The heaviest page of every kind."""
    links = LiveLinks()

    def first(sql: str) -> str:
        return str(next(iter(run.rows(f"{sql} LIMIT 1")[0].values())))

    speaker = first("SELECT speaker_id FROM out_speakers ORDER BY quotations DESC")
    target = first("SELECT target_id FROM out_stances GROUP BY target_id ORDER BY count(*) DESC")
    article = first("SELECT article_id FROM out_articles ORDER BY quotations DESC, article_id")
    word = first(
        "SELECT word FROM (SELECT unnest(string_split(text, ' ')) AS word FROM out_quotations LIMIT 100000) "
        "WHERE regexp_full_match(word, '[a-z]{4,}') GROUP BY word ORDER BY count(*) DESC"
    )
    return {
        "newest quotations": "/",
        "search: a frequent word": f"/?q={quote(word)}",
        "search: a phrase nobody says": "/?q=%22no+such+words%22",
        "search: word, speaker, side": f"/?q={quote(word)}&speaker=a&side=favor",
        "search: days and target": f"/?since=2024-01-01&until=2024-12-31&target={quote(target)}",
        "search: page 100": "/?page=100",
        "article": links.article(article),
        "articles": "/articles",
        "speaker": str(links.speaker(speaker)),
        "speakers": "/speakers",
        "target": str(links.target(target)),
        "targets": "/targets",
        "tables": "/tables",
        "rows of a table": "/tables/out_quotations?page=100",
    }


async def measure(home: Home, repeat: int, print_line: Callable[[str], None]) -> None:
    """Asks for every page, once to warm up, then `repeat` times."""
    latest = LatestRun(home.published)
    transport = httpx.ASGITransport(create_app(latest, CuratedJudgements(home)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for name, address in addresses(latest.current()).items():
            spent = []
            for _ in range(repeat + 1):
                wall, cpu = time.perf_counter(), time.process_time()
                answer = await client.get(address)
                spent.append((time.perf_counter() - wall, time.process_time() - cpu))
                answer.raise_for_status()
            walls, cpus = zip(*spent[1:], strict=True)
            size = len(answer.content) / 1000
            print_line(f"{name:30} {1000 * median(walls):8.0f} ms {1000 * median(cpus):8.0f} ms CPU {size:8.0f} kB")
    latest.close()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    asyncio.run(measure(Home(options.home.absolute()), options.repeat, print))


if __name__ == "__main__":
    main()
