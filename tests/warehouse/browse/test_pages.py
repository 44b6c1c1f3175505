"""What the pages show, and what they escape."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from transforms.schemas.tables import PUBLISHED
from warehouse.browse.links import LiveLinks, web_address
from warehouse.browse.pages import pct, signed

if TYPE_CHECKING:
    from tests.warehouse.browse.conftest import Pages

LINKS = LiveLinks()


class Read(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def every_address(pages: Pages) -> list[str]:
    run = pages.latest.current()
    found = ["/", "/articles", "/speakers", "/targets", "/tables", "/judgements", "/?q=levy", "/?kind=direct&page=2"]
    found += [LINKS.article(row["article_id"]) for row in run.rows("SELECT article_id FROM out_articles")]
    found += [str(LINKS.speaker(row["speaker_id"])) for row in run.rows("SELECT speaker_id FROM out_speakers")]
    found += [str(LINKS.target(row["id"])) for row in run.rows("SELECT DISTINCT target_id AS id FROM out_stances")]
    return found + [LINKS.table(table.name) for table in PUBLISHED]


def test_every_page_and_every_link_on_it_answers(pages: Pages) -> None:
    addresses, asked = every_address(pages), set[str]()
    linked: set[str] = set()
    for address in addresses:
        read = Read(pages.html(address))
        ids = [attributes["id"] for _, attributes in read.tags if attributes.get("id")]
        assert len(ids) == len(set(ids)), address
        hrefs = [str(attributes["href"]) for tag, attributes in read.tags if tag in ("a", "link")]
        assert all(href[1:] in ids for href in hrefs if href.startswith("#")), address
        linked |= {href.partition("#")[0] for href in hrefs if href.startswith("/")}
        asked.add(address)
    for href in sorted(linked - asked)[:150]:
        assert pages.get(href).status_code in (200, 303), href


def test_every_place_that_names_an_anchor_names_one_that_is_there(pages: Pages) -> None:
    cards = Read(pages.html("/"))
    for _, attributes in cards.tags:
        href = attributes.get("href") or ""
        if "#q-" in href:
            address, _, anchor = href.partition("#")
            assert f'id="{anchor}"' in pages.html(address)
            return
    pytest.fail("no quotation is linked")


def test_an_article_is_shown_with_every_character_and_its_quotations_marked(pages: Pages) -> None:
    run = pages.latest.current()
    for row in run.rows("SELECT article_id, text FROM out_articles WHERE is_analysed"):
        html = pages.html(LINKS.article(row["article_id"]))
        story = html.split('id="notes">')[1].split("</article>")[0]
        without_notes = re.sub(r'<div class="notes">.*?</div>\n</div>', "", story, flags=re.DOTALL)
        shown = Read(re.sub(r'<a class="note-link.*?</a>|<span class="role">.*?</span>', "", without_notes)).text
        assert "".join(shown.split()) == "".join(row["text"].split())
        for paragraph in run.rows("SELECT text FROM out_paragraphs WHERE article_id = ?", [row["article_id"]]):
            assert paragraph["text"] in shown
        marked = "".join(Read(part).text for part in re.findall(r'<mark class="q.*?</mark>', without_notes, re.DOTALL))
        for quotation in run.rows("SELECT text FROM out_quotations WHERE article_id = ?", [row["article_id"]]):
            for span in quotation["text"].split(" … "):
                assert "".join(span.split()) in "".join(marked.split())


def test_the_note_of_a_quotation_says_why(pages: Pages) -> None:
    run = pages.latest.current()
    quotation = run.rows(
        "SELECT q.*, s.evidence, s.target FROM out_quotations AS q JOIN out_stances AS s USING (quotation_id) "
        "WHERE s.label = 'against' AND s.evidence <> '' AND q.speaker IS NOT NULL "
        "ORDER BY q.mention_kind = 'pronoun' DESC, quotation_id"
    )[0]
    text = Read(pages.html(LINKS.article(quotation["article_id"]))).text
    for step in quotation["reasons"].rstrip(".").split("; "):
        assert step.rstrip(".") in text
    assert f"Because of “{quotation['evidence']}”" in text
    assert f"against {quotation['target']}" in text


def test_the_note_of_a_quotation_has_every_stance_with_its_sentence_probabilities_and_sentiment(pages: Pages) -> None:
    run = pages.latest.current()
    article = pages.one("SELECT article_id FROM out_stances GROUP BY ALL ORDER BY count(*) DESC, article_id LIMIT 1")
    text = " ".join(Read(pages.html(LINKS.article(article))).text.split())
    stances = run.rows("SELECT * FROM out_stances WHERE article_id = ?", [article])
    assert text.count("Both by minilm-judge") == len(stances)
    for stance in stances:
        assert " ".join(stance["sentence"].split()) in text
        assert f"Sentiment toward it {signed(stance['target_sentiment'])}." in text
        for side in ("favor", "against", "neutral"):
            assert f"{side}{pct(stance[f'p_{side}'])}" in text


def test_a_statement_of_several_outlets_names_them(pages: Pages) -> None:
    statement = pages.latest.current().rows("SELECT * FROM out_statements WHERE outlets > 1 ORDER BY ALL LIMIT 1")[0]
    html = pages.html("/?" + urlencode({"statement": statement["statement_id"]}))
    assert html.count('<article class="card">') == statement["copies"]
    said = " ".join(Read(html).text.split())
    assert f"{statement['copies']} copies of this statement: {statement['outlet_names'].replace(' | ', ', ')}" in said


def test_a_speakers_page_has_the_counts_plots_targets_terms_and_outlets_of_the_tables(pages: Pages) -> None:
    run = pages.latest.current()
    speaker = run.rows("SELECT * FROM out_speakers WHERE name = 'Callum Wexcombe'")[0]
    html = pages.html(str(LINKS.speaker(speaker["speaker_id"])))
    text = Read(html).text
    for column in ("statements", "quotations", "favor", "against"):
        assert f"<b>{speaker[column]:,}</b>" in html
    assert html.count('<svg class="plot"') == 3
    for sql, column in (
        ("SELECT target FROM out_who_about_whom WHERE speaker_id = ?", "target"),
        ("SELECT term FROM out_speaker_terms WHERE speaker_id = ?", "term"),
        ("SELECT DISTINCT outlet FROM out_quotations WHERE speaker_id = ? AND outlet IS NOT NULL", "outlet"),
    ):
        rows = run.rows(sql, [speaker["speaker_id"]])
        assert rows and all(row[column] in text for row in rows)
    for row in run.rows("SELECT * FROM out_who_about_whom WHERE speaker_id = ?", [speaker["speaker_id"]]):
        cells = html.split(f">{row['target']}</a></th>")[1].split("</tr>")[0]
        assert f"{signed(row['expected_net'])}" in cells
        assert cells.endswith(f'<td class="n">{signed(row["target_sentiment_mean"])}</td>')


def test_other_names_of_a_speaker_are_on_its_page(pages: Pages) -> None:
    speaker = pages.latest.current().rows("SELECT * FROM out_speakers WHERE contains(aliases, ' | ') LIMIT 1")[0]
    text = Read(pages.html(str(LINKS.speaker(speaker["speaker_id"])))).text
    assert "Also known as" in text
    assert all(alias in text for alias in speaker["aliases"].split(" | "))


def test_a_targets_page_has_its_speakers_and_outlets(pages: Pages) -> None:
    run = pages.latest.current()
    text = Read(pages.html(str(LINKS.target("watch:harbour-expansion")))).text
    for row in run.rows("SELECT speaker FROM out_who_about_whom WHERE target_id = 'watch:harbour-expansion'"):
        assert row["speaker"] in text


def test_a_tables_page_describes_every_column(pages: Pages) -> None:
    for table in PUBLISHED:
        text = Read(pages.html(LINKS.table(table.name))).text
        for name, column in table.schema.columns().items():
            assert name in text
            assert (column.description or "") in text


def test_words_searched_for_are_marked_and_nothing_else(pages: Pages) -> None:
    html = pages.html("/?q=harbour")
    found = re.findall(r"<mark>(.*?)</mark>", html)
    assert found
    assert {word.lower() for word in found} == {"harbour"}


def test_a_search_without_a_hit_says_so_and_a_wrong_day_too(pages: Pages) -> None:
    assert "Nothing passes all of this" in pages.html("/?q=zzzzzz")
    refused = pages.get("/?since=tomorrow")
    assert refused.status_code == 400
    assert "“tomorrow” is no day" in refused.text


@pytest.mark.parametrize(
    "path",
    [
        "/articles/nothing", "/speakers/spk_0", "/target?id=name:nobody", "/target", "/tables/core_runs", "/nothing",
        "/articles/..%2f..%2fonrecord.toml", "/tables/..%2fout_quotations", "/style.css/../../pyproject.toml",
        "/static/../app.py", "/tables/out_quotations;%20drop", "//etc/passwd",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_there(pages: Pages, path: str) -> None:
    response = pages.get(path)
    assert response.status_code == 404
    assert "[settings]" not in response.text and "root:" not in response.text


def test_the_id_of_a_merged_speaker_leads_to_the_one_it_became(own_pages: Pages) -> None:
    from flows.context import Context
    from flows.runs import run_pipeline
    from flows.settings import Settings

    old = own_pages.one("SELECT speaker_id FROM out_speakers WHERE name = 'Desmond Achterberg'")
    own_pages.judgements.keep("same", left="Callum Wexcombe", right="Desmond Achterberg")
    run_pipeline(Context(own_pages.home, Settings()), [])
    assert own_pages.one("SELECT count(*) FROM out_speakers WHERE name = 'Desmond Achterberg'") == "0"
    moved = own_pages.get(f"/speakers/{old}")
    assert moved.status_code == 303
    assert "Callum Wexcombe" in own_pages.html(moved.headers["location"])


def test_an_article_that_holds_markup_shows_it_and_runs_nothing(hostile_pages: Pages) -> None:
    for address in [*every_address(hostile_pages), "/?q=%3Cscript%3E", "/?q=dam", "/?outlet=%22%3E%3Cscript%3E"]:
        read = Read(hostile_pages.get(address).text)
        names = {tag for tag, _ in read.tags}
        assert not names & {"script", "img", "b", "iframe", "object", "style"} - {"b"}, address
        for tag, attributes in read.tags:
            assert not any(name.startswith("on") or name == "style" for name in attributes), (address, tag)
            for name in ("href", "src", "action"):
                assert not (attributes.get(name) or "").lower().startswith(("javascript:", "data:")), (address, tag)
    article = hostile_pages.one("SELECT article_id FROM out_articles WHERE format = 'txt'")
    shown = Read(hostile_pages.html(LINKS.article(article)))
    assert "“We will <script>document.title='owned'</script> build the dam & more,”" in shown.text
    assert "{{ 7 * 7 }}" in shown.text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a", True), ("HTTP://example.org", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//example.org", False), (None, False), ("", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_linked(url: str | None, shown: bool) -> None:
    assert (web_address(url) is not None) is shown


def test_a_new_run_is_shown_at_once(own_pages: Pages) -> None:
    from flows.context import Context
    from flows.runs import run_pipeline
    from flows.settings import Settings

    before = own_pages.latest.current().name
    own_pages.judgements.keep("rename", speaker="Marta Lindqvist", name="Mayor Lindqvist")
    run_pipeline(Context(own_pages.home, Settings()), [])
    assert own_pages.latest.current().name != before
    assert "Mayor Lindqvist" in own_pages.html("/speakers?q=Lindqvist")
