"""The judge's training: its parts say the same as what they stand for, and its sentences are what they claim to be."""

import itertools
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="only with the extra `train`")

from torch import nn  # noqa: E402

from training.encoder import base  # noqa: E402
from training.encoder.fitting import Plan  # noqa: E402
from training.encoder.model import Shape, padding  # noqa: E402
from training.encoder.narrowing import narrow  # noqa: E402
from training.encoder.students import inherit  # noqa: E402
from training.judge import annotated, calibration, graded, imitation, large, plain, teacher, written  # noqa: E402
from training.judge.calibration import Calibration, temperature, temperature_and_bias  # noqa: E402
from training.judge.corpora import (  # noqa: E402
    BACK_SHARE,
    CLASSES,
    NEITHER,
    PARTIES,
    RATED,
    SENTIMENT,
    STANCE,
    TASKS,
    TUNING,
    Case,
    asked_back,
    directed,
    labelled,
    part_of,
    rated_cases,
    train_cases,
)
from training.judge.model import JudgeNet  # noqa: E402
from training.judge.objective import fit, inputs, odds  # noqa: E402
from training.judge.renaming import names_in, renamed  # noqa: E402
from training.judge.train import mean_net, of_listed  # noqa: E402
from training.judge.written import written_cases  # noqa: E402
from transforms.reader.passages import WORDS_MAX  # noqa: E402
from transforms.reader.piece_questions import PLACES  # noqa: E402
from transforms.reader.questions import Reading, ask  # noqa: E402
from transforms.reader.vocabulary import PAD, START, UNKNOWN, Vocabulary  # noqa: E402
from transforms.text.scores import StanceQuestion  # noqa: E402
from transforms.text.spans import Span  # noqa: E402

VOCABULARY = Vocabulary((PAD, UNKNOWN, START, "ada", "lim", "backs", "the", "dam", "bo", "ek", "and", "."))
EVEN = Calibration(dict.fromkeys(TASKS, 1.0), neutral=0.0)
TEXT = "Ada Lim backs the dam and Bo Ek."
DAM, BO = Span(14, 21), Span(26, 31)


def net(*, looks: int) -> JudgeNet:
    torch.manual_seed(2)
    return JudgeNet(Shape(12, layers=3, width=24, attention_heads=2, inner=16, looks=looks, look_inner=20)).eval()


def question(target: Span | None, text: str = TEXT) -> StanceQuestion:
    return StanceQuestion(text, speaker=Span(0, 7), target=target)


def test_a_look_is_the_layer_at_that_place() -> None:
    layer = net(looks=1).layers[0]
    x, words = torch.randn(2, 5, 24), torch.tensor([[1, 2, 3, 0, 0], [1, 2, 3, 4, 5]])
    whole = layer(x, padding(words)[:, None, None, :])
    rows = torch.tensor([1, 0, 1])
    looked = layer.look(torch.stack([x[1, 4], x[0, 2], x[1, 0]]), x, padding(words), rows)
    torch.testing.assert_close(looked, torch.stack([whole[1, 4], whole[0, 2], whole[1, 0]]))


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_questions_asked_together_get_the_answers_they_get_alone(looks: int) -> None:
    judge = net(looks=looks)
    questions = [question(DAM), question(BO), question(None, "Ada Lim backs it."), question(DAM, TEXT * 3)]
    asked = ask(questions, mark=not looks)
    together = judge(*inputs(asked, VOCABULARY))
    numbers = [number for each in asked for number in each.numbers]
    for row, number in enumerate(numbers):
        alone = judge(*inputs(ask([questions[number]], mark=not looks), VOCABULARY))
        torch.testing.assert_close(together[row], alone[0], atol=1e-5, rtol=1e-4)


def test_renaming_changes_names_only() -> None:
    (asked,) = ask([question(DAM), question(BO)])
    assert sorted(names_in([asked])) == [("ada", "lim"), ("bo", "ek")]
    other = renamed(asked, [("mara", "van", "quist")], random.Random(1))
    assert " ".join(other.passage.words) == "mara van quist backs the dam and mara van quist ."
    assert [other.passage.words[slice(*target)] for target in other.targets] == [
        ["the", "dam"],
        ["mara", "van", "quist"],
    ]
    assert other.numbers == asked.numbers
    assert np.flatnonzero(other.passage.features[:, 1]).tolist() == [0, 1, 2]


