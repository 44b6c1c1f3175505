import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.values import names_of, text_of

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "value", "x"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ada Lim", ("Ada Lim",)),
        ("By Ada Lim and Bo Ek", ("Ada Lim", "Bo Ek")),
        ("Ada Lim, Bo Ek and Cy Day", ("Ada Lim", "Bo Ek", "Cy Day")),
        ("Ada Lim; Bo Ek | Cy Day", ("Ada Lim", "Bo Ek", "Cy Day")),
        ("Ada Lim, political editor", ("Ada Lim, political editor",)),
        ("Lim, Ada", ("Lim, Ada",)),
        (["Ada Lim", {"name": "Bo Ek"}, "Ada Lim"], ("Ada Lim", "Bo Ek")),
        ({"@type": "Person", "name": "By Ada Lim"}, ("Ada Lim",)),
        ("['Ada Lim', 'Bo Ek']", ("Ada Lim", "Bo Ek")),
        ('["Ada Lim"]', ("Ada Lim",)),
        ("https://example.com/ada", ()),
        ("ada@example.com", ()),
        ("N/A", ()),
        ("", ()),
        (None, ()),
        (True, ()),
        ([], ()),
        ("Anna Andersson", ("Anna Andersson",)),
    ],
)
def test_names_are_told_apart(value: object, names: tuple[str, ...]):
    assert names_of(value) == names


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  The \n Daily ", "The Daily"),
        ("AT&amp;T &#8220;wins&#8221;", "AT&T “wins”"),
        ({"id": None, "name": "The Daily"}, "The Daily"),
        ({"rendered": "A title"}, "A title"),
        (["first", "second"], "first"),
        (1984, "1984"),
        ("nan", None),
        ("null", None),
        ({}, None),
        (False, None),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_a_value_says_one_text_or_nothing(value: object, text: str | None):
    assert text_of(value) == text


@given(JSON)
def test_any_json_value_can_be_asked(value: object):
    assert text_of(value) is None or isinstance(text_of(value), str)
    assert all(isinstance(name, str) and name for name in names_of(value))
