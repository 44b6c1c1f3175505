"""Resolving the mentions that utter quotations to canonical names inside one article, with the chain of reasons."""

from collections.abc import Sequence

from transforms.speakers.answers import Answer
from transforms.speakers.cast import Member, build_cast
from transforms.speakers.nominals import Nominals
from transforms.speakers.phrases import Phrase, Pronoun, read_phrase
from transforms.speakers.pronouns import Antecedent, Pronouns, read_pronouns
from transforms.speakers.reading import Reading, read
from transforms.speakers.words import Word
from transforms.text.document import Document
from transforms.text.records import EntityType, Mention, MentionKind, Resolution, ResolutionMethod
from transforms.text.spans import Span

_COLLECTIVE = frozenset({EntityType.ORGANISATION, EntityType.GROUP})
_NONE = ResolutionMethod.NONE


def resolve(
    document: Document, words: Sequence[Word], mentions: Sequence[Mention], spans: Sequence[Span]
) -> list[Resolution]:
    """Whom each of `spans` refers to: one Resolution a span, in the order of `spans`.

    Conservative: where the article leaves two candidates, or names nobody, `canonical` is None and the reasons say why.

    `words` are those `read_words` reads in `document`, `mentions` what `find_mentions` found there; `spans` are noun
    phrases that utter quotations, which need not be mentions.
    """
    reading = read(document, words, mentions)
    cast = build_cast(reading)
    pronouns = read_pronouns(reading, cast)
    nominals = Nominals(reading, cast, pronouns.scenes)
    return [_resolve_one(reading, pronouns, nominals, span) for span in spans]


def _resolve_one(reading: Reading, pronouns: Pronouns, nominals: Nominals, span: Span) -> Resolution:
    shown = " ".join(span.slice(reading.document.text).split())
    phrase = read_phrase(reading, span)
    if phrase is None:
        return _nobody(span, MentionKind.NOMINAL, f"“{shown}” holds no word")
    if phrase.kind is MentionKind.PRONOUN:
        return _resolve_pronoun(reading, pronouns, nominals, phrase, span, shown)
    answer = nominals.answer(phrase, shown)
    return _resolution(span, phrase.kind, answer)


def _resolve_pronoun(
    reading: Reading, pronouns: Pronouns, nominals: Nominals, phrase: Phrase, span: Span, shown: str
) -> Resolution:
    word = reading.words[phrase.first]
    if phrase.pronoun is Pronoun.I and not word.is_quoted and reading.document.author:
        answer = Answer(None, ResolutionMethod.PRONOUN, 0.6, (f"“{shown}” → the author of the article",))
        return _resolution(span, phrase.kind, answer, canonical=reading.document.author)
    if word.is_quoted:
        return _nobody(
            span, phrase.kind, f"“{shown}” stands inside a quotation, where its speaker decides whom it means"
        )
    found = _antecedent(pronouns, phrase)
    if found.member is None:
        return _nobody(span, phrase.kind, f"“{shown}”: {found.reason}", _type_of(phrase.pronoun))
    reasons = [f"“{shown}” → “{found.shown}”: {found.reason}"]
    if found.shown != found.member.canonical:
        reasons.append(f"“{found.shown}” → “{found.member.canonical}”: {nominals.why(found.member, found.shown)}")
    answer = Answer(found.member, ResolutionMethod.PRONOUN, found.confidence, tuple(reasons))
    return _resolution(span, phrase.kind, answer)


def _antecedent(pronouns: Pronouns, phrase: Phrase) -> Antecedent:
    match phrase.pronoun:
        case Pronoun.HE | Pronoun.SHE:
            return pronouns.found[phrase.first]
        case Pronoun.WHO:
            return pronouns.relative(phrase.first)
        case Pronoun.IT | Pronoun.THEY:
            types = _COLLECTIVE if phrase.pronoun is Pronoun.THEY else _COLLECTIVE - {EntityType.GROUP}
            return pronouns.collective(phrase.first, types)
        case _:
            return Antecedent(None, 0.0, "the article does not say who that is")


def _type_of(pronoun: Pronoun | None) -> EntityType:
    if pronoun in {Pronoun.HE, Pronoun.SHE, Pronoun.I}:
        return EntityType.PERSON
    return EntityType.GROUP if pronoun in {Pronoun.WE, Pronoun.THEY} else EntityType.UNKNOWN


def _resolution(span: Span, kind: MentionKind, answer: Answer, *, canonical: str | None = None) -> Resolution:
    member = answer.member
    role, affiliation = _role_of(member, answer)
    return Resolution(
        mention=span,
        mention_kind=kind,
        canonical=canonical or answer.canonical or (member.canonical if member else None),
        entity_type=member.entity_type if member else (EntityType.PERSON if canonical else answer.entity_type),
        role=role,
        affiliation=affiliation,
        honorific=member.honorific if member else None,
        method=answer.method,
        confidence=answer.confidence,
        reasons=answer.reasons,
    )


def _role_of(member: Member | None, answer: Answer) -> tuple[str | None, str | None]:
    if member is None or not member.roles:
        return answer.role, answer.affiliation
    best = next((role for role in member.roles if role.affiliation), member.roles[0])
    return best.title, best.affiliation


def _nobody(span: Span, kind: MentionKind, reason: str, entity_type: EntityType = EntityType.UNKNOWN) -> Resolution:
    return Resolution(span, kind, None, entity_type, None, None, None, _NONE, 0.0, (reason,))
