"""That the mass is what the product makes, and that a difference would show."""

from dataclasses import replace

import pytest

from reports.simulation import sitting
from reports.simulation.followed import Followed
from reports.simulation.sitting import Room


def test_the_mass_is_bit_for_bit_what_the_product_makes(small):
    small.plan = replace(small.plan, attempts=2)
    small.round(1)
    small.round(2)
    assert small.unlike_the_product() == []


def kinds(words):
    """ "real-witness-0@example.org, attempt 1: item 4: layout" is about a layout."""
    return {each.rpartition(": ")[2] for each in words}


def test_forgetting_the_newest_forms_shows(small):
    small.round(1)
    small.room.recent.clear()
    assert "version_id" in kinds(small.unlike_the_product())


def test_another_score_shows(small, monkeypatch):
    real = sitting.marks_of
    monkeypatch.setattr(sitting, "marks_of", lambda items: real(items)[1:])
    assert {"raw", "scaled", "cut_u"} & kinds(small.unlike_the_product())


def test_other_rest_scores_show(small, monkeypatch):
    monkeypatch.setattr(sitting, "_keep_rest_scores", lambda items: None)
    assert kinds(small.unlike_the_product()) == {"rest_adj"}


@pytest.mark.parametrize("part", ["m", "v"])
def test_another_profile_shows(small, monkeypatch, part):
    real = Followed.profile

    def off(self, sittings):
        m, v = real(self, sittings)
        return (m + 0.01, v) if part == "m" else (m, v * 1.05)

    monkeypatch.setattr(Followed, "profile", off)
    assert {"mean", "low"} & kinds(small.unlike_the_product())


def test_another_memory_of_what_was_met_shows(small, monkeypatch):
    small.plan = replace(small.plan, attempts=2)
    real = Room.paper

    def forgetful(self, attempt, met, *, like):
        return real(self, attempt, {}, like=like)

    monkeypatch.setattr(Room, "paper", forgetful)
    assert {"version_id", "is_new"} & kinds(small.unlike_the_product())
