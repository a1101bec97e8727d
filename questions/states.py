"""The life of a version, in one table.

    DRAFT <--> IN_REVIEW --> PUBLISHED --> RETIRED
      |                          ^
      +--------------------------+

A published version never changes; a better wording is a new version, which supersedes it.
"""

from django.db import models


class VersionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.IN_REVIEW, VersionState.PUBLISHED}),
    VersionState.IN_REVIEW: frozenset({VersionState.DRAFT, VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.RETIRED}),
    VersionState.RETIRED: frozenset(),
}

EDITABLE = (VersionState.DRAFT, VersionState.IN_REVIEW)
ANSWERABLE = (VersionState.PUBLISHED, VersionState.RETIRED)  # attempts may point here
