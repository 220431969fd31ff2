"""Writes of vacancies, candidates, applications, hires, programmes and seats."""

from zaocha.talent.actions.applying import answer, invite_fitting, start, step
from zaocha.talent.actions.candidates import NewCandidate, change_candidate, enter_candidate, erase, prolong
from zaocha.talent.actions.hiring import NewHire, confirm_hire, note_hire
from zaocha.talent.actions.programmes import (
    NewCohort,
    NewProgramme,
    add_cohort,
    ask_seats,
    decide_seats,
    enter_programme,
    open_round,
    report,
)
from zaocha.talent.actions.vacancies import NewVacancy, change_vacancy, end_vacancy, enter_vacancy

__all__ = [
    "NewCandidate", "NewCohort", "NewHire", "NewProgramme", "NewVacancy", "add_cohort", "answer", "ask_seats",
    "change_candidate", "change_vacancy", "confirm_hire", "decide_seats", "end_vacancy", "enter_candidate",
    "enter_programme", "enter_vacancy", "erase", "invite_fitting", "note_hire", "open_round", "prolong", "report",
    "start", "step",
]  # fmt: skip
