from datetime import date

import pytest

from questions.importing.folder import read_folder

TODAY = date(2026, 11, 20)


def faults(folder):
    return [str(fault) for fault in read_folder(folder.root, today=TODAY).faults]


def test_a_sound_bank_is_read_whole(folder):
    bank = read_folder(folder.root, today=TODAY)
    assert bank.faults == []
    assert list(bank.exams) == ["EXA-C01"]
    assert list(bank.case_studies) == ["case-bakery"]
    assert len(bank.questions) == 4
    first = bank.questions["exa-1.1-001"]
    assert first.tasks == {"EXA-C01": "1.1"}
    assert first.content.rating_u == 6500
    assert first.content.references[0]["checked"] == "2026-11-01"
    assert bank.questions["exa-1.1-003"].content.body["order"] == ["c", "a", "d"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: exa-1.1-001", "id: Exa 1", "id: Use small letters"),
        ('{EXA-C01: "1.1"}', '{EXA-C02: "1.1"}', "There is no blueprint of EXA-C02"),
        ('{EXA-C01: "1.1"}', '{EXA-C01: "7.7"}', "EXA-C01 has no task 7.7"),
        ('{EXA-C01: "1.1"}', "{EXA-C01: 1.1}", "EXA-C01: Give a text; 1.1 is none"),
        ('{EXA-C01: "1.1"}', "{}", "tasks: Name a task of at least one exam"),
        ("type: multiple_choice", "type: essay", "type: 'essay' is not known"),
        ("gist: Something about 001", "gist: ''", "gist: Write something"),
        ("gist: Something about 001", "gist: a b c d e f g", "gist: The short title has 7 words"),
        ("  gist: Something about 001\n", "", "gist: Is missing"),
        ("Which store fits?", "Choose one.", "stem: The last paragraph does not ask"),
        ("case_study: null", "case_study: case-none", "There is no case study case-none"),
        ("rating: 0.65", "rating: 65", "rating: Give a share between 0 and 1"),
        ("rating: 0.65", "rating: .nan", "rating: Give a share between 0 and 1"),
        ("rating: 0.65", "rating: 1.5", "rating: Give a share between 0 and 1"),
        ("level: apply", "level: guess", "level: 'guess' is not known"),
        ("checked: 2026-11-01", "checked: 2026-13-01", "checked: Give a day"),
        ("enemies: [exa-2.1-001]", "enemies: [exa-9.9-999]", "no other question exa-9.9-999"),
        ("enemies: [exa-2.1-001]", "enemies: exa-2.1-001", "enemies: Give a list"),
        ("correct: true, ", "", "Say of every option whether it is correct"),
        ("correct: true", "correct: yes please", "correct: Say true or false"),
        ("correct: true", "correct: false", "Mark exactly one option as correct"),
        ("{id: a, text", "{id: b, text", "Two entries have the same id"),
        ("level: apply", "colour: red\n  level: apply", "colour: There is no such field"),
        ("{id: a, text", "{colour: red, id: a, text", "colour: There is no such field"),
        ("select: 2", "select: 3", "select: Select: Says 3, but 2 options"),
        ("select: 2", "select: two", "select: Give a whole number"),
        (
            "order: [c, a, d]",
            "order: [c, a, x]",
            "order: Order: Names an option that does not exist",
        ),
        ("match: a", "match: z", "Name the option that belongs here"),
    ],
)
def test_a_fault_names_file_line_entry_and_what_to_do(folder, old, new, said):
    folder.change(folder.questions, old, new)
    found = faults(folder)
    assert any(said in fault for fault in found), found
    assert all(f"{folder.questions}:" in fault and ": exa" in fault.lower() for fault in found)


def test_a_fault_leads_to_its_line(folder):
    folder.change(folder.questions, "match: b", "match: z")
    line = folder.line_of(folder.questions, "match: z")
    assert faults(folder)[0].startswith(f"{folder.questions}:{line}: exa-2.1-001: prompts.2")


def test_all_faults_are_found_at_once(folder):
    folder.change(folder.questions, "rating: 0.65", "rating: 7.0")
    folder.change(folder.questions, "level: apply", "level: guess")
    folder.change(folder.case_studies, "title: A bakery", "name: A bakery")
    folder.change(folder.blueprint, "minutes: 60", "minutes: -1")
    assert len(faults(folder)) == 5  # the case study lacks a title and has an unknown field


def test_the_same_id_twice_is_a_fault_across_files(folder):
    copy = folder.questions.with_name("again.yaml")
    copy.write_text(folder.questions.read_text())
    found = faults(folder)
    assert len(found) == 4
    assert f"Is already in {copy}:1. Give another id." in found[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 60", "weight: 61", "The weights do not add up to 100"),
        ("status: active", "status: soon", "status: 'soon' is not known"),
        ("pass_mark: 720", "pass_mark: 1000", "pass_mark: Give a whole number from 101 to 999"),
        ("[multiple_choice,", "[guessing,", "item_types: 'guessing' is not known"),
        ('number: "2.1"', 'number: "3.1"', "Task 3.1 is not of domain 2"),
        ("number: 2", "number: 1", "1 is there twice"),
        ("offers_mock_exam: true", "offers_mock_exam: maybe", "Say true or false"),
        ("ordering: [1, 2]", "ordering: [3, 2]", "ordering: give the least and the most"),
        ("minutes: 60", "minutes: 60\nhours: 1", "hours: There is no such field"),
        ("code: EXA-C01", "- code: EXA-C01", "This is not YAML"),
    ],
)
def test_faults_of_a_blueprint(folder, old, new, said):
    folder.change(folder.blueprint, old, new)
    assert any(said in fault for fault in faults(folder))


@pytest.mark.parametrize("text", ["[]", "", "just text", "[1, 2]", "{id: a}", "- a: [\n"])
def test_a_file_that_is_no_list_of_questions_is_a_fault(folder, text):
    folder.questions.write_text(text)
    assert len(faults(folder)) == 1


def test_a_folder_without_a_bank_is_a_fault(tmp_path):
    bank = read_folder(tmp_path, today=TODAY)
    assert [fault.message for fault in bank.faults] == ["There is no bank in this folder."]