def test_a_passage_is_never_made_too_long() -> None:
    (asked,) = ask([question(BO, TEXT + " and" * 200)])
    assert len(renamed(asked, [("a", "b", "c", "d")], random.Random(1)).passage.words) <= WORDS_MAX


def test_a_speaker_behind_the_target_is_the_speaker() -> None:
    text = "The dam is a mistake, said Ada Lim."
    row = {"text": text, "p_start": 0, "p_end": 7, "q_start": 27, "q_end": 34, "speaker_start": 27, "target_start": 0}
    asked = directed(row)
    assert asked.speaker is not None
    assert asked.target is not None
    assert (asked.speaker.slice(text), asked.target.slice(text)) == ("Ada Lim", "The dam")


def test_one_in_some_of_the_neutral_rows_is_asked_back() -> None:
    neutral = Case("stance_dse", question(DAM), NEITHER)
    others = [Case("stance_dse", question(DAM), labelled(STANCE, "favor")), Case("stance_gwsd", question(DAM), NEITHER)]
    (back,) = asked_back([*others, *[neutral] * BACK_SHARE])
    assert (back.question.speaker, back.question.target, back.answers) == (DAM, Span(0, 7), NEITHER)


@pytest.mark.parametrize(
    ("score", "tone"), [(1.4, "1"), (-2.0, "-1"), (0.2, "0"), (-0.3, "0"), (0.6, None), (-0.9, None)]
)
def test_a_rated_sentence_has_a_tone_where_its_raters_were_sure(tmp_path: Path, score: float, tone: str | None) -> None:
    for name, rated in zip(RATED, (score, 0.5), strict=True):  # 0.5: not sure
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": "A fine day.", "score": rated}), encoding="utf-8")
    found = [CLASSES[SENTIMENT][case.answers[1]] for case in rated_cases(tmp_path)]
    assert found == ([] if tone is None else [tone])


def test_what_the_large_judge_has_said_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "_ASKED_AT_ONCE", 2)
    asked: list[Case] = []

    def said(judge: JudgeNet, reading: Reading, cases: Sequence[Case]) -> NDArray[np.float32]:
        asked.extend(cases)
        return np.array([[len(case.question.text), 0, 0, 0, 0, 0] for case in cases], dtype=np.float32)

    monkeypatch.setattr(large, "odds", said)
    cases = [Case("plain", StanceQuestion("x" * length)) for length in range(5)]

    def told() -> NDArray[np.float32]:
        return large.told(net(looks=1), Reading(VOCABULARY), EVEN, cases, tmp_path / "told")

    first = told()
    assert np.argsort(first[:, 0]).tolist() == [0, 1, 2, 3, 4]
    (lost,) = (tmp_path / "told").glob("*2.npy")
    lost.unlink()
    assert np.array_equal(first, told())
    assert len(asked) == 5 + 2


def test_a_calibrated_large_judge_is_neutral_more_often_and_less_sure() -> None:
    calibrated = Calibration({STANCE: 2.0, SENTIMENT: 4.0}, neutral=3.0)
    shares = np.exp(calibrated.shares(np.array([[0, 0, 1, 0, 0, 8]], dtype=np.float32)))[0]
    weights = np.exp([0, 0, 2, 0, 0, 2])
    assert np.allclose(shares, np.concatenate([half / half.sum() for half in np.split(weights, 2)]), atol=1e-5)


def test_the_large_judge_is_shown_twice_what_is_rare_and_some_written_sentences() -> None:
    sided = Case("stance_dse", question(DAM), labelled(STANCE, "favor"))
    neutral, toned = Case("stance_dse", question(BO), NEITHER), Case("newsmtsc", question(BO), labelled(SENTIMENT, "1"))
    answered = Case(annotated.ISSUES, question(DAM), NEITHER)
    lessons = large.lessons([sided, neutral, toned], [], [answered])
    assert [lessons.count(case) for case in (sided, neutral, toned, answered)] == [2, 1, 2, 1]
    files = written.written_by_file()
    fewer = {case.question.text for case in lessons}
    shares = {name: np.mean([case.question.text in fewer for case in cases]) for name, cases in files.items()}
    assert all(0.4 < share < 0.7 for name, share in shares.items() if name != written.COMPOSED)
    assert 0.1 < shares[written.COMPOSED] < 0.3


