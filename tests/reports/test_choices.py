from reports.choices import Given, choices_of
from reports.item_flags import Kind
from tests.factories import body


def selected(*ids: str) -> dict:
    return {"selected": list(ids)}


def test_every_option_is_counted_by_fifth_in_the_authors_letters():
    given = [Given(0, selected("b"), 3), Given(4, selected("a"), 5), Given(4, selected("b"), 1)]
    found = choices_of("multiple_choice", body(), given)
    assert [(each.label, each.kind) for each in found] == [
        ("A", Kind.KEY),
        ("B", Kind.OPTION),
        ("C", Kind.OPTION),
        ("D", Kind.OPTION),
    ]
    assert found[0].counts == (0, 0, 0, 0, 5)
    assert found[1].counts == (3, 0, 0, 0, 1)
    assert found[1].shares((6, 0, 0, 0, 6)) == [0.5, 0, 0, 0, 1 / 6]


def test_of_several_keys_each_is_counted():
    found = choices_of(
        "multiple_response", body("multiple_response"), [Given(2, selected("a", "c"), 2)]
    )
    assert [each.total for each in found] == [2, 0, 2, 0, 0]
    assert [each.kind for each in found][:3] == [Kind.KEY, Kind.KEY, Kind.OPTION]


def test_blank_answers_come_last():
    found = choices_of("multiple_choice", body(), [Given(1, None, 2)])
    assert (found[-1].label, found[-1].kind, found[-1].total) == ("No answer", Kind.REST, 2)


def test_an_ordering_is_counted_as_a_whole():
    orders = [["s1", "s2", "s3"], ["s2", "s1", "s3"], ["s3", "s1"], ["s4"], ["s3"], ["s2"]]
    given = [Given(0, {"order": order}, n) for n, order in enumerate(orders, start=1)]
    found = choices_of("ordering", body("ordering"), given)
    assert (found[0].label, found[0].kind, found[0].total) == ("B, C, A", Kind.KEY, 1)
    assert [each.total for each in found[1:5]] == [6, 5, 4, 3]
    assert (found[5].label, found[5].total) == ("Any other answer", 2)


def test_a_matching_is_counted_as_a_whole():
    given = [
        Given(0, {"pairs": {"2": "o2", "1": "o1", "3": "o3"}}, 4),
        Given(0, {"pairs": {"1": "o2"}}, 1),
    ]
    found = choices_of("matching", body("matching"), given)
    assert [(each.label, each.total) for each in found] == [("1 A, 2 B, 3 C", 4), ("1 B", 1)]
