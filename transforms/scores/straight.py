"""Text with typographic quotation marks and apostrophes made straight, one character for one."""

STRAIGHT = {**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟«»″", '"')}
_TABLE = str.maketrans(STRAIGHT)


def straighten(text: str) -> str:
    """`text` with straight quotes and apostrophes; as long as before, so offsets hold."""
    return text if text.isascii() else text.translate(_TABLE)