def test_a_student_has_the_layers_that_it_was_to_keep() -> None:
    big = JudgeNet(Shape(pieces=12, layers=3, width=24, attention_heads=2, inner=16)).eval()
    small = JudgeNet(Shape(pieces=12, layers=2, width=24, attention_heads=2, inner=8)).eval()
    given = inputs(ask([question(None)]), VOCABULARY)[:3]
    inherit(small, big, lambda: big.encode(*given), (0, 2))
    assert torch.equal(small.layers[1].qkv.weight, big.layers[2].qkv.weight)
    (kept,) = torch.nonzero((big.layers[2].up.weight == small.layers[1].up.weight[3]).all(1)).tolist()
    assert torch.equal(small.layers[1].down.weight[:, 3], big.layers[2].down.weight[:, kept[0]])


def test_narrower_heads_answer_the_same_where_the_rest_of_their_width_says_nothing() -> None:
    torch.manual_seed(5)
    wide = Shape(pieces=12, layers=2, width=24, attention_heads=2, inner=16)
    whole, narrowed = (JudgeNet(shape).eval() for shape in (wide, replace(wide, head_width=8)))
    for layer in whole.layers:
        nn.init.normal_(layer.qkv.bias)
        queries, _, values = layer.qkv.weight.data.view(3, 2, 12, 24)
        bias = layer.qkv.bias.data.view(3, 2, 12)
        # In every head four dimensions of the queries are made of the others; so are four of the values.
        queries[:, 8:], bias[0, :, 8:] = queries[:, :4] - queries[:, 4:8], bias[0, :, :4] - bias[0, :, 4:8]
        values[:, 8:] = values[:, :4] + values[:, 4:8]
    asked = ask([question(DAM), question(BO), question(BO, "Bo Ek and Lim backs . the dam Ada")])
    given = inputs(asked, VOCABULARY)
    with torch.no_grad():
        narrow(narrowed, whole, lambda: whole(*given))
        torch.testing.assert_close(narrowed(*given), whole(*given), atol=1e-4, rtol=1e-4)
    assert narrowed.layers[0].qkv.weight.shape == (3 * 16, 24)


def test_the_more_width_a_head_keeps_the_nearer_are_its_answers() -> None:
    torch.manual_seed(6)
    wide = Shape(pieces=12, layers=2, width=24, attention_heads=2, inner=16)
    whole = JudgeNet(wide).eval()
    for layer in whole.layers:
        layer.qkv.weight.data *= 4
    given = inputs(ask([question(DAM), question(BO), question(BO, "Bo Ek and Lim backs . the dam Ada")]), VOCABULARY)

    def apart(head_width: int) -> float:
        narrowed = JudgeNet(replace(wide, head_width=head_width)).eval()
        with torch.no_grad():
            narrow(narrowed, whole, lambda: whole(*given))
            return float((narrowed(*given) - whole(*given)).abs().mean())

    assert apart(12) < 1e-4 < apart(8) < apart(1)


def test_a_temperature_makes_odds_as_sure_as_they_are_right() -> None:
    odds_of = np.array([[4.0, 0.0]] * 10)  # thought to be right in 98 of 100 cases
    answers = np.array([0] * 8 + [1] * 2)
    assert temperature(odds_of, answers) == pytest.approx(4 / np.log(4), abs=0.02)


def test_a_bias_brings_back_the_class_of_which_fewer_were_learned_from() -> None:
    odds_of = np.array([[2.0, 0.0]] * 10)
    answers = np.array([0] * 4 + [1] * 6)
    divisor, bias = temperature_and_bias(odds_of, answers, 1)
    assert bias - 2 / divisor == pytest.approx(np.log(6 / 4), abs=0.05)


def test_how_often_neutral_is_right_is_told_by_people_and_how_sure_a_net_is_by_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading = Reading(VOCABULARY)
    answers = [0] * 12 + [1] * 12 + [calibration.NEUTRAL] * 36
    by_people = [Case(PARTIES, StanceQuestion(TEXT), (side, 0)) for side in answers]
    by_annotators = [Case(annotated.PAIRS, StanceQuestion(TEXT), (0, 0))] * 200
    monkeypatch.setattr(calibration, "odds", lambda net, reading, cases: np.zeros((len(cases), 6), dtype=np.float32))
    net = JudgeNet(Shape(pieces=5, layers=1))
    found, of_both = (
        calibration.calibration(net, reading, cases) for cases in (by_people, [*by_people, *by_annotators])
    )
    assert found.neutral == of_both.neutral
    assert found.neutral / found.divisors[STANCE] == pytest.approx(np.log(3), abs=0.06)
    assert of_both.divisors[STANCE] > found.divisors[STANCE]


