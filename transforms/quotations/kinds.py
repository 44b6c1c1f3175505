"""Direct, mixed or indirect: the share of the words that stands inside quotation marks."""

from transforms.quotations.reading import Reading
from transforms.text.records import QuotationKind
from transforms.text.spans import Span

# One word outside the marks in twenty is a slip of the pen.
_DIRECT_SHARE = 0.95


def kind_of(reading: Reading, spans: tuple[Span, ...]) -> QuotationKind:
    """The kind of a quotation with these spans."""
    total = quoted = 0
    for span in spans:
        for token in range(reading.token_at(span.start), reading.token_at(span.end)):
            if reading.is_word(token):
                total += 1
                quoted += reading.region[token] >= 0
    if not quoted:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if quoted >= _DIRECT_SHARE * total else QuotationKind.MIXED
