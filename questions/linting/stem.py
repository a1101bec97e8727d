"""The stem: does it ask, once, plainly, in today's words?"""

import re
from datetime import date

from questions.content import Content
from questions.linting.findings import Rank, Rule
from questions.linting.structure import Remarks
from questions.linting.words import prose, words

MOST_STEM_WORDS = 120

_ASKS = re.compile(r"\?\s*(\((Select|Choose) [A-Z]+\.?\))?\s*\Z")
_COMMANDS = re.compile(r"\b(select|order|put|arrange|match|place|sort)\b", re.IGNORECASE)
_SELECT = re.compile(r"\((?:Select|Choose)\s+([A-Za-z]+)\.?\)")
_NUMBERS = {"TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
_NEGATIVE = re.compile(
    r"\bNOT\b|(?i:\bexcept\b"
    r"|\bwhich\b[^?,]{0,30}\b(?:is|are|does|do|should|would|will|can)\s+not\b)"
)
_QUALIFIER = re.compile(
    r"(?<!at )\b(most|least|first|best|highest|lowest|fewest|greatest)\b", re.IGNORECASE
)
_LETTER = re.compile(r"\b(?i:options?|answers?|choices?|responses?)\s+\(?[A-H]\b(?![a-z'\u2019])")
_OLD_NAMES = {
    r"Amazon SageMaker(?! ?AI\b)(?! [A-Z])": "Amazon SageMaker AI",
    r"(?:Amazon |AWS )?Kinesis (?:Data )?Firehose": "Amazon Data Firehose",
    r"(?:Amazon |AWS )?Kinesis Data Analytics": "Amazon Managed Service for Apache Flink",
    r"(?:Amazon )?QuickSight": "Amazon Quick Sight",
    r"(?:Amazon )?CloudWatch Events": "Amazon EventBridge",
    r"Amazon Elasticsearch Service": "Amazon OpenSearch Service",
    r"AWS (?:SSO|Single Sign-On)": "AWS IAM Identity Center",
}
_CLOSED = re.compile(
    r"SageMaker (?:AI )?(?:Clarify|Model Monitor|Debugger|Ground Truth|Role Manager)"
    r"|Amazon (?:A2I|Augmented AI|Forecast|Fraud Detector|Lookout|Mechanical Turk)"
)
_IN_USE = re.compile(r"\balready (?:use|run|own|operat|has|have)|\bexisting\b", re.IGNORECASE)


def asks_a_question(content: Content, today: date) -> Remarks:
    asks = _ASKS.search(content.question)
    if content.type in {"ordering", "matching"}:
        asks = asks or _COMMANDS.search(content.question)
    if not asks:
        advice = "End with one question as a paragraph of its own. It can be answered unaided."
        yield "stem", "The last paragraph does not ask a question", advice


def select_count_named(content: Content, today: date) -> Remarks:
    named = [_NUMBERS.get(word.upper(), 1) for word in _SELECT.findall(content.stem)]
    wanted = content.body.get("select") if content.type == "multiple_response" else None
    if wanted and named != [wanted]:
        word = {number: word for word, number in _NUMBERS.items()}.get(wanted, str(wanted))
        advice = f"End the question with (Select {word}.)"
        yield "stem", f"The question does not say to select {word.lower()}", advice
    if not wanted and named:
        yield "stem", "The question says how many to select", "Only multiple response does that."


def no_letters(content: Content, today: date) -> Remarks:
    for place, text in content.texts().items():
        if match := _LETTER.search(text):
            where = place.removesuffix(".because")
            advice = "Options are shuffled for every candidate. Name the thing instead."
            yield where, f"“{match[0]}” in {content.mention(where)}", advice


def one_question(content: Content, today: date) -> Remarks:
    if content.question.count("?") > 1:
        yield "stem", "More than one question is asked", "Test one decision. Split the others off."


def plainly_asked(content: Content, today: date) -> Remarks:
    if match := _NEGATIVE.search(prose(content.question)):
        advice = "Ask for what is right. Negative questions test attention, not knowledge."
        yield "stem", f"“{match[0].split()[-1]}” makes the question negative", advice


def qualifier_in_capitals(content: Content, today: date) -> Remarks:
    found = _QUALIFIER.findall(prose(content.question))
    if quiet := [word for word in found if not word.isupper()]:
        advice = "Write a word that decides in capitals, or leave it out."
        yield "stem", f"“{quiet[0]}” is easy to miss", advice
    if len([word for word in found if word.isupper()]) > 1:
        yield "stem", f"{len(found)} qualifiers: {', '.join(found)}", "Keep the one that decides."


def stem_length(content: Content, today: date) -> Remarks:
    if (count := len(words(content.stem))) > MOST_STEM_WORDS and not content.prompts:
        advice = "Cut what the answer does not need: 35 to 80 words are enough for a scenario."
        yield "stem", f"The question text has {count} words", advice


def current_names(content: Content, today: date) -> Remarks:
    for place, text in content.texts().items():
        for old, new in _OLD_NAMES.items():
            if match := re.search(old, prose(text)):
                where = place.removesuffix(".because")
                yield where, f"“{match[0]}” has a new name", f"Write “{new}”."


def open_services(content: Content, today: date) -> Remarks:
    keyed = " ".join(str(each.get("text")) for each in content.keys)
    if (match := _CLOSED.search(keyed)) and not _IN_USE.search(content.stem):
        advice = "It takes no new customers. Say that the team already uses it, or key another."
        yield "stem", f"The key is {match[0]}", advice


RULES = (
    Rule("asks_a_question", Rank.MUST_FIX, "Asks a clear question", asks_a_question),
    Rule("select_count_named", Rank.MUST_FIX, "Key count matches text", select_count_named),
    Rule("no_letters", Rank.MUST_FIX, "No option named by letter", no_letters),
    Rule("one_question", Rank.CONSIDER, "One question", one_question),
    Rule("plainly_asked", Rank.CONSIDER, "No negative wording", plainly_asked),
    Rule("qualifier_in_capitals", Rank.CONSIDER, "Qualifier in capitals", qualifier_in_capitals),
    Rule("stem_length", Rank.CONSIDER, "Length of the text", stem_length),
    Rule("current_names", Rank.CONSIDER, "Current service names", current_names),
    Rule("open_services", Rank.CONSIDER, "No closed service keyed", open_services),
)
