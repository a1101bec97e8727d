from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from attempts import lifecycle
from attempts.models import Attempt
from questions.models import CaseStudy, Question
from tests import factories

PAGES = ["attempt", "paper", "review", "submission", "help", "answers"]


def url(name, *args):
    return reverse(f"attempts:{name}", args=args)


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice, scored=9, pilot=3)


@pytest.fixture
def item(attempt):
    items = attempt.items.select_related("version")
    return items.filter(version__type="multiple_choice").exclude(position__in=[1, 12]).first()


def post(client, item, **fields):
    return client.post(url("item", item.attempt_id, item.position), {"rev": item.rev} | fields)


def test_home_welcomes_strangers(client, db):
    factories.exam(code="EX-1")
    page = client.get(url("home"))
    assert (page.status_code, page.templates[0].name) == (200, "attempts/landing.html")


def test_home_offers_to_resume(as_alice, attempt):
    assert url("attempt", attempt.pk) in as_alice.get(url("home")).text


def test_exams_are_listed_and_shown(as_alice):
    exam = factories.exam(code="EX-1")
    assert "EX-1" in as_alice.get(url("exams")).text
    page = as_alice.get(url("exam", exam.code)).text
    assert "Domain 2" in page
    assert url("start", exam.code) in page


def test_start_asks_then_begins(as_alice, alice):
    exam = factories.exam()
    assert "the clock begins now" in as_alice.get(url("start", exam.code)).text
    begun = as_alice.post(url("start", exam.code), {"mode": "practice", "extra_time": "times_2"})
    attempt = Attempt.objects.get(candidate=alice)
    assert (begun.status_code, begun.url) == (302, url("attempt", attempt.pk))
    assert attempt.extra_time == "times_2"


def test_start_with_an_unknown_mode_says_so_and_begins_nothing(as_alice):
    page = as_alice.post(url("start", factories.exam().code), {"mode": "quiz"})
    assert (page.status_code, Attempt.objects.count()) == (422, 0)


def test_start_of_a_topic_list_is_not_there(as_alice):
    exam = factories.blueprint(offers_mock_exam=False)
    assert as_alice.get(url("start", exam.code)).status_code == 404


def test_attempt_leads_to_the_item_last_met(as_alice, attempt):
    as_alice.get(url("item", attempt.pk, 1))
    as_alice.get(url("item", attempt.pk, 5))
    assert as_alice.get(url("attempt", attempt.pk)).url == url("item", attempt.pk, 5)


def test_attempt_leads_to_the_report_when_over(as_alice, alice):
    attempt = factories.finished(of=alice)
    assert as_alice.get(url("attempt", attempt.pk)).url == reverse(
        "reports:report", args=[attempt.pk]
    )


def test_item_shows_the_question_and_notes_that_it_was_seen(as_alice, attempt, item):
    page = as_alice.get(url("item", attempt.pk, item.position)).text
    assert item.version.rendered["stem"] in page
    item.refresh_from_db()
    assert item.first_seen_at


def test_item_saves_and_goes_on(as_alice, attempt, item):
    gone = post(as_alice, item, answer="B", go="next", flag="1")
    assert (gone.status_code, gone.url) == (302, url("item", attempt.pk, item.position + 1))
    assert factories.stored(item) == {"selected": ["B"]}
    assert item.flagged


@pytest.mark.parametrize(
    ("go", "name", "step"),
    [
        ("prev", "item", -1),
        ("save", "item", 0),
        ("clear", "item", 0),
        ("7", "item", None),
        ("review", "review", None),
        ("nonsense", "item", 0),
    ],
)
def test_item_goes_where_the_button_says(as_alice, attempt, item, go, name, step):
    gone = post(as_alice, item, answer="A", go=go)
    place = [7] if step is None else [item.position + step]
    assert gone.url == url(name, attempt.pk, *(place if name == "item" else []))


def test_after_the_last_item_comes_the_review(as_alice, attempt):
    last = attempt.items.select_related("version").last()
    assert post(as_alice, last, go="next").url == url("review", attempt.pk)


