"""The forms of benefit by their code, in the order in which an editor offers them."""

from __future__ import annotations

from zaocha.rules.benefits.forms.base import Form, Step, Worked
from zaocha.rules.benefits.forms.cards import ScoreCard
from zaocha.rules.benefits.forms.composed import Cases, Largest, Scaled, Smallest, Sum, TopUp
from zaocha.rules.benefits.forms.heads import PerHead
from zaocha.rules.benefits.forms.loans import Interest
from zaocha.rules.benefits.forms.others import Recognition, Unknown
from zaocha.rules.benefits.forms.payments import Instalments, Rounded
from zaocha.rules.benefits.forms.shares import PerUnit, Rate, Tiers
from zaocha.rules.benefits.forms.tables import ByGrade, FirstCrossing, Fixed, Steps

ALL: tuple[type[Form], ...] = (
    Fixed, Rate, Steps, ByGrade, PerHead, PerUnit, Tiers, FirstCrossing, Interest,
    Sum, Largest, Smallest, TopUp, Scaled, Cases, Rounded, Instalments, ScoreCard, Recognition, Unknown,
)  # fmt: skip
BY_CODE: dict[str, type[Form]] = {form.code: form for form in ALL}

__all__ = ["ALL", "BY_CODE", "Form", "Step", "Worked"]
