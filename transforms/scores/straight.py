"""Text with typographic quotation marks and apostrophes made straight, one character for one."""

STRAIGHT = {**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟«»″", '"')}


def straighten(text: str) -> str:
    """`text` with straight quotes and apostrophes; as long as before, so offsets hold."""
    if not text.isascii():
        # Six times as fast as `translate`, which looks up every character.
        for mark, plain in STRAIGHT.items():
            text = text.replace(mark, plain)
    return text
