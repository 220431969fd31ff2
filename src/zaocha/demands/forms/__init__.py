"""Forms of this area."""

from zaocha.demands.forms.choices import category_choices, category_label, number_of, unit_choices
from zaocha.demands.forms.entering import DemandForm
from zaocha.demands.forms.lists import FilterForm
from zaocha.demands.forms.steps import CorrectForm, StepForm, step_form

__all__ = [
    "CorrectForm",
    "DemandForm",
    "FilterForm",
    "StepForm",
    "category_choices",
    "category_label",
    "number_of",
    "step_form",
    "unit_choices",
]
