"""Nothing that leaves the server during an attempt holds the key's company.

Every rationale, takeaway and deciding line of the bank gets a word of its own; then everything
that a candidate can reach while the clock runs is read, and searched for these words.
"""

import re
from copy import deepcopy
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.timezone import now

from questions import publishing
from questions.models import QuestionVersion
from tests import factories
from tests.e2e import sitting

pytestmark = pytest.mark.e2e

CANARY = "qwzx"
ADDRESS = re.compile(
    r"""(?:href|src|action|formaction|content|data-[\w-]+|hx-\w+)=["']([/?.][^"']*)"""
)
IMPORT = re.compile(r"""(?:from|import)\s*\(?["'](\.[^"']+|/[^"']+)["']""")
ENDS_THE_VISIT = re.compile(r"/accounts/logout/|^/api/v1/schema/|/health/")
VENDORED = re.compile(r"/vendor/|sidecar")
MOST_PAGES = 600


def marked(entries, place):
    return [
        entry | {"because": f"{entry['because']} {CANARY}{place}"} if "because" in entry else entry
        for entry in entries
    ]


@pytest.fixture(scope="module")
def canaries(site):
    """A new version of every question of the exam, each with its words in it."""
    published = QuestionVersion.objects.filter(state="published").select_related("question")
    for version in published:
        content = publishing.content_of(version)
        body = deepcopy(content.body)
        body["options"] = marked(body["options"], "option")
        if "prompts" in body:
            body["prompts"] = marked(body["prompts"], "prompt")
        told = replace(
            content,
            body=body,
            decides=f"{content.decides} {CANARY}decides",
            takeaway=f"{content.takeaway} {CANARY}takeaway",
        )
        publishing.install(version.question, told, now=now())


def routes(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield "/" + before + str(pattern.pattern)


def known_addresses(attempt):
    """Every route of the program, this attempt filled in: what no page links to is there too."""
    values = {
        "attempt_id": str(attempt.pk),
        "position": "1",
        "code": sitting.EXAM,
        "reference": sitting.items_of(attempt)[0].version.question.reference,
        "number": "2",
    }
    for route in routes(get_resolver().url_patterns):
        filled = re.sub(r"<\w+:(\w+)>", lambda found: values.get(found[1], "1"), route)
        if not re.search(r"[\^(<\\]", filled):
            yield filled


def addresses_in(text, base):
    pattern = IMPORT if base.endswith(".js") else ADDRESS
    for found in pattern.findall(text):
        parts = urlsplit(urljoin(base, found.replace("&amp;", "&")))
        if parts.netloc == urlsplit(base).netloc:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(request, site, first):
    """Address -> text, for everything that can be got from here by GET."""
    seen, waiting = {}, list(first)
    while waiting:
        address = waiting.pop()
        if address in seen or ENDS_THE_VISIT.search(address):
            continue
        assert len(seen) < MOST_PAGES
        response = request.get(address, max_redirects=5)
        assert response.status < 500, address
        kind = response.headers.get("content-type", "")
        text = response.text() if re.search(r"text|json|javascript|svg", kind) else ""
        seen[address] = text
        if not VENDORED.search(address):
            waiting += addresses_in(text, site + address)
    return seen


def finds_canary(texts):
    return sorted(address for address, text in texts.items() if CANARY in text)


def saves(context, attempt):
    """What the server says to answers and marks: rightly given, stale, malformed."""
    token = next(each["value"] for each in context.cookies() if each["name"] == "csrftoken")
    told = {}
    for item in sitting.items_of(attempt):
        base = f"/api/v1/attempts/{attempt.pk}/items/{item.position}"
        for seq, (answer, rev) in enumerate(
            [(factories.right_answer(item), 0), (factories.wrong_answer(item), 0), ("x", 1)], 1
        ):
            body = {"answer": answer, "client_id": "crawl", "seq": seq, "base_rev": rev}
            response = context.request.put(
                f"{base}/answer/", data=body, headers={"X-CSRFToken": token}
            )
            told[f"{base} {seq}: {response.status}"] = response.text()
    return told


def test_nothing_sent_before_the_end_holds_what_decides(browse, site, canaries, new_person):
    alice = new_person()
    context = browse(alice)
    page = context.new_page()
    attempt = factories.attempt(of=alice, exam=sitting.mock_exam())
    page.goto(f"/attempts/{attempt.pk}/")
    kept = {item.version_id for item in sitting.items_of(attempt)}
    marked_versions = QuestionVersion.objects.filter(pk__in=kept, takeaway__contains=CANARY)
    assert marked_versions.count() == 65

    told = crawl(context.request, site, ["/", *known_addresses(attempt)])
    assert f"/attempts/{attempt.pk}/paper/" in told
    assert f"/attempts/{attempt.pk}/items/65/" in told
    assert f"/api/v1/attempts/{attempt.pk}/review/" in told
    assert "/static/js/exam/main.js" in told
    assert "/static/js/exam/queue.js" in told
    assert not finds_canary(told)

    told = saves(context, attempt)
    assert {each.rpartition(" ")[2] for each in told} == {"200", "409", "400"}
    assert not finds_canary(told)
    assert not finds_canary({"storage": page.evaluate("JSON.stringify({...localStorage})")})

    page.goto(f"/attempts/{attempt.pk}/submission/")
    page.get_by_role("button", name="Submit exam").click()
    page.wait_for_url("**/report/")
    first = [f"/attempts/{attempt.pk}/answers/?show=all", f"/api/v1/attempts/{attempt.pk}/review/"]
    told = {address: context.request.get(address).text() for address in first}
    assert finds_canary(told) == sorted(first), "The negative control: now they must be there."
    for word in ("option", "takeaway", "decides", "prompt"):
        assert CANARY + word in told[first[1]]
