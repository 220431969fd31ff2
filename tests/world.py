"""The small world: named people in one tenant, and a stranger in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # a working day, in office hours
PASSWORD = "a-long-tea-password"
# A policy as its writers write it: a threshold, a choice, a share with a cap.
POLICY = {
    "id": "digital-2026",
    "title": {"zh": "数字化改造补助", "en": "Support for digitalisation"},
    "place": {"zh": "青禾街道", "en": "Qinghe sub-district"},
    "authority": {"zh": "经济发展办", "en": "economy office"},
    "kind": "subsidy",
    "source": {"title": "关于推进数字化改造的意见", "number": "青禾〔2026〕1号", "date": "2026-01-05"},
    "versions": [
        {
            "valid_from": "2026-01-01",
            "valid_to": "2028-01-01",
            "when": {
                "all": [
                    {"fact": "digital_investment", "test": ">= 100000", "unit": "CNY"},
                    {
                        "any": [
                            {"fact": "land_class", "test": '"A", "B"'},
                            {"fact": "high_tech", "test": "true"},
                        ]
                    },
                    {"not": {"fact": "dishonest", "test": "true"}},
                ]
            },
            "benefit": {"form": "rate", "rate": "30%", "base": "digital_investment", "cap": "1000000"},
            "documents": [{"zh": "发票复印件", "en": "copies of the invoices"}],
            "apply": {"where": {"zh": "企业服务中心", "en": "service centre"}, "automatic": "true"},
        }
    ],
}


@dataclass
class World:
    """Tenant `qinghe` with a desk officer, two units, a handler, a supervisor, a company; and a stranger."""

    at: datetime
    tenant: object
    system: object
    desk: object  # Actor of the desk officer 沈知夏
    colleague: object  # a second desk officer
    handler: object  # of `roads`
    other_handler: object  # of `labour`
    supervisor: object
    leader: object
    contact_officer: object
    admin: object
    stranger: object  # desk officer of another tenant
    roads: object  # inside unit
    labour: object  # inside unit
    land_bureau: object  # outside body
    company: object
    other_company: object
    people: dict

    def client(self, who: str, language: str = "en"):
        """A browser signed in as one of `people` ("" for nobody)."""
        from django.test import Client

        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.cookies["zaocha_language"] = language
        if who:
            client.force_login(self.people[who])
        return client


@pytest.fixture
def world(db: None) -> World:
    return build()


def build() -> World:
    from zaocha.accounts import actions, actors
    from zaocha.companies.models import Company, Contact

    at = MONDAY
    tenant = actions.create_tenant(
        slug="qinghe", name="青禾街道", at=at, officer="沈知夏", phone="0575-8700 0001"
    )
    other = actions.create_tenant(slug="elsewhere", name="柳桥街道", at=at)
    system = actors.system(tenant)
    roads = actions.create_unit(name="城建办", kind="inside", by=system, at=at)
    labour = actions.create_unit(name="党建办", kind="inside", by=system, at=at)
    land = actions.create_unit(name="自然资源和规划局", kind="outside", by=system, at=at)
    people = {}
    for login, name, role, unit, by in [
        ("shen", "沈知夏", "desk", None, system),
        ("lu", "陆一鸣", "desk", None, system),
        ("qian", "钱修远", "handler", roads, system),
        ("fang", "方若兰", "handler", labour, system),
        ("du", "杜明理", "supervisor", None, system),
        ("he", "何长青", "leader", None, system),
        ("jiang", "蒋联企", "contact_officer", None, system),
        ("admin", "管理员", "admin", None, system),
        ("stranger", "外人", "desk", None, actors.system(other)),
    ]:
        new = actions.NewPerson(login=login, name=name, password=PASSWORD)
        person = actions.create_person(new=new, by=by, at=at)
        actions.give_role(person=person, role=role, unit=unit, by=by, at=at)
        people[login] = person
    company = Company.objects.create(
        tenant=tenant, name="云溪市晴川针织有限公司", short_name="晴川针织", chain="knitting",
        officer=people["jiang"], created_at=at,
        lookup="晴川针织 云溪市晴川针织有限公司 qingchuanzhenzhi qczz",
    )  # fmt: skip
    Contact.objects.create(company=company, name="贺总", phone="13800001234", is_primary=True, created_at=at)
    other_company = Company.objects.create(
        tenant=tenant, name="云溪市禾木袜业有限公司", short_name="禾木袜业", chain="knitting", created_at=at,
        lookup="禾木袜业 云溪市禾木袜业有限公司 hemuwaye hmwy",
    )  # fmt: skip
    actor = {login: actors.of_person(person) for login, person in people.items()}
    return World(
        at=at, tenant=tenant, system=system, desk=actor["shen"], colleague=actor["lu"],
        handler=actor["qian"], other_handler=actor["fang"], supervisor=actor["du"], leader=actor["he"],
        contact_officer=actor["jiang"], admin=actor["admin"], stranger=actor["stranger"],
        roads=roads, labour=labour, land_bureau=land, company=company, other_company=other_company,
        people=people,
    )  # fmt: skip
