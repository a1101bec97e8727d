from exam_platform.errors import RuleBroken


class ReportGivenUp(RuleBroken):
    """The report could not be made, and is not tried again by itself."""

    code = "report_failed"
