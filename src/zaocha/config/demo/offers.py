"""What is to be had in the demo town, who looks for what, and what is watched for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from zaocha.companies.models import Company
from zaocha.config.demo.way import Cast
from zaocha.demands import actions as demand_actions
from zaocha.kernel import tasks
from zaocha.offers.actions import needs, sites, sources, viewings
from zaocha.offers.models import Offer, Source
from zaocha.watches.actions import needing, watching
from zaocha.watches.models import Firing

LAND, PLANT, COMMUNITY = "市公共资源交易网土地公告", "街道厂房信息群", "各社区每周摸排"
EAST, NORTH = 120.418, 29.642  # an invented town has no place; its map begins here


@dataclass(frozen=True)
class Site:
    """One offer of the demo town: how many days ago it came, and where it lies on the map."""

    kind: str
    title: str
    days: int
    facts: dict[str, str]
    spot: tuple[float, float] | None = None
    size: float = 0
    source: str = ""
    owner: str = ""
    not_public: tuple[str, ...] = ()


PLACE = "青禾街道"
SITES = (
    Site("land_state", "青工出2026-11号地块", 46, {"parcel_number": "青工出2026-11号", "place": f"{PLACE}云溪路以东、三号路以南", "area_m2": "6667", "plot_ratio_min": "2.0", "plot_ratio_max": "3.0", "start_price": "720万", "deposit": "144万", "investment_per_mu": "380万", "land_use": "industrial", "supply_way": "listing", "term_years": "50"}, (0.008, 0.004), 0.0011, LAND),
    Site("land_state", "青工出2026-14号地块", 9, {"parcel_number": "青工出2026-14号", "place": f"{PLACE}工业园区纬二路北侧", "area_m2": "5733", "plot_ratio_min": "2.2", "start_price": "645万", "deposit": "129万", "investment_per_mu": "400万", "value_added_per_mu": "160万", "land_use": "industrial", "supply_way": "listing", "no_transfer_years": "5", "industry_limits": "针织、服饰制造及配套"}, (0.011, -0.003), 0.001, LAND),
    Site("land_state", "青工出2026-15号地块", 3, {"parcel_number": "青工出2026-15号", "place": f"{PLACE}工业园区纬三路南侧", "area_m2": "20010", "plot_ratio_min": "2.0", "start_price": "2160万", "deposit": "432万", "land_use": "industrial", "supply_way": "listing"}, (0.015, -0.006), 0.0018, LAND),
    Site("land_state", "青储2026-02号地块", 20, {"parcel_number": "青储2026-02号", "place": f"{PLACE}高速连接线东侧", "area_m2": "32000", "plot_ratio_min": "1.2", "plot_ratio_max": "2.0", "start_price": "3360万", "deposit": "700万", "land_use": "storage", "supply_way": "auction"}, (-0.012, 0.009), 0.0022, LAND),
    Site("plant", "云溪路8号二楼厂房", 12, {"area_m2": "2400", "divisible_m2": "800", "place": "云溪路8号", "floor": "2", "floors": "4", "floor_height_m": "5.2", "floor_load_kg_m2": "750", "power_kva": "400", "rent_m2_month": "15", "lift_t": "3", "steam": "false", "fire_class": "c"}, (0.003, 0.001), 0, PLANT, "丁先生"),
    Site("plant", "青禾小微园6幢底层", 5, {"area_m2": "1850", "place": "青禾小微园6幢", "floor": "1", "floors": "5", "floor_height_m": "6.8", "floor_load_kg_m2": "2000", "power_kva": "630", "rent_m2_month": "19", "crane_t": "5", "steam": "true", "wastewater": "true", "dormitory": "true"}, (0.006, -0.002), 0, PLANT, "小微园运营公司"),
    Site("plant", "振兴路21号整幢厂房", 70, {"area_m2": "5600", "divisible_m2": "1400", "place": "振兴路21号", "floors": "4", "floor_height_m": "4.5", "power_kva": "800", "rent_m2_month": "13"}, (-0.004, -0.004), 0, COMMUNITY, "老吴"),
    Site("plant", "新塘路仓库改车间", 33, {"area_m2": "960", "place": "新塘路33号", "floor": "1", "rent_m2_month": "14", "dormitory": "false"}, (-0.007, 0.003), 0, COMMUNITY, "周女士"),
    Site("farmhouse", "湖滨村周家三间", 15, {"area_m2": "180", "rooms": "6", "yard_m2": "60", "place": "湖滨村18号", "structure": "brick", "liveable": "true", "sanitary": "true", "car_access": "true", "use_wanted": "dorm", "rent_year": "1.8万"}, (-0.002, 0.008), 0, COMMUNITY, "周大爷"),
    Site("farmhouse", "三桥村老宅", 60, {"area_m2": "240", "rooms": "7", "place": "三桥村9号", "structure": "timber", "liveable": "false", "car_access": "true", "rent_year": "1万"}, (0.001, 0.011), 0, COMMUNITY, "陈家"),
    Site("equipment", "一体袜机转让", 8, {"machine": "一体袜机", "count": "12", "made_year": "2021", "condition": "good", "price_each": "3.2万", "place": "清水路工业区"}, None, 0, PLANT, "沈经理"),
    Site("loan", "智能设备更新贷", 25, {"lender": "云溪农商银行", "purpose": "购置、更新智能化生产设备"}, None, 0, "", "", ("amount_max", "rate_year", "term_months", "security")),
)  # fmt: skip
GROUND: list[dict[str, Any]] = [
    {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "LineString", "coordinates": [[EAST + x, NORTH + y] for x, y in line]}}
    for name, line in (
        ("云溪路", ((0.002, -0.012), (0.004, 0.0), (0.003, 0.013))), ("振兴路", ((-0.016, -0.005), (0.002, -0.003), (0.02, -0.004))),
        ("湖滨路", ((-0.014, 0.006), (0.0, 0.009), (0.017, 0.007))), ("高速连接线", ((-0.015, -0.012), (-0.013, 0.012))),
    )
]  # fmt: skip
PHONE = "1390575{number:04d}"


def fill(cast: Cast, companies: list[Company], *, rng: Random, until: datetime) -> None:
    """Sources, offers, watches of which some fired, needs, a viewing with its outcome, and a survey."""
    tenant = cast.machine.tenant
    tenant.settings = {**tenant.settings, "map": GROUND}
    tenant.save(update_fields=["settings"])
    known = _sources(cast, until=until)
    local = [one for one in companies if one.is_local]
    waiting = rng.sample(local, 8)
    start = until - timedelta(days=80)
    _watch(cast, waiting[0], ("area_mu", "[8..12]"), source=known[LAND], at=start)
    _watch(cast, waiting[1], ("area_mu", ">= 20"), source=known[LAND], at=start)
    _watch(cast, waiting[2], ("area_mu", "[40..60]"), source=known[LAND], at=start)
    _watch(cast, waiting[3], ("area_m2", "[1500..2500]"), source=known[PLANT], at=start)
    _watch(cast, waiting[4], ("area_m2", "[100..300]"), source=known[COMMUNITY], at=start)
    made = [_enter(cast, site, known, number=number, until=until) for number, site in enumerate(SITES)]
    tasks.run_all(at=until)
    _needs(cast, waiting, made, at=until)
    needs.survey(
        new=needs.NewSurvey("闲置农房摸排", "offers", "farmhouse", "村里有空房愿意出租的，请填一填，街道会与您联系。"),
        by=cast.desk, at=until - timedelta(days=6),
    )  # fmt: skip
    tasks.run_all(at=until)
    for old in Firing.objects.filter(tenant=tenant, fired_at__lt=until - timedelta(days=7)):
        watching.tell(firing_id=old.pk, how="wechat", by=cast.colleague, at=old.fired_at + timedelta(hours=1))


def _sources(cast: Cast, *, until: datetime) -> dict[str, Source]:
    """One looked at yesterday, one today, and one that nobody has looked at for weeks."""
    made = {}
    for name, kind, every, unseen in (
        (LAND, "land_state", 1, 1),
        (PLANT, "plant", 1, 0),
        (COMMUNITY, "farmhouse", 5, 21),
    ):
        text = sources.SourceText(name, kind, person_id=cast.colleague.person_id, every_days=every)
        source = sources.enter(text=text, by=cast.desk, at=until - timedelta(days=100))
        made[name] = sources.look(
            source_id=source.pk, by=cast.colleague, at=until - timedelta(days=unseen, hours=1)
        )
    return made


def _enter(cast: Cast, site: Site, known: dict[str, Source], *, number: int, until: datetime) -> Offer:
    at = until - timedelta(days=site.days, hours=2)
    given = dict(site.facts)
    if site.kind == "land_state":
        first = at.date()
        days: dict[str, date] = {"notice_on": first, "apply_from": first + timedelta(days=7)}
        days |= {"apply_until": first + timedelta(days=34), "bid_until": first + timedelta(days=37)}
        given |= {name: day.isoformat() for name, day in days.items()}
    text = sites.OfferText(
        title=site.title, source=site.source, owner_name=site.owner, shape=_shape(site), officer_id=cast.colleague.person_id,
        owner_phone=PHONE.format(number=number) if site.owner else "",
    )  # fmt: skip
    offer = sites.enter(new=sites.NewOffer(site.kind, given, site.not_public, text=text), by=cast.desk, at=at)
    tasks.run_all(at=at)
    return offer


def _shape(site: Site) -> dict[str, Any] | None:
    if site.spot is None:
        return None
    x, y, half = EAST + site.spot[0], NORTH + site.spot[1], site.size / 2
    if not half:
        return {"type": "Point", "coordinates": [x, y]}
    ring = [
        [x - half, y - half],
        [x + half, y - half * 0.8],
        [x + half, y + half],
        [x - half, y + half * 0.8],
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _watch(cast: Cast, company: Company, rule: tuple[str, str], *, source: Source, at: datetime) -> None:
    must = ({"fact": rule[0], "test": rule[1]},)
    new = watching.NewWatch(source.kind, must, company_id=company.pk, source_id=source.pk)
    watching.watch(new=new, by=cast.desk, at=at)


def _needs(cast: Cast, waiting: list[Company], made: list[Offer], *, at: datetime) -> None:
    """Two needs that are open, and one that was met: seen, let, and back with the demand."""
    plants = [one for one in made if one.kind == "plant"]
    rule = ({"fact": "area_m2", "test": "[1500..2600]"}, {"fact": "floor_height_m", "test": ">= 5"})
    wishes = (
        {"fact": "rent_m2_month", "test": "<= 16", "weight": 3}, {"fact": "power_kva", "test": ">= 500", "weight": 2},
        {"fact": "dormitory", "test": "true", "weight": 1},
    )  # fmt: skip
    new = needs.NewNeed("plant", rule, wishes, "一楼或二楼都行，想离小微园近一点", waiting[3].pk)
    needs.enter(new=new, by=cast.desk, at=at - timedelta(days=4))
    rooms = needs.NewNeed(
        "farmhouse",
        ({"fact": "rooms", "test": ">= 4"},),
        ({"fact": "liveable", "test": "true", "weight": 3},),
        "给夜班工人住",
        waiting[5].pk,
    )
    needs.enter(new=rooms, by=cast.desk, at=at - timedelta(days=3))
    earlier = at - timedelta(days=10)
    demand = demand_actions.raise_demand(
        new=demand_actions.NewDemand(
            words="现在的车间太挤，想在附近再租800平方米左右的厂房", channel="visit", company_id=waiting[6].pk, category="01"
        ),
        by=cast.desk, at=earlier,
    )  # fmt: skip
    need = needing.of_demand(
        demand_id=demand.pk,
        new=needs.NewNeed("plant", ({"fact": "divisible_m2", "test": "<= 800"},)),
        by=cast.desk,
        at=earlier,
    )
    starts = (at - timedelta(days=6)).replace(hour=10, minute=0, second=0, microsecond=0)
    seen = viewings.plan(
        new=viewings.NewViewing(plants[0].pk, starts, starts + timedelta(hours=1), need_id=need.pk, place="云溪路8号门口", host="陆一鸣"),
        by=cast.desk, at=earlier,
    )  # fmt: skip
    viewings.note(
        viewing_id=seen.pk,
        state="fits",
        words="层高、荷载都合适，先租800平方米",
        by=cast.desk,
        at=starts + timedelta(hours=2),
    )
    day = (at - timedelta(days=2)).date()
    outcome = viewings.NewOutcome(
        plants[0].pk, Decimal(800), "m2", day, "租赁合同（企业提供）", need_id=need.pk
    )
    viewings.outcome(new=outcome, by=cast.desk, at=at - timedelta(days=1))