def test_item_shows_a_refused_answer_with_the_reason(as_alice, attempt, item):
    page = post(as_alice, item, answer=["A", "B"], go="next")
    assert page.status_code == 400
    assert "you can select one" in page.text
    assert factories.stored(item) is None


def test_item_of_an_old_page_does_not_overwrite(as_alice, attempt, item):
    factories.give(item, {"selected": ["A"]})
    page = as_alice.post(
        url("item", attempt.pk, item.position), {"rev": 0, "answer": "B", "go": "next"}
    )
    assert (page.status_code, factories.stored(item)) == (409, {"selected": ["A"]})


def test_ordering_without_script(as_alice, attempt):
    item = attempt.items.select_related("version").filter(version__type="ordering").first()
    for step, stored in [("add:B", "B"), ("add:A", "BA"), ("up:A", "AB"), ("out:B", "A")]:
        item.refresh_from_db()
        order = (factories.stored(item) or {}).get("order", [])
        post(as_alice, item, order=order, go=step)
        assert factories.stored(item) == {"order": list(stored)}


def test_matching_without_script(as_alice, attempt):
    item = attempt.items.select_related("version").filter(version__type="matching").first()
    post(as_alice, item, **{"pair-1": "B", "pair-2": "", "pair-3": "B"})
    assert factories.stored(item) == {"pairs": {"1": "B", "3": "B"}}


def test_item_after_the_end_keeps_nothing(as_alice, alice, attempt, item):
    lifecycle.submit(attempt, by=alice, now=now())
    assert post(as_alice, item, answer="A").status_code == 409
    assert factories.stored(item) is None
    assert as_alice.get(url("item", attempt.pk, 1)).status_code == 302


def test_item_after_time_ran_out_leads_to_a_result_without_any_sweep(as_alice, alice):
    attempt = factories.attempt(of=alice, now=now() - timedelta(hours=2))
    page = as_alice.get(url("item", attempt.pk, 1), follow=True)
    assert page.status_code == 200
    assert Attempt.objects.get(pk=attempt.pk).result.scaled == 100


def test_paper_holds_every_question_once(as_alice, attempt):
    page = as_alice.get(url("paper", attempt.pk)).text
    for item in attempt.items.select_related("version"):
        assert page.count(item.version.rendered["stem"]) == 1


def test_review_lists_and_filters(as_alice, attempt, item):
    factories.give(item, {"selected": ["B"]})
    everything = as_alice.get(url("review", attempt.pk))
    left = as_alice.get(url("review", attempt.pk), {"show": "incomplete"})
    assert (len(everything.context["rows"]), len(left.context["rows"])) == (12, 11)
    assert as_alice.get(url("review", attempt.pk), {"show": "x"}).context["show"] == "all"


def test_review_says_which_questions_are_parts_of_a_case(as_alice, attempt, item):
    case = CaseStudy.objects.create(title="A case", reference="a-case")
    Question.objects.filter(pk=item.version.question_id).update(case_study=case)
    page = as_alice.get(url("review", attempt.pk)).text
    assert f"Case: {item.version.gist}<" in page
    assert page.count("Case: ") == 1


def test_a_refusal_inside_an_attempt_leads_back_to_it(as_alice, alice, attempt):
    back = f'href="{url("attempt", attempt.pk)}">Back to the exam</a>'
    assert back in as_alice.get(url("answers", attempt.pk)).text
    assert back in as_alice.get(url("item", attempt.pk, 99)).text
    lifecycle.submit(attempt, by=alice, now=now())
    over = as_alice.get(url("help", attempt.pk)).text
    assert back not in over
    assert f'href="{url("attempts")}">To your attempts</a>' in over


def test_submission_asks_first_and_then_ends(as_alice, attempt):
    assert "12 questions have no full answer" in as_alice.get(url("submission", attempt.pk)).text
    ended = as_alice.post(url("submission", attempt.pk))
    assert ended.url == reverse("reports:report", args=[attempt.pk])
    attempt.refresh_from_db()
    assert attempt.state == "submitted"


def test_answers_show_the_key_only_after_the_end(as_alice, alice, attempt):
    assert as_alice.get(url("answers", attempt.pk)).status_code == 409
    lifecycle.submit(attempt, by=alice, now=now())
    page = as_alice.get(url("answers", attempt.pk))
    assert page.status_code == 200
    assert "Because" in page.text or "Why" in page.text


