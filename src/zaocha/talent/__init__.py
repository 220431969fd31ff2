"""Vacancies, candidates and hires; training programmes with schools."""
