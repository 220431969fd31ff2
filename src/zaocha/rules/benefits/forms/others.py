"""What a policy gives besides a countable amount: a recognition, a right, or terms that nobody has published."""

from __future__ import annotations

from dataclasses import dataclass

from zaocha.rules.benefits import words
from zaocha.rules.benefits.forms.base import NOT_SETTLED, Form, Step, Worked, reads
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import ZERO, Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition(Form):
    """A title, a right or a service instead of money."""

    code = "recognition"
    label = Text("资格或服务", "Recognition or service")
    help = Text(
        "给予称号、资格、名额或服务，不直接给钱。", "A title, a right, a place or a service; no money."
    )

    grants: Text = reads("text", "给予内容", "What is granted")

    def counted(self, at: Setting) -> Worked:
        """No money, and what is granted."""
        span = Span.exactly(ZERO)
        step = Step(self.code, words.say("recognition", grants=self.grants), span)
        return Worked(span, (step,), grants=(self.grants,))

    def said(self, at: Setting) -> Text:
        """What is granted."""
        return words.say("recognition", grants=self.grants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Form):
    """The terms are not public: no amount, and none is made up. `note` says whom to ask."""

    code = "unknown"
    label = Text("条款未公开", "Terms not public")
    help = Text("金额、利率等条款未公开，系统不作估计。", "Amount and terms are not public; none is made up.")

    note: Text | None = reads("text", "说明", "Note", optional=True)

    def counted(self, at: Setting) -> Worked:
        """Not known."""
        return Worked(NOT_SETTLED, (Step(self.code, self.said(at), NOT_SETTLED),), terms_unknown=True)

    def said(self, at: Setting) -> Text:
        """That the terms are not public."""
        said = words.say("terms_unknown")
        return said if self.note is None else words.joined(said, words.say("remark", note=self.note))