def test_answer_shows_each_item(as_alice, alice):
    attempt = factories.finished(of=alice, right=3)
    for item in attempt.items.select_related("version"):
        page = as_alice.get(url("answer", attempt.pk, item.position))
        assert (page.status_code, item.version.rendered["stem"] in page.text) == (200, True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_attempt_is_nobody_elses(as_bob, attempt, name):
    assert as_bob.get(url(name, attempt.pk)).status_code == 404


@pytest.mark.parametrize("name", ["item", "answer"])
def test_an_item_is_nobody_elses(as_bob, attempt, name):
    assert as_bob.get(url(name, attempt.pk, 1)).status_code == 404
    assert as_bob.post(url(name, attempt.pk, 1)).status_code in {404, 405}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_attempt_needs_sign_in(client, attempt, name):
    assert client.get(url(name, attempt.pk)).url.startswith("/accounts/login/")


def test_pages_of_an_attempt_are_not_kept_by_browsers(as_alice, attempt):
    for name, *args in [("item", 1), ("paper",), ("review",), ("submission",)]:
        assert "no-store" in as_alice.get(url(name, attempt.pk, *args))["Cache-Control"]


@pytest.mark.parametrize("size", [8, 40])
def test_query_counts_are_flat(as_alice, alice, size, django_assert_max_num_queries):
    attempt = factories.attempt(of=alice, exam=factories.exam(scored=size - 2, pilot=2))
    as_alice.get(url("item", attempt.pk, 1))
    for name, args, most in [("item", [2], 10), ("paper", [], 4), ("review", [], 4)]:
        with django_assert_max_num_queries(most):
            as_alice.get(url(name, attempt.pk, *args))
    lifecycle.submit(attempt, by=alice, now=now())
    with django_assert_max_num_queries(5):
        as_alice.get(url("answers", attempt.pk))


@pytest.fixture
def practice(alice):
    return factories.attempt(of=alice, mode="practice")


def test_a_checked_item_shows_its_solution_and_the_others_do_not(as_alice, practice):
    item = practice.items.select_related("version").first()
    page = post(as_alice, item, go="check")
    assert page.url == url("item", practice.pk, 1)
    shown = as_alice.get(url("item", practice.pk, 1))
    assert shown.context["item"].solution.key
    assert as_alice.get(url("item", practice.pk, 2)).context["item"].solution is None
    papers = as_alice.get(url("paper", practice.pk)).context["items"]
    assert [each.position for each in papers if each.solution] == [1]


def test_no_item_of_an_exam_is_checked(as_alice, attempt, item):
    assert post(as_alice, item, go="check").status_code == 409
    assert as_alice.get(url("solution", attempt.pk, item.position)).status_code == 409
    assert as_alice.post(url("solution", attempt.pk, item.position)).status_code == 409


def test_a_paused_attempt_shows_no_question(as_alice, practice):
    gone = as_alice.post(url("pause", practice.pk))
    assert gone.url == url("pause", practice.pk)
    standing = as_alice.get(gone.url).text
    assert "Some state" not in standing
    for name, *args in [("item", 1), ("review",)]:
        assert as_alice.get(url(name, practice.pk, *args)).url == url("pause", practice.pk)
    assert as_alice.get(url("paper", practice.pk)).status_code == 409
    as_alice.post(url("resumption", practice.pk))
    assert as_alice.get(url("item", practice.pk, 1)).status_code == 200


def test_pausing_on_a_page_keeps_what_is_on_it(as_alice, practice):
    item = practice.items.select_related("version").filter(version__type="multiple_choice").first()
    answer = post(as_alice, item, answer="A", go="pause")
    assert answer.url == url("pause", practice.pk)
    item.refresh_from_db()
    practice.refresh_from_db()
    assert item.wire_answer == {"selected": ["A"]}
    assert practice.paused_at


def test_the_service_worker_is_in_charge_of_attempts_and_of_nothing_else(client):
    answer = client.get(url("worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert url("worker").startswith("/attempts/")
    assert b"networkFirst" in answer.content