def test_a_student_starts_at_the_mean_of_the_teachers_over_the_pieces_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "folder", lambda: tmp_path)
    (tmp_path / "vocab.txt").write_text("\n".join((PAD, UNKNOWN, START, "dam", "bo")), encoding="utf-8")
    one, other = (
        JudgeNet(Shape(pieces=5, places=PLACES, **teacher.TEACHER)) for _ in range(2)
    )  # fmt: skip
    middle = of_listed(mean_net([one, other]), (PAD, UNKNOWN, START, "bo"))
    torch.testing.assert_close(middle.pieces.weight[3], (one.pieces.weight[4] + other.pieces.weight[4]) / 2)
    torch.testing.assert_close(middle.sides.bias, (one.sides.bias + other.sides.bias) / 2)
    assert len(middle.positions.weight) == WORDS_MAX + 1


def test_a_thinned_student_comes_to_read_as_its_teacher_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = (PAD, UNKNOWN, START, "ada", "li", "##m", "backs", "the", "dam", "bo", "ek", ".")
    (tmp_path / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    texts = [
        "Ada Lim backs the dam. Bo Ek backs Ada Lim.",
        "The dam backs Bo Ek.\nAda backs the dam, the dam, the dam.",
    ]
    (tmp_path / "some.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    monkeypatch.setattr(base, "folder", lambda: tmp_path)
    monkeypatch.setattr(imitation, "TEXTS", {"some": 1})
    monkeypatch.setattr(imitation, "PASSAGES", 2)
    monkeypatch.setattr(imitation, "PLAN", Plan(epochs=150, rate=1e-2, new_rate=1e-2))
    torch.manual_seed(3)
    whole = JudgeNet(Shape(pieces=12, layers=3, width=24, attention_heads=2, inner=48)).eval()
    shape = Shape(pieces=12, layers=3, width=24, attention_heads=2, inner=12, looks=1, look_inner=48)
    student = JudgeNet(shape, dropout=0.0)
    given = inputs(ask([question(None, "Ada backs the dam.")]), Vocabulary(pieces))[:3]

    def apart() -> float:
        with torch.no_grad():
            return float(((student.encode(*given) - whole.encode(*given)) ** 2).mean())

    before = apart()
    imitation.imitate(student, whole, (0, 2), pieces, tmp_path, tmp_path / "work")
    assert apart() < before / 2


def test_of_a_sentence_is_asked_what_it_says_of_the_persons_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        "news": "Mayor Ada Lim praised the firemen of Orsk on Friday after a long night. It rained.",
        "stance_dse": "Senator Bo Ek attacked the mayor of Orsk on Friday over the new budget.",
    }
    texts["news"] += " " + texts["stance_dse"]
    for name in ("news", *plain.MARKED.values()):
        row = {"text": texts.get(name, "Nothing.")}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(plain, "NEWS", {"news.jsonl": 1})
    monkeypatch.setattr(plain, "NEWS_MOST", 1)
    plain.prepare_news(tmp_path, tmp_path / "asked.jsonl")
    (asked,) = plain.load(tmp_path / "asked.jsonl")
    assert asked.text.startswith("Mayor Ada Lim praised")  # the other sentence is in a labelled corpus
    assert asked.speaker is None
    assert asked.target is not None
    assert asked.target.slice(asked.text) in {"Mayor Ada Lim", "Ada Lim", "Orsk"}


def test_a_student_learns_what_it_is_told(tmp_path: Path) -> None:
    judge, cases = net(looks=1), [Case("plain", question(DAM)), Case("plain", question(BO))]
    taught = np.array([[3, 0, 0, *[np.nan] * 3], [*[np.nan] * 3, 0, 0, 3]], dtype=np.float32)
    fit(judge, Reading(VOCABULARY), cases, Plan(epochs=60, rate=1e-2, new_rate=1e-2), tmp_path, taught)
    said = odds(judge, Reading(VOCABULARY), cases)
    assert said[0, :3].argmax() == 0
    assert said[1, 3:].argmax() == 2


def test_written_sentences_have_their_slots_filled_and_all_labels() -> None:
    cases = written_cases()
    assert len(cases) > 5000
    for case in cases:
        for span in (case.question.speaker, case.question.target):
            assert span is not None
            assert "{" not in case.question.text
            assert span.slice(case.question.text).strip()
    for place, task in enumerate((STANCE, SENTIMENT)):
        counts = np.bincount([case.answers[place] for case in cases], minlength=len(CLASSES[task]))
        assert (counts > 0.2 * len(cases)).all()


def test_a_slot_has_one_word_in_all_rows_of_a_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "names.toml").write_text('person = ["Ada Lim", "Bo Ek"]', encoding="utf-8")
    (tmp_path / "patterns_few.toml").write_text(
        """
        fillings = 30
        words = {group = ["the farmers", "old friends"], does = ["backed", "fought"]}
        [[patterns]]
        kinds = ["person"]
        speakers = ["person"]
        rows = [["neutral", 0, "{group} {does} {S}, not {T}."], ["neutral", 0, "{S} was {does} like {T} by {group}."]]
        """,
        encoding="utf-8",
    )
    monkeypatch.setattr(written, "FOLDER", tmp_path)
    texts = [case.question.text for case in written_cases()]
    pairs = set(zip(texts[::2], texts[1::2], strict=True))
    assert ("The farmers backed Bo Ek, not Ada Lim.", "Bo Ek was backed like Ada Lim by the farmers.") in pairs
    assert len(pairs) == 8  # two groups, two verbs, either of two speakers


