"""Makes things for tests, through the rules. Every argument has a default."""

from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle

from django.utils.timezone import now as real_now

from accounts.models import User
from attempts import answering, lifecycle
from attempts.answering import Given
from attempts.models import Attempt, Item
from attempts.states import Mode
from questions import publishing
from questions.content import Content
from questions.item_types import ITEM_TYPES
from questions.models import CaseStudy, Exam, Question, QuestionVersion, TaskStatement

_numbers = count(1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TYPES = tuple(ITEM_TYPES)


def user(email: str = "") -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", "password")


def body(type: str = "multiple_choice", *, mark: str = "") -> dict:
    """A body whose key is told by its words: "right" options, "step 1, 2, 3", "same number"."""
    if type == "matching":
        return {
            "prompts": [
                {
                    "id": str(n),
                    "text": f"Prompt {n}{mark}",
                    "match": f"o{n}",
                    "because": f"B{n}{mark}",
                }
                for n in (1, 2, 3)
            ],
            "options": [
                {"id": f"o{n}", "text": f"Match {n}{mark}", "because": f"Why {n}{mark}"}
                for n in (1, 2, 3, 4)
            ],
        }
    if type == "ordering":
        steps = [
            {"id": f"s{n}", "text": f"Step {n}{mark}", "because": f"Why {n}{mark}"}
            for n in (3, 1, 2, 4)
        ]
        return {"options": steps, "order": ["s1", "s2", "s3"]}
    right = 1 if type == "multiple_choice" else 2
    options = [
        {
            "id": letter,
            "text": f"Option {letter}{mark}",
            "correct": place < right,
            "because": f"Because {letter}{mark}",
        }
        for place, letter in enumerate("abcd" if right == 1 else "abcde")
    ]
    return {"options": options} | ({"select": right} if right > 1 else {})


def question(
    *tasks: TaskStatement,
    type: str = "multiple_choice",
    case_study: CaseStudy | None = None,
    rating_u: int | None = 7000,
    mark: str = "",
) -> QuestionVersion:
    """A published question of these tasks. `mark` is put into every text of it."""
    number = next(_numbers)
    made = Question.objects.create(reference=f"q-{number}")
    publishing.classify(made, tasks, case_study=case_study)
    content = Content(
        type=type,
        gist=f"Gist {number}",
        stem=f"Some state {number}{mark}.\n\nWhat is needed {number}{mark}?",
        body=body(type, mark=mark),
        decides=f"Decides{mark}",
        takeaway=f"Takeaway{mark}",
        references=[{"title": "Docs", "url": "https://example.org/", "checked": "2026-01-01"}],
        rating_u=rating_u,
    )
    return publishing.install(made, content, now=LONG_AGO)


def blueprint(
    *,
    code: str = "",
    weights: tuple[int, ...] = (50, 50),
    tasks_each: int = 2,
    scored: int = 6,
    pilot: int = 2,
    minutes: int = 60,
    pass_mark: int = 720,
    form_mix: dict | None = None,
    offers_mock_exam: bool = True,
) -> Exam:
    """An exam without questions."""
    made = Exam.objects.create(
        code=code or f"EX-{next(_numbers)}",
        title="An exam",
        status="active",
        minutes=minutes,
        scored_count=scored,
        pilot_count=pilot,
        pass_mark=pass_mark,
        item_types=list(TYPES),
        languages=["en"],
        price_usd=150,
        validity_years=3,
        delivery="Test centre or online",
        source="https://example.org/",
        checked_on=date(2026, 1, 1),
        form_mix=form_mix or {},
        offers_mock_exam=offers_mock_exam,
    )
    for number, weight in enumerate(weights, start=1):
        domain = made.domains.create(number=number, title=f"Domain {number}", weight=weight)
        for task in range(1, tasks_each + 1):
            domain.tasks.create(number=f"{number}.{task}", title=f"Task {number}.{task}")
    return made


def exam(*, spare: int = 0, types: tuple[str, ...] = TYPES, mark: str = "", **options) -> Exam:
    """An exam and a bank that fills its form exactly, with `spare` more questions in each task."""
    made = blueprint(**options)
    tasks = list(TaskStatement.objects.filter(domain__exam=made))
    kinds = cycle(types)
    for task in tasks:
        for _ in range(-(-made.item_count // len(tasks)) + spare):
            question(task, type=next(kinds), mark=mark)
    return made


def attempt(
    *,
    of: User | None = None,
    exam: Exam | None = None,
    mode: str = Mode.EXAM,
    extra_time: str = "none",
    now: datetime | None = None,
    **exam_options,
) -> Attempt:
    """An attempt just begun, at a new exam unless one is given."""
    made, _ = lifecycle.start(
        exam or globals()["exam"](**exam_options),
        of or user(),
        mode=Mode(mode),
        extra_time=extra_time,
        now=now or real_now(),
    )
    return made


def finished(*, right: int = 0, wrong: int = 0, now: datetime | None = None, **options) -> Attempt:
    """A submitted attempt: the first `right` items answered rightly, the next `wrong` wrongly."""
    now = now or real_now()
    made = attempt(now=now, **options)
    for item in made.items.select_related("version")[: right + wrong]:
        give(item, right_answer(item) if item.position <= right else wrong_answer(item), now=now)
    return handed_in(made, now=now)


def handed_in(attempt: Attempt, *, now: datetime) -> Attempt:
    """The running attempt, submitted a minute later."""
    lifecycle.submit(attempt, by=attempt.candidate, now=now + MINUTE)
    return attempt


def give(item: Item, answer: object, *, now: datetime | None = None, client: str = "t") -> None:
    """Save an answer in the wire form, as the newest there is."""
    item.refresh_from_db()
    given = Given(answer, client_id=client, seq=next(_numbers), base_rev=item.rev)
    answering.save(item.attempt, item.position, given, now=now or real_now())


def right_answer(item: Item) -> dict:
    """The key, in the letters of this attempt."""
    rules = ITEM_TYPES[item.version.type]
    return rules.wire(item.layout, rules.key(item.version.body))


def wrong_answer(item: Item) -> dict:
    """A complete answer that is wrong, in the letters of this attempt."""
    wire = right_answer(item)
    if "order" in wire:
        return {"order": wire["order"][::-1]}
    if "pairs" in wire:
        letters = list(wire["pairs"].values())
        return {"pairs": dict(zip(wire["pairs"], letters[1:] + letters[:1], strict=True))}
    letters = "ABCDE"[: len(item.layout["options"])]
    others = [letter for letter in letters if letter not in wire["selected"]]
    return {"selected": others[: len(wire["selected"])]}


def stored(item: Item) -> dict | None:
    """What is stored, in the wire form."""
    item.refresh_from_db()
    return item.wire_answer
