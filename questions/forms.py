"""What authors type: the filters of the list, and the editor's form."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict

from questions.conflicts import base_of
from questions.content import Content
from questions.errors import TextTooLong
from questions.markup import to_html
from questions.models import (
    REFERENCE,
    CaseStudy,
    Exam,
    ItemType,
    Level,
    Question,
    QuestionVersion,
    TaskStatement,
)
from questions.publishing import Filing, content_of, next_reference
from questions.rows import Problem, Rows
from questions.states import VersionState

ANY = ("", "Any")


class FilterForm(forms.Form):
    """Which questions the list shows. Whatever is not understood filters nothing."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    exam = forms.ModelChoiceField(Exam.objects.all(), required=False, to_field_name="code")
    task = forms.ModelChoiceField(TaskStatement.objects.none(), required=False)
    type = forms.ChoiceField(choices=[ANY, *ItemType.choices], required=False)
    state = forms.ChoiceField(choices=[ANY, *VersionState.choices], required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        exams = list(Exam.objects.prefetch_related("domains__tasks"))
        exam, task = (cast(forms.ModelChoiceField, self.fields[name]) for name in ("exam", "task"))
        exam.choices = [ANY, *((each.code, each.code) for each in exams)]
        task.queryset = TaskStatement.objects.all()
        task.choices = [ANY, *_tasks_by_exam(exams)]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class QuestionForm(forms.Form):
    """One question with its options. `rows` are the options and prompts, `content` what it makes.

    A draft may be unfinished: only what cannot be stored at all is an error here. Whether it is a
    good question is for the checks to say.
    """

    reference = forms.CharField(label="Id", max_length=40, required=False, validators=[REFERENCE])
    type = forms.ChoiceField(choices=ItemType.choices)
    level = forms.ChoiceField(label="Thinking level", choices=Level.choices)
    gist = forms.CharField(label="Short title", max_length=80, required=False)
    stem = forms.CharField(label="Question text", max_length=5_000, required=False)
    decides = forms.CharField(label="What decides the answer", max_length=500, required=False)
    takeaway = forms.CharField(max_length=500, required=False)
    rating = forms.FloatField(min_value=0.01, max_value=0.99, required=False)
    services = forms.CharField(label="Services", max_length=500, required=False)
    references = forms.CharField(label="References", max_length=3_000, required=False)
    case_study = forms.ModelChoiceField(
        CaseStudy.objects.all(), required=False, empty_label="None", to_field_name="reference"
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, version: QuestionVersion | None = None
    ) -> None:
        post = data if isinstance(data, QueryDict) else None
        super().__init__(post, initial=_initial(version), auto_id="%s")
        self.version = version
        self.rows = Rows.of_post(post.getlist) if post is not None else _rows(version)
        if self.chosen_type == ItemType.MATCHING:
            self.rows = self.rows.with_prompts()
        self.task_fields = _add_task_fields(self)
        stored = base_of(version) if version else ""
        self.base = str(post.get("base", stored)) if post is not None else stored
        if version:
            del self.fields["reference"]

    @property
    def stored(self) -> QuestionVersion:
        """The version this form edits; only a form of a new question has none."""
        if self.version is None:
            raise LookupError("This form is of a new question.")
        return self.version

    @property
    def is_late(self) -> bool:
        """Somebody wrote the draft after this form was made."""
        return self.base != base_of(self.stored)

    def rebase(self) -> None:
        """From here on this form is one of the version as it is stored now."""
        self.base = base_of(self.stored)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything that was posted, as pairs for hidden fields."""
        dropped = {"csrfmiddlewaretoken", "base", "do"}
        lists = self.data.lists() if isinstance(self.data, QueryDict) else []
        return [
            (name, str(value)) for name, values in lists if name not in dropped for value in values
        ]

    def apply(self, button: str) -> None:
        """Add, remove or move a row, as the pressed button says."""
        if button.startswith(("option:", "prompt:")):
            self.rows = self.rows.after(button)

    @property
    def chosen_type(self) -> str:
        """The type to show fields for, even where other fields are wrong."""
        value = str(self["type"].value() or "")
        return value if value in ItemType.values else ItemType.MULTIPLE_CHOICE

    @property
    def content(self) -> Content:
        """As far as it is understood; complete once `is_valid()`."""
        if not self.is_bound:
            empty = Content(self.chosen_type, body=self.rows.body(self.chosen_type))
            return content_of(self.version) if self.version else empty
        self.is_valid()
        said = self.cleaned_data
        kept = self.version.provenance if self.version else {"original": True}
        return Content(
            type=self.chosen_type,
            gist=said.get("gist", ""),
            stem=said.get("stem", "").replace("\r\n", "\n"),
            body=self.rows.body(self.chosen_type),
            decides=said.get("decides", ""),
            takeaway=said.get("takeaway", ""),
            references=said.get("references") or [],
            level=said.get("level") or Level.APPLY,
            rating_u=round(said["rating"] * 10_000) if said.get("rating") else None,
            services=said.get("services") or [],
            provenance=kept,
        )

    @property
    def task_choices(self) -> list[forms.BoundField]:
        return [self[name] for name in self.task_fields]

    @property
    def new_reference(self) -> str:
        """The id typed for a new question, or the next free one of its first task."""
        tasks = self.filing.tasks
        return self.cleaned_data["reference"] or (next_reference(tasks[0]) if tasks else "")

    @property
    def is_filed(self) -> bool:
        """Whether any exam asks this question."""
        return any(self[name].value() for name in self.task_fields)

    @property
    def filing(self) -> Filing:
        tasks = [self.cleaned_data[name] for name in self.task_fields if self.cleaned_data[name]]
        return Filing(tasks, self.cleaned_data["case_study"])

    @property
    def problems(self) -> list[Problem]:
        """Everything that keeps this from being saved: where in the page, and what to do."""
        listed = [
            (name, f"{self.fields[name].label or name.replace('_', ' ').capitalize()}: {error}")
            for name, errors in self.errors.items()
            for error in errors
        ]
        return listed + self.rows.problems(self.chosen_type)

    def clean(self) -> None:
        if "reference" in self.fields and not self.is_filed and not self.data.get("reference"):
            self.add_error("reference", "Write an id, or choose a task and we make one.")

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"])
        if Question.objects.filter(reference=reference).exists():
            raise forms.ValidationError(f"There is a question {reference} already.")
        return reference

    def clean_stem(self) -> str:
        return _readable(self.cleaned_data["stem"])

    def clean_references(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["references"].splitlines()]
        return [_reference(line) for line in lines if line]

    def clean_services(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["services"].split(",")]
        return [name for name in names if name]


def _readable(text: str) -> str:
    try:
        to_html(text)
    except TextTooLong as error:
        raise forms.ValidationError(str(error)) from error
    return text


def _reference(line: str) -> dict[str, str]:
    """A line such as: Title | https://docs... | 2026-11-20."""
    title, url, checked = (part.strip() for part in (*line.split("|"), "", "", "")[:3])
    if not title or not _is_https(url):
        raise forms.ValidationError(f"Write “Title | https://address | day” instead of “{line}”.")
    try:
        day = date.fromisoformat(checked)
    except ValueError as error:
        raise forms.ValidationError(f"Write the day you read it, 2026-11-20: “{line}”.") from error
    return {"title": title, "url": url, "checked": day.isoformat()}


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address, say
        return False
    return parts.scheme == "https" and bool(parts.netloc)


def _initial(version: QuestionVersion | None) -> dict[str, Any]:
    if version is None:
        return {"type": ItemType.MULTIPLE_CHOICE, "level": Level.APPLY}
    lines = [f"{link['title']} | {link['url']} | {link['checked']}" for link in version.references]
    case_study = version.question.case_study
    return {
        **version.content(),
        "references": "\n".join(lines),
        "services": ", ".join(version.services),
        "rating": version.rating_u / 10_000 if version.rating_u else None,
        "case_study": case_study.reference if case_study else None,
        **{
            f"task-{tag.task.domain.exam.code}": tag.task_id
            for tag in version.question.question_tasks.all()
        },
    }


def _rows(version: QuestionVersion | None) -> Rows:
    return Rows.of_body(content_of(version).body) if version else Rows.blank()


def _add_task_fields(form: QuestionForm) -> list[str]:
    """One choice for each exam that has tasks. Returns the names of the fields."""
    names = []
    exams = Exam.objects.order_by("-offers_mock_exam", "code").prefetch_related("domains__tasks")
    for exam in exams:
        grouped = _tasks(exam)
        if grouped:
            tasks = TaskStatement.objects.filter(domain__exam=exam)
            field = forms.ModelChoiceField(tasks, required=False, label=exam.code)
            field.choices = [("", "Not asked"), *grouped]
            form.fields[f"task-{exam.code}"] = field
            names.append(f"task-{exam.code}")
    return names


def _tasks(exam: Exam) -> list[tuple[int, str]]:
    return [(task.pk, str(task)) for domain in exam.domains.all() for task in domain.tasks.all()]


def _tasks_by_exam(exams: list[Exam]) -> list[tuple[str, list[tuple[int, str]]]]:
    return [(exam.code, tasks) for exam in exams if (tasks := _tasks(exam))]