def test_odds_come_in_the_order_of_the_cases() -> None:
    judge = net(looks=1)
    cases = written_cases()[:7]
    both = odds(judge, Reading(VOCABULARY), cases)
    assert np.allclose(both[3], odds(judge, Reading(VOCABULARY), [cases[3]])[0], atol=1e-4)


PLACE = "corpus\tarticle\tstart\tend\tspeaker_start\tspeaker_end\ttarget_start\ttarget_end"


def check_places(rows: pl.DataFrame) -> None:
    """No place stands twice, and speakers and targets lie in their texts."""
    assert rows.select(PLACE.split("\t")).is_duplicated().sum() == 0
    for name in ("speaker", "target"):
        start, end = pl.col(f"{name}_start"), pl.col(f"{name}_end")
        assert rows.filter(~((pl.col("start") <= start) & (start < end) & (end <= pl.col("end")))).is_empty()


def test_an_annotated_question_is_the_place_in_its_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rain fell. Ada Lim backs the dam. More rain fell."
    (tmp_path / "news.jsonl").write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    rows = [
        f"{PLACE}\tkind\tstance\tsentiment",
        "news\t0\t11\t33\t11\t18\t25\t32\tissue\tfavor\t1",
        "news\t0\t11\t33\t\t\t11\t18\tname\tneutral\t-1",
    ]
    (tmp_path / "answers.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(annotated, "ANSWERS", tmp_path / "answers.tsv")
    dam, ada = itertools.chain(*annotated.annotated_cases(tmp_path))
    asked = StanceQuestion("Ada Lim backs the dam.", speaker=Span(0, 7), target=Span(14, 21))
    assert dam == Case(annotated.ISSUES, asked, (CLASSES[STANCE].index("favor"), CLASSES[SENTIMENT].index("1")))
    assert ada.corpus == annotated.NAMES
    assert (ada.question.speaker, ada.question.target) == (None, Span(0, 7))
    assert not ada.knows(SENTIMENT)


def test_no_annotated_question_is_answered_twice_or_lies_outside_its_text() -> None:
    rows = pl.read_csv(annotated.ANSWERS, separator="\t")
    check_places(rows)
    assert set(rows["stance"]) == set(CLASSES[STANCE])
    assert {str(tone) for tone in rows["sentiment"]} == set(CLASSES[SENTIMENT])


@pytest.fixture
def write_grades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes its arguments, lines, the graded questions; their corpora stand in `tmp_path`."""

    def write(*rows: str) -> None:
        (tmp_path / "grades.tsv").write_text("\n".join([f"{PLACE}\tkind\tgrade", *rows]) + "\n", encoding="utf-8")
        monkeypatch.setattr(graded, "GRADES", tmp_path / "grades.tsv")

    return write


def test_a_graded_pair_is_taught_what_people_said_of_its_grade(
    tmp_path: Path, write_grades: Callable[..., None]
) -> None:
    texts = ["Ada Lim backs Bo Ek.", "Ada Lim thanks Bo Ek.", "Ada Lim hails Bo Ek."]
    assert all(part_of(text) != TUNING for text in texts)
    lines = [
        json.dumps({"text": text, "label": label})
        for text, label in zip(texts, ("favor", "favor", "neutral"), strict=True)
    ]
    (tmp_path / "stance_dse.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [
        f"stance_dse\t{row}\t0\t{len(text)}\t0\t7\t{len(text) - 6}\t{len(text) - 1}\trow\t3"
        for row, text in enumerate(texts)
    ]
    back = f"stance_dse\t0\t0\t{len(texts[0])}\t14\t19\t0\t7\tpair\t3"
    write_grades(*rows, back)
    cases, taught = graded.graded_cases(tmp_path)
    assert [case.corpus for case in cases] == ["stance_dse"] * 3 + [graded.GRADED]
    assert cases[3].question == StanceQuestion(texts[0], speaker=Span(14, 19), target=Span(0, 7))
    assert not any(case.knows(task) for case in cases for task in TASKS)
    shares = np.exp(taught)
    assert np.allclose(shares[:, :3].sum(axis=1), 1)
    worth = np.array([2.5, 0.5, 1.5]) / 4.5  # favor, against, neutral, half a label of each besides
    assert np.allclose(shares[3, :3], worth, atol=1e-5)
    favor = graded.OF_GRADE * worth + (1 - graded.OF_GRADE) * np.array([1, 0, 0])
    assert np.allclose(shares[0, :3], favor, atol=0.02)
    assert shares[2, 2] > shares[3, 2]
    assert np.isnan(taught[:, 3:]).all()


def test_a_text_left_out_of_the_training_is_not_taught_but_may_be_graded(
    tmp_path: Path, write_grades: Callable[..., None]
) -> None:
    text = next(text for text in (f"Ada Lim backs Bo Ek {number}." for number in range(999)) if part_of(text) == TUNING)
    (tmp_path / "stance_dse.jsonl").write_text(json.dumps({"text": text, "label": "favor"}) + "\n", encoding="utf-8")
    write_grades(f"stance_dse\t0\t0\t{len(text)}\t0\t7\t14\t19\trow\t3")
    cases, taught = graded.graded_cases(tmp_path)
    assert (cases, len(taught)) == ([], 0)


def test_a_row_that_stands_twice_counts_once(tmp_path: Path, write_grades: Callable[..., None]) -> None:
    text = next(text for text in (f"Ada Lim backs Bo Ek {number}." for number in range(99)) if part_of(text) != TUNING)
    places = {
        "p_start": 0,
        "p_end": 7,
        "q_start": 14,
        "q_end": 19,
        "speaker_start": 0,
        "target_start": 14,
        "target_end": 19,
    }
    rows = {
        "stance_dse": [{"text": text, "label": "favor", "split": "train", **places}] * 2,
        "targeted_sentiment_newsmtsc": [{"text": text, "label": 1, "split": "train", **places}] * 2,
        "stance_perspectrum": [],
    }
    for name, some in rows.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in some), encoding="utf-8")
    fitted, tuning = train_cases(tmp_path)
    assert ([case.corpus for case in fitted], tuning) == (["stance_dse", "newsmtsc"], [])
    write_grades(
        *(f"stance_dse\t{row}\t0\t{len(text)}\t0\t7\t14\t19\trow\t{grade}" for row, grade in enumerate((3, -3)))
    )
    cases, taught = graded.graded_cases(tmp_path)
    assert len(cases) == len(taught) == 1
    assert taught[0, 0] > taught[0, 1]


def test_the_large_judge_tells_the_tone_of_graded_pairs_and_half_of_the_side_where_people_did_not() -> None:
    cases = [Case("stance_dse", question(DAM)), Case(graded.GRADED, question(DAM))]
    sides = np.log(np.array([[0.8, 0.1, 0.1]] * 2, dtype=np.float32))
    taught = np.concatenate([sides, np.full((2, 3), np.nan, np.float32)], axis=1)
    large_says = np.log(np.array([[0.1, 0.1, 0.8, 0.5, 0.3, 0.2]] * 2, dtype=np.float32))
    both = np.exp(graded.with_large(taught, large_says, cases))
    assert np.allclose(both[0], [0.8, 0.1, 0.1, 0.5, 0.3, 0.2], atol=1e-5)
    assert np.allclose(both[1, 3:], [0.5, 0.3, 0.2], atol=1e-5)
    assert both[1, 0] > both[1, 2] > both[1, 1]
    assert both[1, 0] < 0.8


def test_no_place_is_graded_twice_or_lies_outside_its_text() -> None:
    rows = pl.read_csv(graded.GRADES, separator="\t")
    check_places(rows)
    assert set(rows["kind"]) == {"row", "pair"}
    assert set(rows["grade"]) == set(range(graded.LOWEST, graded.HIGHEST + 1))
    assert set(rows.filter(kind="row")["corpus"]) == {"stance_dse"}
