"""An answer as its reader sees it: in words, clause by clause; values that are not theirs to see stay hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.facts import access as fact_access
from zaocha.companies.models import Company, FactValue
from zaocha.matching import judging
from zaocha.offers import dictionary
from zaocha.offers.models import Policy
from zaocha.rules import benefits, conditions, deriving, nearness, walking, wording
from zaocha.rules import facts as rule_facts
from zaocha.rules.policies import answers, standing, verdicts

LABELS: dict[str, tuple[Any, str]] = {
    "eligible": (_("eligible"), "green"),
    "near": (_("just missed"), "amber"),
    "missing": (_("facts missing"), "blue"),
    "excluded": (_("excluded by another benefit"), "purple"),
    "window_closed": (_("window not open"), "grey"),
    "not_eligible": (_("not eligible"), "grey"),
    "unreadable": (_("cannot be compared"), "red"),
}
SECRET = _("conditions not public")
TRUTHS: dict[Any, tuple[str, Any, str]] = {
    True: ("check", _("met"), "green"),
    False: ("x", _("not met"), "red"),
    None: ("user-question", _("not known"), "amber"),
}
# The same below "none of these": what does not apply speaks for the company.
APPLIES: dict[Any, tuple[str, Any, str]] = {
    True: ("x", _("applies"), "red"),
    False: ("check", _("does not apply"), "green"),
    None: TRUTHS[None],
}
Hidden = Callable[[str], bool]


@dataclass(frozen=True)
class Node:
    """A clause with its truth, or a group with its items."""

    kind: str  # clause, all, any, not
    truth: bool | None
    words: str = ""
    there: str = ""  # what is known, and how far from it
    as_of: str = ""
    items: list[Node] = field(default_factory=list)
    negated: bool = False  # stands below "none of these"

    @property
    def icon(self) -> str:
        """Sign of its truth."""
        return self._told[0]

    @property
    def truth_label(self) -> Any:
        """Its truth in a word."""
        return self._told[1]

    @property
    def tone(self) -> str:
        """Its tone."""
        return self._told[2]

    @property
    def _told(self) -> tuple[str, Any, str]:
        return (APPLIES if self.negated else TRUTHS)[self.truth]


@dataclass(frozen=True)
class Shown:
    """A whole answer in the reader's language. `code` is the verdict, or `near` for a near miss."""

    policy: Policy
    code: str
    title: str
    why: str
    root: Node | None = None
    benefit: str = ""
    steps: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)  # name, label
    papers: list[str] = field(default_factory=list)
    where: str = ""
    url: str = ""
    is_automatic: bool = False
    window: str = ""
    has_hidden: bool = False
    nothing_public: bool = False  # what the policy asks for is not public: nothing was compared

    @property
    def missing_words(self) -> str:
        """The missing facts in words."""
        return now(", ").join(label for _name, label in self.missing)

    @property
    def missing_names(self) -> str:
        """The missing facts as an address names them."""
        return ",".join(name for name, _label in self.missing)

    @property
    def label(self) -> Any:
        """The verdict in words."""
        return SECRET if self.nothing_public else LABELS[self.code][0]

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return "grey" if self.nothing_public else LABELS[self.code][1]

    @property
    def notice(self) -> str:
        """What stands beside every answer."""
        return notice()


def notice() -> str:
    """That it is a first comparison and the authority decides."""
    return verdicts.NOTICE.text(dictionary.language())


def hidden_from(by: Actor, company: Company) -> Hidden:
    """Which facts of a company an actor may not see; one statement at most."""
    circles = fact_access.circles(by, company)
    if circles == frozenset(fact_access.CIRCLES):
        return lambda _name: False
    own = FactValue.objects.filter(company=company, ended_at=None).exclude(visible_to="")
    narrowed = dict(own.values_list("name", "visible_to"))

    def hidden(name: str) -> bool:
        fact = rule_facts.dictionary().get(name)
        return narrowed.get(name, fact.visible_to if fact else "company") not in circles

    return hidden


def may_see_amount(by: Actor, company: Company) -> bool:
    """Whether an amount may be told, which gives the facts behind it away; no statement."""
    return fact_access.may_see(by, company, "company")


