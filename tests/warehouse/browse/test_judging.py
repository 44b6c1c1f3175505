"""Judgements by the pages' forms: what is kept, what is refused, who may send one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from flows.context import Context
from flows.runs import run_pipeline
from flows.settings import Settings
from warehouse.browse.guard import local_path

if TYPE_CHECKING:
    from tests.warehouse.browse.conftest import Pages

WEXCOMBE = "SELECT speaker_id FROM out_speakers WHERE name = 'Callum Wexcombe'"
QUOTATION = "SELECT quotation_id FROM out_quotations WHERE speaker IS NOT NULL ORDER BY quotation_id LIMIT 1"


def kept(pages: Pages) -> list[dict[str, str]]:
    path = pages.home.judgements
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_form_writes_a_judgement_and_leads_back(own_pages: Pages) -> None:
    speaker = own_pages.one(WEXCOMBE)
    answer = own_pages.post(
        {"verdict": "different", "left": speaker, "right": "Marta Lindqvist", "back": f"/speakers/{speaker}"}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/speakers/{speaker}"
    assert [(row["verdict"], row["left"], row["right"]) for row in kept(own_pages)] == [
        ("different", "Callum Wexcombe", "Marta Lindqvist")
    ]
    assert "Callum Wexcombe and Marta Lindqvist: different" in own_pages.html(f"/speakers/{speaker}")


def test_a_quotation_judged_wrong_is_gone_from_the_next_run_and_comes_back_when_taken_back(own_pages: Pages) -> None:
    quotation = own_pages.one(QUOTATION)
    count = f"SELECT count(*) FROM out_quotations WHERE quotation_id = '{quotation}'"
    sides = f"SELECT count(*) FROM out_stances WHERE quotation_id = '{quotation}'"
    tokens = f"SELECT count(*) FROM out_tokens WHERE quotation_id = '{quotation}'"
    assert own_pages.post({"verdict": "wrong", "quotation": quotation}).status_code == 303
    article = quotation.partition(":")[0]
    assert "judged wrong" in own_pages.html(f"/articles/{article}")
    run_pipeline(Context(own_pages.home, Settings()), [])
    assert [own_pages.one(sql) for sql in (count, sides, tokens)] == ["0", "0", "0"]
    assert "is no quotation" in own_pages.html("/judgements")

    line = kept(own_pages)[0]
    taken = own_pages.post({"verdict": "withdraw", "line": "1", "left": line["quotation"], "right": line["text"]})
    assert taken.status_code == 303
    assert kept(own_pages) == []
    run_pipeline(Context(own_pages.home, Settings()), [])
    assert own_pages.one(count) == "1"


def test_a_judgement_on_other_words_at_the_same_place_is_passed_over(own_pages: Pages) -> None:
    quotation = own_pages.one(QUOTATION)
    own_pages.judgements.keep("wrong", quotation=quotation, text="words of the article before it was edited")
    run_pipeline(Context(own_pages.home, Settings()), [])
    assert own_pages.one(f"SELECT count(*) FROM out_quotations WHERE quotation_id = '{quotation}'") == "1"


def test_line_ends_of_other_alphabets_do_not_break_the_file(own_pages: Pages) -> None:
    own_pages.judgements.keep("wrong", quotation="0123456789abcdef:1-9", text="one\u2028two\x85three")
    assert [judgement.right for judgement in own_pages.judgements.kept()] == ["one\u2028two\x85three"]


def test_taking_back_leaves_comments_and_other_judgements_as_they_are(own_pages: Pages) -> None:
    path = own_pages.home.judgements
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "# ours",
        '{"verdict": "same", "left": "A B", "right": "B"}',
        '{"verdict": "same", "left": "C D", "right": "D"}',
    ]
    path.write_text("\n".join(lines), "utf-8")
    assert own_pages.post({"verdict": "withdraw", "line": "2", "left": "A B", "right": "C"}).status_code == 400
    assert own_pages.post({"verdict": "withdraw", "line": "2", "left": "A B", "right": "B"}).status_code == 303
    assert path.read_text("utf-8").splitlines() == [lines[0], lines[2]]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verdict": "same", "right": "Nobody At All"}, "Nobody At All"),
        ({"verdict": "same", "right": ""}, "two different"),
        ({"verdict": "rename", "name": " "}, "two different"),
        ({"verdict": "wrong", "quotation": "nothing"}, "not there to be judged"),
        ({"verdict": "maybe"}, "not there to be judged"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_the_reason(own_pages: Pages, fields: dict[str, str], says: str) -> None:
    speaker = own_pages.one(WEXCOMBE)
    answer = own_pages.post({"left": speaker, "speaker": speaker, **fields})
    assert answer.status_code == 400
    assert says in answer.text
    assert kept(own_pages) == []


def test_a_contradiction_is_refused(own_pages: Pages) -> None:
    speaker = own_pages.one(WEXCOMBE)
    assert own_pages.post({"verdict": "same", "left": speaker, "right": "Marta Lindqvist"}).status_code == 303
    answer = own_pages.post({"verdict": "different", "left": speaker, "right": "Marta Lindqvist"})
    assert answer.status_code == 400
    assert len(kept(own_pages)) == 1


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({"origin": "https://evil.example"}, {}),
        ({"origin": "null"}, {}),
        ({"sec-fetch-site": "cross-site"}, {}),
        ({"sec-fetch-site": "same-site"}, {}),
        ({}, {"token": ""}),
        ({}, {"token": "guessed"}),
        ({}, {"token": "ü"}),
        ({}, {"note": "x" * 70_000}),
    ],
)
def test_a_form_of_another_site_is_refused(own_pages: Pages, headers: dict[str, str], fields: dict[str, str]) -> None:
    form = {"verdict": "rename", "speaker": own_pages.one(WEXCOMBE), "name": "Owned", **fields}
    assert own_pages.post(form, **headers).status_code == 403
    assert kept(own_pages) == []


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example", "", "0.0.0.0"]
)
def test_another_name_for_this_machine_is_refused(own_pages: Pages, host: str) -> None:
    answer = own_pages.get("/", host=host)
    assert answer.status_code == 421
    assert "Wexcombe" not in answer.text
    assert own_pages.post({"verdict": "wrong"}, host=host).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1", "[::1]:8765"])
def test_its_own_names_are_not(own_pages: Pages, host: str) -> None:
    assert own_pages.get("/judgements", host=host).status_code == 200


@pytest.mark.parametrize("path", ["/", "/style.css", "/nothing", "/judgements"])
def test_every_answer_forbids_scripts_frames_and_what_is_elsewhere(own_pages: Pages, path: str) -> None:
    headers = own_pages.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/speakers/spk_1?x=1#q-1", "/speakers/spk_1?x=1#q-1"), ("https://evil.example", "/"), ("//evil.example", "/"),
        ("/\\evil.example", "/"), ("javascript:alert(1)", "/"), ("/a\r\nSet-Cookie: x", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_a_form_leads_back_to_a_page_of_this_server_only(back: str, leads_to: str) -> None:
    assert local_path(back) == leads_to
