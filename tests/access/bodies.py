"""What each write of the API is sent, so that only the right decides."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import town


def body(name: str) -> dict[str, Any]:
    """Arguments of the test client for a write: JSON, or a form with a file."""
    if name in FILES:
        return {"data": FILES[name]()}
    return {"data": BODIES[name], "content_type": "application/json"}


def has(name: str) -> bool:
    """Whether a route is sent more than an empty form."""
    return name in FILES or name in BODIES


BODIES: dict[str, dict[str, Any]] = {
    "table-capture": {"words": "路什么时候拓宽", "key": "key-0000009"},
    "table-line": {"words": "路何时拓宽"},
    "table-statement": {"giver": "城建办", "due_on": "2026-03-06"},
    "table-seat": {"name": "王工"},
    "table-order": {"ids": []},
    "api:demand-new": {"words": "路灯坏了", "channel": "phone"},
    "api:demand-step": {"note": "好"},
    "api:demand-correct": {"version": 1, "note": "已电话联系"},
    "api:meeting-new": {
        "theme": "早茶会",
        "starts_at": "2026-03-05T09:00:00+08:00",
        "ends_at": "2026-03-05T10:00:00+08:00",
    },
    "api:meeting-lines": {"words": "路什么时候拓宽"},
    "api:meeting-line": {"words": "路何时拓宽"},
    "api:meeting-statement": {"giver": "城建办", "due_on": "2026-03-06"},
    "api:meeting-close": {},
    "api:promise-new": {"what": "回复", "due_on": "2026-03-09"},
    "api:promise-end": {"end": "kept", "evidence": "修好了"},
    "api:minutes-new": {"text": "晴川针织:路灯坏了。"},
    "api:draft-new": {"words": "路灯坏了"},
    "api:draft-change": {"category": "12"},
    "api:draft-confirm": {},
    "api:draft-drop": {},
    "api:draft-undo": {},
    "api:company-benefit-new": {"policy": "hardware-2024"},
    "api:policy-automatic-list": {"company_ids": []},
    "api:policy-automatic-step": {"verb": "confirm", "note": "电话确认"},
    "api:sandbox": {"changes": {}},
    "api:sandbox-keep": {"name": "试算", "changes": {"versions[0].benefit.cap": "2000000"}},
    "api:policy-pack-install": {},
    "api:policy-lint": {"yaml": "id: a"},
    "api:policy-new": {"document": {"id": "another"}},
    "api:policy-draft": {"document": {"id": "digital-2026"}, "version": 2},
    "api:policy-publish": {"version": 2},
    "api:policy-repeal": {"on": "2026-12-31", "reason": "到期"},
    "api:dealing-new": {"company_id": 1, "good_id": 1, "role": "makes"},
    "api:introduce": {"good_id": 1, "buyer_id": 1, "seller_id": 2},
    "api:introduction-answer": {"company_id": 1, "yes": True},
    "api:introduction-outcome": {"dealt": True, "words": "先试两吨"},
    "api:round-new": {"kind": "course", "title": "夜校", "wishes_until": "2099-01-01"},
    "api:round-place": {"name": "周四班"},
    "api:round-wish": {"company_id": 1, "place_ids": []},
    "api:round-rule": {"company_id": 1, "place_id": 1, "kind": "must", "reason": "有约在先"},
    "api:round-step": {"verb": "propose"},
    "api:company-new": {"name": "云溪市新叶茶业有限公司"},
    "api:company-change": {"address": "青禾路1号"},
    "api:company-facts-put": {"facts": [{"name": "tech_sme", "value": True, "period": "2025"}]},
    "api:company-fact-withdraw": {},
    "api:company-consent": {"purpose": "partners", "agreed": True},
    "api:import-mapping": {"mapping": {"name": "企业名称"}},
    "api:import-answers": {"answers": {}},
    "api:import-take": {},
    "api:offer-new": {"kind": "plant", "facts": {"area_m2": 2000}},
    "api:offer-change": {"version": 1, "facts": {"floor": 2}},
    "api:offer-step": {"step": "still_there"},
    "api:need-new": {"kind": "plant", "who": "甲"},
    "api:need-close": {"words": "不找了"},
    "api:viewing-new": {
        "starts_at": "2026-03-05T09:00:00+08:00",
        "ends_at": "2026-03-05T10:00:00+08:00",
        "who": "甲",
    },
    "api:need-change": {"words": "要一楼"},
    "api:need-confirm": {},
    "api:viewing-move": {"starts_at": "2026-03-05T09:00:00+08:00", "ends_at": "2026-03-05T10:00:00+08:00"},
    "api:survey-new": {"title": "厂房摸排", "about": "offers", "kind": "plant"},
    "api:survey-close": {},
    "api:photo-remove": {},
    "api:offer-ask": {},
    "api:viewing-note": {"state": "fits"},
    "api:outcome-new": {"amount": 1, "unit": "mu", "on_day": "2026-03-02", "evidence": "公示", "who": "甲"},
    "api:notice-read": {"text": "地块"},
    "api:watch-new": {"kind": "plant", "who": "甲"},
    "api:watch-propose": {"words": "要10亩地"},
    "api:watch-end": {"words": "不需要了"},
    "api:firing-told": {"how": "wechat"},
    "api:source-new": {"name": "公告栏", "kind": "plant"},
    "api:source-look": {"found": "nothing"},
}
FILES: dict[str, Any] = {
    "api:import-new": lambda: {
        "kind": "companies",
        "file": SimpleUploadedFile("a.csv", "企业名称\n甲\n".encode()),
    },
    "api:photo-new": lambda: {"file": SimpleUploadedFile("a.png", b"no picture", "image/png")},
    "api:minutes-file": lambda: {"file": SimpleUploadedFile("a.txt", "晴川针织:路灯坏了。".encode())},
}
for _area in town.areas():
    BODIES |= getattr(_area, "BODIES", {})
    FILES |= getattr(_area, "FILES", {})
