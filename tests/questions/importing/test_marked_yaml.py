import pytest

from questions.importing.marked_yaml import LARGEST_FILE, Unreadable, parse, read


def test_plain_data_is_read_with_its_lines():
    document = parse('- id: a\n  stem: |\n    one\n    two\n  options:\n    - {id: b, text: "x"}\n')
    entry = document[0]
    assert entry["stem"] == "one\ntwo\n"
    assert (entry.line, entry.line_of("stem"), entry.line_of("options")) == (1, 2, 5)
    assert entry["options"][0].line == 6
    assert entry.line_of("no such field") == 1


def test_a_day_stays_text():
    assert parse("checked: 2026-11-20")["checked"] == "2026-11-20"
    assert parse("rating: 0.65") == {"rating": 0.65}
    assert parse("correct: true") == {"correct": True}


def test_an_empty_file_is_nothing():
    assert parse("") is None
    assert parse("# only a remark\n") is None


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a is given twice"),
        ("x:\n  - {id: a, id: b}\n", 2, "id is given twice"),
        (BOMB, 2, "Aliases"),
        ("a: &a {x: 1}\nb:\n  <<: *a\n", 3, "Aliases"),
        ("a:\n  <<: {x: 1}\n", 2, "The tag"),
        ("a: 1\nb: !!python/object/apply:os.system ['id']\n", 2, "The tag"),
        ("a: !secret x\n", 1, "The tag"),
        ("1: a\n", 1, "is no field name"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
        ("a: 'open\n", 2, "not YAML"),
        ("a: b: c\n", 1, "not YAML"),
        ("a:\n\t- b\n", 2, "not YAML"),
        ("[" * 30 + "]" * 30, 1, "Nested deeper"),
        ("a: \x00\n", 1, "not YAML"),
        ("a: !!int x\n", 1, "cannot be read"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(text, line, said):
    with pytest.raises(Unreadable, match=said) as refused:
        parse(text)
    assert refused.value.line == line


def test_a_file_must_be_text_of_bounded_size(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: \xff\xfe\n")
    with pytest.raises(Unreadable, match="UTF-8"):
        read(path)
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(Unreadable, match="larger than"):
        read(path)
