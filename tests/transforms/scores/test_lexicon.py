from importlib.resources import files

import pytest

from transforms.scores.lexicon import Role, entries
from transforms.scores.reading import read

LISTS = sorted(path.name for path in files("transforms.scores").iterdir() if path.name.endswith(".txt"))


@pytest.mark.parametrize("name", LISTS)
def test_every_word_list_names_its_source_and_has_no_double_or_odd_line(name: str):
    first, *lines = (files("transforms.scores") / name).read_text("utf-8").splitlines()
    assert first.startswith("#")
    assert "ritten for onrecord" in first
    assert len(lines) == len(set(lines))
    assert all(line == line.strip() == line.lower() != "" for line in lines)


@pytest.mark.parametrize(
    ("form", "role", "sign"),
    [
        ("supporting", Role.SIDE_VERB, 1),
        ("denies", Role.SIDE_VERB, -1),
        ("banned", Role.ACT_VERB, -1),
        ("criticized", Role.SIDE_VERB, -1),
        ("fought", Role.SIDE_VERB, -1),
        ("given", Role.ACT_VERB, 1),
        ("said", Role.REPORT, 0),
        ("unwillingness", Role.NEGATOR, 0),
    ],
)
def test_inflected_forms_are_known(form: str, role: Role, sign: int):
    assert (role, sign) in {(entry.role, entry.sign) for entry in entries()[form] if entry.words == (form,)}


def test_no_form_takes_both_sides_in_one_role():
    sides = {(entry.words, entry.role, entry.sign) for found in entries().values() for entry in found if entry.sign}
    assert [entry for entry in sides if (entry[0], entry[1], -entry[2]) in sides] == []


def test_words_keep_their_offsets_and_sentences_do_not_end_at_titles():
    text = "Mr. Pell’s plan? It won’t cost 1.5 million. “No.”"
    reading = read(text)
    assert [text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)][:4] == [
        "Mr", ".", "Pell’s", "plan",
    ]  # fmt: skip
    assert reading.sentences[-1] == 2
    assert "1.5" in reading.words
