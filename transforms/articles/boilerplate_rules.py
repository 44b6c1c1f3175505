"""The rules that tell page furniture from story by the wording of one paragraph, read from their data files."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from transforms.text.document import ParagraphRole

_MAX_CHARS = 200
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]"
_NAME = r"[A-ZÀ-Þ][\w'’.-]*(?:\s(?:(?:de|van|von|der|bin|al|la|le|di)\s)*[A-ZÀ-Þ][\w'’.-]*){1,3}"
_LABEL = r"(?:Photo(?:graph)?s?|PHOTO|Images?|Pictures?|Pic|Credit|Illustration|Screengrab|Screenshot|Video|File|FILE)"

_WIRE = r"(?:AP|AFP|REUTERS|Reuters)(?: (?:Photo|photo|PHOTO))?"


@dataclass(frozen=True, slots=True)
class Rule:
    """A paragraph of at most `max_chars` that begins with `opening`, or in which `inside` is found, has `role`.

    A strong rule holds even where the paragraph has quotation marks and a verb of saying.
    """

    name: str
    role: ParagraphRole
    opening: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    max_chars: int
    is_strong: bool

    def hits(self, piece: str) -> bool:
        """Whether the wording is that of the rule, whatever the length."""
        # Searched for, a pattern that begins with ^ would be tried at every character.
        if self.opening and self.opening.match(piece):
            return True
        return bool(self.inside and self.inside.search(piece))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of boilerplate_rules.toml, in its order: the first that hits wins."""
    table = tomllib.loads(files("transforms.articles").joinpath("boilerplate_rules.toml").read_text("utf-8"))
    fragments = table["fragments"]

    def expanded(pattern: str) -> str:
        return re.sub(r"<([A-Z]{2,})>", lambda match: expanded(fragments[match.group(1)]), pattern)

    def either(patterns: list[str]) -> re.Pattern[str] | None:
        return re.compile("|".join(expanded(pattern) for pattern in patterns), re.IGNORECASE) if patterns else None

    return tuple(
        Rule(
            entry["name"],
            ParagraphRole(entry["role"]),
            either([pattern for pattern in entry["any"] if pattern.startswith("^")]),
            either([pattern for pattern in entry["any"] if not pattern.startswith("^")]),
            entry.get("max_chars", _MAX_CHARS),
            entry.get("is_strong", False),
        )
        for entry in table["rule"]
    )


@cache
def credit() -> re.Pattern[str]:
    """What a picture credit looks like at the end of a paragraph; case tells a credit from prose."""
    entries = sorted(word_list("picture_agencies.txt"), key=lambda entry: (-len(entry), entry))
    agency = f"(?:{'|'.join(re.escape(entry) for entry in entries)})"
    glued = r"(?:^|[.!?)”\"\s\da-zß-ÿ])"
    pattern = "|".join(
        (
            rf"[(\[](?:{_LABEL}|Courtesy|{_WIRE} ?/)\b[^()\[\]]{{0,120}}[)\]]\.?$",
            rf"(?:\(|[(\[][^()\[\]]{{0,80}}(?:/|\bvia|\bby|:) ?){agency}[)\]]\.?$",
            rf"(?:^|[.!?)”\"\s]){_LABEL}\s?(?:by|courtesy(?: of)?|credit|via|:)[:\s]+[A-ZÀ-Þ@][^.!?]{{2,80}}$",
            rf"{glued}{_NAME}\s?(?:/|\||for|via|,)\s?{agency}$",
            rf"{glued}{_CAPITALS}+(?:\s{_CAPITALS}*){{1,3}}\s?/\s?[^\s.!?/][^.!?/]{{1,50}}$",
            rf"(?:[.!?)”\"]\s?|\s/\s?|\bvia\s){agency}$",
            rf"(?:^|[.!?)”\"\s])(?:Credit|Photograph)(?:\.{{3}}|…)\s?{_NAME}[^.!?]{{0,60}}$",
            r"\bGetty Images(?:/\w+)?$",
            rf"(?:^|[.!?)”\"\s]){_WIRE}/{_NAME}(?:/[\w ]{{3,20}})?$",
            r"^FILE(?: PHOTO| IMAGE)?\s?[:–—-]\s",
        )
    )
    return re.compile(pattern)


@cache
def word_list(name: str) -> frozenset[str]:
    """The entries of a word list of this package, a line each."""
    text = files("transforms.articles").joinpath(name).read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
