import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.articles.parse import documents, parse_text
from transforms.articles.segment import segment
from transforms.articles.tokenise import tokenise
from transforms.text.document import ParagraphRole, TokenKind

TEXT = "Advertisement\n\n“We will go,” Mr. Okoro said. “Soon.”\n\nHe left."


def frame(*texts: str) -> pl.DataFrame:
    rows = [(f"{index:016x}", text, f"Title {index}", None) for index, text in enumerate(texts)]
    schema = {"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_one_text_becomes_a_document_with_spans_in_its_characters():
    document = parse_text(TEXT, title="Okoro leaves", author="Ida Moss")
    assert (document.text, document.title, document.author) == (TEXT, "Okoro leaves", "Ida Moss")
    assert [part.role for part in document.paragraphs] == [ParagraphRole.BOILERPLATE, *[ParagraphRole.TEXT] * 2]
    assert [part.span.slice(TEXT) for part in document.sentences] == [
        "“We will go,” Mr. Okoro said.",
        "“Soon.”",
        "He left.",
    ]
    assert [part.paragraph for part in document.sentences] == [1, 1, 2]
    assert document.tokens[0].kind is TokenKind.PUNCTUATION
    assert "mr." in {token.lower for token in document.tokens}


def test_an_empty_text_has_no_parts():
    document = parse_text("")
    assert (document.paragraphs, document.sentences, document.tokens) == ((), (), ())


def test_a_batch_gives_the_documents_that_single_texts_give_in_the_order_of_the_rows():
    articles = frame(TEXT, "", "One. Two.", "Advertisement").sort("article_id", descending=True)
    segments = segment(articles)
    found = documents(articles, segments.paragraphs, segments.sentences, tokenise(articles, segments.sentences))
    assert found == [parse_text(text, title=title) for text, title in articles.select("text", "title").iter_rows()]


@settings(max_examples=60)
@given(st.text(max_size=120) | st.text(alphabet='aB. \n“”"’1,', max_size=120))
def test_any_text_parses_with_parts_nested_in_one_another(text: str):
    document = parse_text(text)
    for sentence in document.sentences:
        assert document.paragraphs[sentence.paragraph].span.covers(sentence.span)
    for token in document.tokens:
        assert document.sentences[token.sentence].span.covers(token.span)