def show(judged: judging.Judged, *, hidden: Hidden) -> Shown:
    """The answer for one reader."""
    spoken = dictionary.language()
    title = dictionary.in_language({"zh": judged.policy.title_zh, "en": judged.policy.title_en})
    verdict = judged.verdict
    if verdict is None:
        fault = judged.fault.text(spoken) if judged.fault else ""
        return Shown(judged.policy, "unreadable", title, fault)
    version = verdict.version
    some_hidden = any(hidden(name) for name in facts_behind(judged))
    near = judging.near(verdict)
    return Shown(
        policy=judged.policy,
        code="near" if near else verdict.code,
        title=title,
        why="" if some_hidden else answers.why(verdict).text(spoken),
        root=_node(verdict.walked, verdict, hidden),
        benefit="" if some_hidden else _benefit(verdict),
        steps=[]
        if some_hidden or not verdict.benefit
        else [one.said.text(spoken) for one in verdict.benefit.steps],
        missing=[(name, dictionary.in_language(verdict.dictionary[name].label)) for name in verdict.missing],
        papers=[one.text(spoken) for one in version.documents],
        where=version.apply.where.text(spoken) if version.apply.where else "",
        url=version.apply.url,
        is_automatic=version.apply.automatic,
        window=_window(verdict),
        has_hidden=some_hidden,
        nothing_public=verdict.is_secret,
    )


def facts_behind(judged: judging.Judged) -> set[str]:
    """Every fact that an answer rests on, or gives away."""
    if judged.verdict is None:
        return set()
    clauses = {name for one in judged.verdict.clauses for name in one.clause.facts}
    return _with_sources(clauses | set(_of_benefit(judged.verdict)))


def ordered(shown: Iterable[Shown]) -> list[Shown]:
    """Eligible first, then near misses, then what is missing, then the rest."""
    order = list(LABELS)
    return sorted(shown, key=lambda one: order.index(one.code))


def _node(walked: walking.Walk, verdict: verdicts.Verdict, hidden: Hidden, *, negated: bool = False) -> Node:
    if isinstance(walked, walking.Group):
        if isinstance(walked.condition, conditions.NotPublic):
            return Node("clause", None, now("what it asks for is not public"))
        kind = {"All": "all", "Any": "any"}.get(type(walked.condition).__name__, "not")
        below = negated != (kind == "not")
        items = [_node(one, verdict, hidden, negated=below) for one in walked.items]
        return Node(kind, walked.truth, items=items, negated=negated)
    spoken = dictionary.language()
    words = wording.clause(walked.clause, verdict.dictionary).text(spoken)
    if any(hidden(name) for name in _with_sources(walked.clause.facts)):
        return Node("clause", walked.truth, words, now("the value is not yours to see"), negated=negated)
    said = answers.clause_as_json(walked, verdict)
    return Node("clause", walked.truth, words, _there(walked, verdict), said["as_of"] or "", negated=negated)


def _there(outcome: walking.Outcome, verdict: verdicts.Verdict) -> str:
    """What is known, and for a near miss how far from what is needed."""
    spoken = dictionary.language()
    if outcome.value is None:
        names = [one for name in outcome.missing for one in verdict.asked(name)]
        labels = [dictionary.in_language(verdict.dictionary[name].label) for name in dict.fromkeys(names)]
        return now("not known: %(facts)s") % {"facts": now(", ").join(labels)} if labels else ""
    if nearness.near(outcome) is not None:
        return answers.missed(outcome, verdict).text(spoken)
    fact = wording.definition(outcome.clause, verdict.dictionary)
    known = wording.known(answers.shown_value(outcome), fact, verdict.dictionary)
    answer = wording.say("clause", fact="", test=known).text(spoken).strip()
    return now("%(fact)s: %(answer)s") % {"fact": dictionary.in_language(fact.label), "answer": answer}


def _benefit(verdict: verdicts.Verdict) -> str:
    """What it comes to."""
    if verdict.policy.terms_unknown:
        return now("Amount and terms are not public.")
    found = verdict.benefit
    if found is None:
        return ""
    granted = [one.text(dictionary.language()) for one in found.grants]
    if found.amount is not None and (found.amount or not granted):
        granted.insert(0, dictionary.amount(found.amount))
    elif found.kind == "money":
        low = dictionary.amount(found.at_least)
        high = dictionary.amount(found.at_most) if found.at_most is not None else now("no upper limit")
        granted.insert(0, now("between %(low)s and %(high)s") % {"low": low, "high": high})
    return now(", ").join(granted)


def _window(verdict: verdicts.Verdict) -> str:
    period = standing.window(verdict.policy, verdict.version, verdict.on)
    until = period.until.isoformat() if period.until else now("until further notice")
    return f"{period.since.isoformat()} – {until}"


def _of_benefit(verdict: verdicts.Verdict) -> Iterable[str]:
    form = verdict.version.form
    return benefits.facts_of(form) if form is not None else ()


def _with_sources(names: Iterable[str]) -> set[str]:
    """Facts, and those that a derived one would give away."""
    sources = deriving.plan(rule_facts.dictionary()).sources
    found, queue = set(), list(names)
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += sources.get(name, ())
    return found
