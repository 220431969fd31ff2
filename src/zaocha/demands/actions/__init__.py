"""Everything that changes demands: one action, one transaction; pages, API, imports and tasks call these."""

from zaocha.demands.actions.answering import (
    ReplyMore,
    answer_on_spot,
    ask_company,
    company_answers,
    reply,
)
from zaocha.demands.actions.closing import (
    close_explained,
    close_no_word,
    company_says,
    propose_explained,
    record_attempt,
    reopen,
)
from zaocha.demands.actions.correcting import check_version, correct
from zaocha.demands.actions.dispatching import accept, accept_return, assign, refuse_return, reject
from zaocha.demands.actions.ending import merge, track, withdraw
from zaocha.demands.actions.handling import (
    escalate,
    grant_extension,
    refuse_extension,
    request_extension,
    request_return,
    sign,
    start,
)
from zaocha.demands.actions.raising import NewDemand, raise_demand

__all__ = [
    "NewDemand",
    "ReplyMore",
    "accept",
    "accept_return",
    "answer_on_spot",
    "ask_company",
    "assign",
    "check_version",
    "close_explained",
    "close_no_word",
    "company_answers",
    "company_says",
    "correct",
    "escalate",
    "grant_extension",
    "merge",
    "propose_explained",
    "raise_demand",
    "record_attempt",
    "refuse_extension",
    "refuse_return",
    "reject",
    "reopen",
    "reply",
    "request_extension",
    "request_return",
    "sign",
    "start",
    "track",
    "withdraw",
]
