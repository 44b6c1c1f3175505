import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.boilerplate import mark
from transforms.articles.boilerplate_rules import rules
from transforms.articles.segment import paragraph_spans

BEFORE = "The harbour of Vell was closed on Monday after the storm had torn the cranes from their rails."
AFTER = "Engineers will test the quay before the first ship may enter, the port authority said on Tuesday."


def roles(*paragraphs: str, title: str | None = None) -> list[tuple[str, str | None]]:
    text = "\n\n".join(paragraphs)
    return [(part.role.value, part.rule) for part in mark(text, paragraph_spans(text), title=title)]


def role_between(line: str) -> str:
    return roles(BEFORE, line, AFTER)[1][0]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Skip to navigation",
        "Follow live updates on the flood in Vell",
        "Read the latest updates on the storm",
        "Our Tide newsletter is written by the harbour desk and free of charge.",
        "Get the best of the Gazette in your inbox.",
        "Sign up for our weekly newsletter",
        "Subscribe to continue reading",
        "Log in to comment",
        "Follow us on Twitter",
        "Follow Ida Moss on Twitter @idamoss",
        "Like us on Facebook",
        "Follow topics on Vell",
        "New stories on Vell appear in your personal news feed.",
        "Interact with The Gazette",
        "Share on Facebook",
        "Facebook Twitter Email Print",
        "Advertisement",
        "Story continues below advertisement",
        "We use cookies to improve our service. By using this site you agree to our privacy policy.",
        "© 2021 Gazette Media Ltd. All rights reserved.",
        "Copyright 2019 Wire Service. This material may not be published, broadcast, rewritten or redistributed.",
        "With files from Ida Moss and Rolf Quist",
        "(Reporting by Ida Moss; Editing by Rolf Quist)",
        "Ida Moss contributed to this report.",
        "This article was originally published in The Gazette.",
        "Send tips to the newsroom at tips@gazette.example",
        "Download our free app",
        "12 comments",
        "Scroll down for video",
        "https://gazette.example/vell",
        "news@gazette.example",
        "* * *",
        ".caption-box {",
        "width:100%;",
        "Tags: harbour, storm, Vell",
        "Report an error",
        "Have the Tide newsletter sent to your inbox each morning. Sign up today.",
        "This article was published more than 2 years ago. Some information may no longer be current.",
        "5 min read",
    ],
)
def test_page_furniture_is_boilerplate(line: str):
    assert role_between(line) == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "Dana Cole, right, with the mayor of Vell on the quay on Oct. 3.IDA MOSS/The Associated Press",
        "Dana Cole on the quay on Oct. 3, 2020. Rolf Quist/Reuters",
        "Cranes lie in the harbour of Vell. (Photo: Ida Moss)",
        "Cranes lie in the harbour of Vell. (AP Photo/Ida Moss)",
        "Cranes lie in the harbour of Vell. Getty Images",
        "Cranes lie in the harbour of Vell. REUTERS/Ida Moss/File Photo",
        "FILE PHOTO: A crane in the harbour of Vell, March 3, 2020. REUTERS/Ida Moss",
        "The quay at dawn.Credit...Ida Moss for The Gazette",
        "The quay at dawn (Picture: Ida Moss/Gazette)",
        "Photo by Ida Moss",
        "Image: Gazette",
        "[Photo via screengrab]",
        "Open this photo in gallery:",
        "View image in fullscreen",
        "Dana Cole, who said “never”, on the quay. IDA MOSS/THE CANADIAN PRESS",
    ],
)
def test_captions_and_credits_are_captions(line: str):
    assert role_between(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "Two hundred dock workers sent home until Friday, port minister says",
        "Storm Tears Cranes From Their Rails",
        "Vell harbour shut after worst storm in decades",
        "READ MORE: What the storm did to Vell",
        "Related: The day the cranes fell",
        "More from the Gazette:",
        "Read more about the storm",
        "Related articles",
    ],
)
def test_headlines_of_other_articles_are_related(line: str):
    assert role_between(line) == "related"


