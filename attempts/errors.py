"""What an attempt refuses."""

from exam_platform.errors import RuleBroken


class AttemptClosed(RuleBroken):
    """The attempt is over; nothing about it changes any more."""

    code = "closed"


class AttemptPaused(RuleBroken):
    """The clock stands still and the questions are hidden until the attempt is resumed."""

    code = "paused"


class NotPractice(RuleBroken):
    """Pausing and looking at answers belong to practice; an exam has neither."""

    code = "not_practice"


class AnswerRevealed(RuleBroken):
    """The key of this question was shown; its answer stands."""

    code = "revealed"


class AttemptOpen(RuleBroken):
    """The attempt still runs; its result and its key are not to be had yet."""

    code = "open"


class AnswerLate(RuleBroken):
    """The answer came after the deadline and the grace. It is stored, marked late, not scored."""

    code = "late"


class AnswerStale(RuleBroken):
    """Another tab or device saved a newer answer. The message's `extra` carries that answer."""

    code = "stale"


class NoSuchItem(RuleBroken):
    """The attempt has no question at that position."""

    code = "not_found"
    status = 404


class AnswerMalformed(RuleBroken):
    """The answer does not fit its question."""

    code = "malformed"
    status = 400


class NotEnoughQuestions(RuleBroken):
    """The bank cannot fill the form. The message lists what is short."""

    code = "not_enough_questions"


class NoMockExam(RuleBroken):
    """This exam is a topic list only; nobody can sit it here."""

    code = "no_mock_exam"


class ExtraTimeNeedsPractice(RuleBroken):
    """Extra time is the candidate's own choice in practice; in an exam it is granted."""

    code = "extra_time_needs_practice"
    status = 400


class TooFewLeft(RuleBroken):
    """Without the question some attempts would have too few scored questions for a score."""

    code = "too_few_left"


class NoSuchForm(RuleBroken):
    """The exam has no fixed form with that name."""

    code = "no_such_form"
    status = 400


class DrillRefused(RuleBroken):
    """What a drill was asked for cannot be: too few or too many questions, an unknown task."""

    code = "drill"
    status = 400
