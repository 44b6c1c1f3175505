import os
import socket
from pathlib import Path

import pytest

from flows.files import PathNotFound, discover
from transforms.articles.formats import Format


def write(folder: Path, *names: str):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    return folder


def found(*roots: Path):
    return [file.source_path for file in discover(roots)]


def test_folders_are_searched_recursively_and_sorted(tmp_path: Path):
    write(tmp_path, "b.txt", "a/z.md", "a/b/c.HTML", "A.json")
    assert found(tmp_path) == ["A.json", "a/b/c.HTML", "a/z.md", "b.txt"]


def test_hidden_files_and_settings_are_left_out_and_unknown_suffixes_found(tmp_path: Path):
    write(
        tmp_path,
        ".hidden.txt",
        ".git/a.txt",
        "targets.toml",
        "uv.lock",
        "Thumbs.db",
        "a.txt.part",
        "a.docx",
        "README",
        "b.txt",
    )
    assert found(tmp_path) == ["README", "a.docx", "b.txt"]


def test_a_file_given_by_its_own_name_is_always_found(tmp_path: Path):
    write(tmp_path, ".hidden.txt", "a.toml")
    assert found(tmp_path / ".hidden.txt", tmp_path / "a.toml") == [".hidden.txt", "a.toml"]


@pytest.mark.parametrize(
    ("name", "kind", "is_gzipped"),
    [
        ("a.TXT", Format.TXT, False),
        ("a.HTM", Format.HTML, False),
        ("a.b.ndjson", Format.JSONL, False),
        ("a.csv.GZ", Format.CSV, True),
        ("a.tar.gz", None, True),
        ("a.gz", None, True),
        ("txt", None, False),
        ("a", None, False),
        ("a.", None, False),
    ],
)
def test_the_suffix_names_the_format(tmp_path: Path, name: str, kind: Format | None, is_gzipped: bool):
    write(tmp_path, name)
    (file,) = discover([tmp_path])
    assert (file.format, file.is_gzipped) == (kind, is_gzipped)


def test_a_file_reached_twice_is_found_once(tmp_path: Path):
    write(tmp_path, "a/b.txt")
    assert found(tmp_path, tmp_path / "a" / "b.txt", tmp_path / "a") == ["a/b.txt"]


def test_equal_paths_under_two_roots_are_told_apart_by_the_name_of_the_root(tmp_path: Path):
    one, two = write(tmp_path / "one", "a.txt", "only.txt"), write(tmp_path / "two", "a.txt")
    assert found(one, two) == ["one/a.txt", "only.txt", "two/a.txt"]


def test_equal_names_of_roots_are_numbered(tmp_path: Path):
    one, two = write(tmp_path / "one" / "news", "a.txt"), write(tmp_path / "two" / "news", "a.txt")
    assert found(one, two) == found(two, one) == ["news/a.txt", "news/a.txt (2)"]


def test_two_files_given_by_name_are_told_apart_by_their_folders(tmp_path: Path):
    one, two = write(tmp_path / "one", "a.txt"), write(tmp_path / "two", "a.txt")
    assert found(one / "a.txt", two / "a.txt") == ["one/a.txt", "two/a.txt"]


def test_links_that_lead_in_circles_end(tmp_path: Path):
    write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "0").symlink_to(tmp_path / "a")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert found(tmp_path) == ["a/b.txt", "self.txt"]


def test_a_linked_folder_outside_is_searched(tmp_path: Path):
    outside, inside = write(tmp_path / "outside", "a.txt"), write(tmp_path / "inside", "b.txt")
    (inside / "more").symlink_to(outside)
    assert found(inside) == ["b.txt", "more/a.txt"]


def test_a_path_that_does_not_exist_says_what_to_do(tmp_path: Path):
    with pytest.raises(PathNotFound, match="does not exist. Give the path"):
        discover([tmp_path / "nothing"])


def test_an_empty_folder_holds_nothing(tmp_path: Path):
    assert discover([tmp_path]) == []


@pytest.mark.parametrize("name", ["a b.txt", "a\nb.txt", "ü“x”.txt", "a[1]*?.txt", "#a%20.txt", "a'\".txt"])
def test_odd_names_are_kept(tmp_path: Path, name: str):
    write(tmp_path, name)
    assert found(tmp_path) == [name]


def test_a_name_that_is_not_utf8_is_written_with_escapes(tmp_path: Path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("words")
    assert found(tmp_path) == ["caf\\xe9.txt"]


def test_what_is_no_file_has_a_problem_instead_of_blocking(tmp_path: Path):
    os.mkfifo(tmp_path / "fifo.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        assert {file.source_path: file.problem for file in discover([tmp_path])} == {
            "broken.txt": "No such file or directory",
            "fifo.txt": "not a regular file",
            "s.txt": "not a regular file",
        }


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path):
    write(tmp_path, "x.txt/a.txt")
    assert found(tmp_path) == ["x.txt/a.txt"]


def test_a_folder_that_cannot_be_listed_is_found_as_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, "a.txt", "closed/b.txt")
    scandir = os.scandir

    def refuse(folder: Path):
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(file.source_path, file.problem) for file in discover([tmp_path])] == [
        ("a.txt", None),
        ("closed", "folder that cannot be listed"),
    ]