@pytest.mark.parametrize(
    "line",
    [
        "By Ida Moss",
        "BY IDA MOSS | 3 March 2020",
        "Published 3 March 2020",
        "Last updated: 3 March 2020 at 10:15",
        "Tuesday, 3 March",
        "## What happened",
        "What happened",
        "THE DAY AFTER",
    ],
)
def test_headings_bylines_and_dates_are_headings(line: str):
    assert role_between(line) == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "He agreed.",
        "He agreed",
        "“Never.”",
        "“We will rebuild”",
        "Never!",
        "She did not answer the question, her office said later:",
        "– Ida Moss, harbour master",
        "the cranes had been built to last",
        "And then, on Tuesday,",
        "The minister had claimed the cranes were safe and that they would stand",
        "Share prices of the port fell by a tenth.",
        "Follow the money, he told the committee.",
        "Sign up numbers have doubled since May, according to the union.",
        "“Sign up for our newsletter and share it on Facebook,” the mayor told the crowd.",
        "“Follow us on Twitter,” she said.",
        "Copyright law protects the photo, the court said.",
        "Reporting by the Gazette “led to the closure,” the minister said.",
        "The newsletter was written by a former minister, and it is free.",
        "Moss posted the photo on Twitter on Friday.",
        "Cookies were sold on the quay by the scouts.",
        "By Monday the cranes had fallen.",
        "By Ida Moss’s count, ten cranes fell.",
        "He spoke to Reuters.",
        "The picture was taken by Rolf Quist for Reuters.",
        "More: that is what the union wants, and it said so.".replace("More: that", "More is"),
        "Published accounts differ, the court said.",
        "Watch out, the mayor warned.",
        "“Here is what to do. Subscribe,” he said. “Read more. Share it.”",
    ],
)
def test_real_paragraphs_stay_text(line: str):
    assert role_between(line) == "text"


def test_the_paragraph_after_a_photo_link_is_its_caption():
    assert roles("Open this photo in gallery:", "Dana Cole on the quay of Vell on Monday", BEFORE, AFTER)[1] == (
        "caption",
        "after_photo_link",
    )


def test_speech_after_a_photo_link_stays_text():
    assert roles("Open this photo in gallery:", "“We will go,” Dana Cole said.", AFTER)[1][0] == "text"


def test_the_title_repeated_in_the_text_is_a_heading():
    assert roles("Storm closes harbour", BEFORE, title="Storm Closes Harbour")[0] == ("heading", "title")


def test_a_repeated_title_with_a_full_stop_stays_text():
    assert roles("Storm closes harbour.", BEFORE, title="Storm closes harbour")[0][0] == "text"


def test_a_first_line_worded_as_a_headline_is_a_heading_without_metadata():
    assert roles("Storm Closes Harbour For Days", BEFORE)[0] == ("heading", "title_like")


def test_a_first_line_that_only_lacks_its_full_stop_stays_text():
    assert roles("The minister said that the cranes had fallen because of the storm", AFTER)[0][0] == "text"


def test_lines_under_a_header_of_related_articles_are_related():
    found = roles(BEFORE, "Related stories", "The day the cranes fell", "What the mayor knew", AFTER)
    assert [role for role, _ in found] == ["text", "related", "related", "related", "text"]


def test_lists_of_the_story_stay_text():
    found = roles(BEFORE, "Vell United v Port City", "Harbour Town v Quay Rovers", AFTER)
    assert [role for role, _ in found] == ["text"] * 4


@pytest.mark.parametrize(
    "line", ["Ida Moss", "Ida Moss, harbour master of Vell since last spring", "Moss (harbour master)"]
)
def test_a_line_after_speech_may_name_its_speaker_and_stays_text(line: str):
    assert roles(BEFORE, "“We will rebuild.”", line, AFTER)[2][0] == "text"


@pytest.mark.parametrize(
    "line",
    [
        "Two hundred dock workers sent home until Friday, port minister says",
        "Dock workers sent home as storm nears coast",
    ],
)
def test_a_headline_after_speech_is_related(line: str):
    assert roles(BEFORE, "She wept. “We will rebuild.”", line, "Follow us on Twitter", AFTER)[2][0] == "related"


def test_short_lines_under_the_footer_belong_to_it():
    found = roles(BEFORE, AFTER, "Follow topics on Vell", "Ida Moss", "Vell")
    assert [role for role, _ in found][2:] == ["boilerplate"] * 3


def test_rule_names_are_unique_and_every_rule_has_a_role_other_than_text():
    names = [rule.name for rule in rules()]
    assert len(set(names)) == len(names)
    assert all(rule.role.value != "text" and rule.max_chars <= 600 for rule in rules())


@given(st.text(max_size=300) | st.text(alphabet='Aa .\n“”"(/)©#@:{};-1', max_size=300))
def test_no_paragraph_is_lost_whatever_the_text(text: str):
    spans = paragraph_spans(text)
    assert [part.span for part in mark(text, spans)] == spans
