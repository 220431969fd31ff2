"""Planning a morning tea: pages, suggestions with reasons, invitations by link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zaocha.accounts import links
from zaocha.companies.models import Company
from zaocha.demands import actions as demand_actions
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.meetings import reasons
from zaocha.meetings.actions import invitations, planning
from zaocha.meetings.models import Invitation, Meeting
from zaocha.meetings.queries import briefs, suggestions


def plan(world, **more) -> Meeting:
    values = {
        "theme": "Room to grow", "starts_at": world.at + timedelta(days=2), "place": "Tea house",
        "ends_at": world.at + timedelta(days=2, hours=2), "host": "沈知夏", "category": "01",
        "chain": "knitting", **more,
    }  # fmt: skip
    return planning.plan(new=planning.NewMeeting(**values), by=world.desk, at=world.at)


def invite(world, meeting, companies=(), units=()):
    return invitations.invite(
        meeting_id=meeting.pk, companies=dict.fromkeys(companies, "added"), units=dict.fromkeys(units, "added"),
        by=world.desk, at=world.at,
    )  # fmt: skip


def token_of(world, invitation) -> str:
    return links.token(invitations.link(invitation=invitation, by=world.desk, at=clock.now()))


FORM = {
    "theme": "Room to grow", "day": "2026-12-01", "begins": "09:00", "until": "10:30",
    "place": "Tea house", "host": "沈知夏", "category": "01", "chain": "",
}  # fmt: skip


def test_a_desk_officer_plans_and_changes_a_meeting_in_the_browser(world) -> None:
    client = world.client("shen")
    answer = client.post("/meetings/new/", FORM)
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == f"/meetings/{meeting.pk}/invite/"
    assert meeting.starts_at.isoformat() == "2026-12-01T01:00:00+00:00"
    client.post(f"/meetings/{meeting.pk}/edit/", {**FORM, "place": "Town hall"})
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("Town hall", 1)
    assert "Room to grow" in client.get("/meetings/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"until": "08:00"}, "ends before it begins"),
        ({"theme": "   "}, "fill this in"),
        ({"day": "2026-02-30"}, "no such date"),
    ],
)
def test_a_wrong_plan_says_where_and_keeps_what_was_typed(world, wrong, told) -> None:
    answer = world.client("shen").post("/meetings/new/", {**FORM, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "Tea house" in page
    assert not Meeting.objects.exists()


def test_suggestions_say_why(world) -> None:
    new = demand_actions.NewDemand(
        words="10 mu of land", channel="phone", category="0101", company_id=world.company.pk
    )
    demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    Company.objects.filter(pk=world.other_company.pk).update(last_heard_at=world.at - timedelta(days=300))
    stranger = Company.objects.create(tenant=world.tenant, name="Far Mills", created_at=world.at)
    meeting = plan(world)
    groups = suggestions.companies(by=world.desk, meeting=meeting, at=world.at)
    found = {group.code: {one.whom.pk: one.codes for one in group.members} for group in groups}
    assert found["demands"][world.company.pk][:2] == ["demands:1", "chain:knitting"]
    assert found["chain"][world.other_company.pk] == ["chain:knitting", "long:2025-05-06"]
    assert stranger.pk in found["never"]
    words = reasons.words("demands:1,chain:knitting,never", chains={"knitting": "Knitting"})
    assert words == ["1 open demand on the theme", "on the chain: Knitting", "never heard yet"]


def test_restricted_demands_suggest_nobody(world) -> None:
    new = demand_actions.NewDemand(
        words="checked five times", channel="phone", category="14", company_id=world.company.pk
    )
    demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    meeting = plan(world, category="14", chain="")
    groups = suggestions.companies(by=world.desk, meeting=meeting, at=world.at)
    assert not next(group for group in groups if group.code == "demands").members


def test_the_unit_that_usually_leads_is_suggested(world) -> None:
    found = suggestions.units(by=world.desk, meeting=plan(world))
    assert [one.whom for one in found] == [world.land_bureau]


@pytest.mark.parametrize(
    ("category", "name"),
    [("01", "自然资源和规划局"), ("02", "人力资源和社会保障局"), ("01", "经济发展办公室")],
)
def test_long_names_of_units_are_recognised(category, name) -> None:
    assert suggestions.leads(name, category)
    assert not suggestions.leads("消防救援大队", category)


def test_the_number_of_statements_does_not_grow_with_the_register(
    world, django_assert_max_num_queries
) -> None:
    meeting = plan(world)
    Company.objects.bulk_create(
        Company(tenant=world.tenant, name=f"Mill {n}", chain="knitting", created_at=world.at)
        for n in range(50)
    )
    with django_assert_max_num_queries(8):
        suggestions.companies(by=world.desk, meeting=meeting, at=world.at)
    client = world.client("shen")
    with django_assert_max_num_queries(20):
        assert client.get(f"/meetings/{meeting.pk}/invite/").status_code == 200


def test_inviting_twice_invites_once(world) -> None:
    meeting = plan(world)
    assert len(invite(world, meeting, [world.company.pk], [world.roads.pk])) == 2
    assert invite(world, meeting, [world.company.pk], [world.roads.pk]) == []
    client = world.client("shen")
    answer = client.post(
        f"/meetings/{meeting.pk}/invite/", {"company": [world.other_company.pk, "x"]}, follow=True
    )
    assert "1 guest added" in answer.content.decode()


def test_nobody_of_another_tenant_can_be_invited(world) -> None:
    meeting = plan(world)
    foreign = Company.objects.create(tenant=world.stranger.tenant, name="Elsewhere", created_at=world.at)
    with pytest.raises(NotFound):
        invite(world, meeting, [foreign.pk])
    assert not Invitation.objects.exists()


def test_a_guest_answers_by_link_without_an_account(world) -> None:
    meeting = plan(world)
    [invitation] = invite(world, meeting, [world.company.pk])
    token, client = token_of(world, invitation), world.client("")
    page = client.get(f"/l/{token}", follow=True).content.decode()
    assert "Room to grow" in page
    assert "0575-8700 0001" in page
    reply = {"answer": "coming", "guest": "贺总", "beforehand": "10 mu of land"}
    client.post(f"/i/{token}/", reply)
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.guest, invitation.beforehand) == ("coming", "贺总", "10 mu of land")
    seen = world.client("shen").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "10 mu of land" in seen
    assert "1 of 1 say they come" in seen


def test_opening_the_link_changes_nothing_and_a_bad_answer_is_kept(world) -> None:
    meeting = plan(world)
    [invitation] = invite(world, meeting, [world.company.pk])
    token, client = token_of(world, invitation), world.client("")
    client.get(f"/i/{token}/")
    answer = client.post(f"/i/{token}/", {"answer": "perhaps", "beforehand": "cheaper meals"})
    assert answer.status_code == 422
    assert "cheaper meals" in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == "open"
    assert client.get("/i/1-forged/").status_code == 404


def test_the_calendar_file_rises_with_the_plan(world) -> None:
    meeting = plan(world)
    [invitation] = invite(world, meeting, [world.company.pk])
    token, client = token_of(world, invitation), world.client("")
    first = client.get(f"/i/{token}/calendar.ics")
    assert first["Content-Type"].startswith("text/calendar")
    assert b"SEQUENCE:0" in first.content
    changed = planning.NewMeeting(theme="Room", starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    planning.change(meeting_id=meeting.pk, new=changed, by=world.desk, at=world.at)
    assert b"SEQUENCE:1" in client.get(f"/i/{token}/calendar.ics").content


def test_a_withdrawn_invitation_ends_its_link(world) -> None:
    meeting = plan(world)
    [invitation] = invite(world, meeting, [world.company.pk])
    token = token_of(world, invitation)
    world.client("shen").post(f"/meetings/{meeting.pk}/invitations/{invitation.pk}/withdraw/")
    assert not Invitation.objects.exists()
    assert world.client("").get(f"/i/{token}/").status_code == 410


def test_the_brief_says_what_will_be_raised_but_nothing_restricted(world) -> None:
    meeting = plan(world)
    one, unit = invite(world, meeting, [world.company.pk], [world.land_bureau.pk])
    reply = invitations.Reply(answer="coming", beforehand="10 mu of land")
    invitations.answer(invitation_id=one.pk, reply=reply, by=world.desk, at=world.at)
    for hidden in (False, True):
        new = demand_actions.NewDemand(
            words=f"land {hidden}", channel="phone", category="01", company_id=world.company.pk,
            hide_author=hidden,
        )  # fmt: skip
        demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    brief = briefs.of(by=world.desk, meeting=meeting, unit=world.land_bureau)
    assert [demand.words for demand in brief.demands] == ["land False"]
    page = world.client("shen").get(f"/meetings/{meeting.pk}/invitations/{unit.pk}/brief/").content.decode()
    assert "10 mu of land" in page


@pytest.mark.parametrize(
    "path",
    ["/meetings/{pk}/", "/meetings/{pk}/edit/", "/meetings/{pk}/invite/", "/meetings/{pk}/calendar.ics"],
)
def test_another_tenant_finds_nothing_and_own_people_need_the_right(world, path) -> None:
    address = path.format(pk=plan(world).pk)
    assert world.client("stranger").get(address).status_code == 404
    assert world.client("qian").get(address).status_code == 403
    assert world.client("").get(address).status_code == 302
    reads = address.endswith(("/calendar.ics", "1/")) or path == "/meetings/{pk}/"
    assert world.client("du").get(address).status_code == (200 if reads else 403)


def test_a_closed_meeting_takes_no_guests(world) -> None:
    meeting = plan(world)
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    with pytest.raises(Conflict):
        invite(world, meeting, [world.company.pk])
    with pytest.raises(NotAllowed):
        planning.plan(
            new=planning.NewMeeting(theme="x", starts_at=world.at, ends_at=world.at + timedelta(1)),
            by=world.handler, at=world.at,
        )  # fmt: skip
    with pytest.raises(Invalid):
        plan(world, category="99")


def test_an_empty_list_says_what_to_do_next(world) -> None:
    page = world.client("shen").get("/meetings/").content.decode()
    assert "Plan a morning tea" in page
    assert "No morning tea is planned" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_in_both_languages(world, language) -> None:
    meeting = plan(world)
    one, unit = invite(world, meeting, [world.company.pk], [world.land_bureau.pk])
    client = world.client("shen", language)
    base = f"/meetings/{meeting.pk}/"
    paths = [
        "/meetings/", "/meetings/?when=past&q=x", "/meetings/new/", base, f"{base}edit/", f"{base}invite/?add=qczz",
        f"{base}invitations/{one.pk}/", f"{base}invitations/{unit.pk}/brief/", f"{base}table/", f"{base}screen/",
        f"{base}sheet/", f"{base}read-back/", f"{base}follow-up/", f"{base}minutes.docx", f"{base}follow-up/all.zip",
        f"{base}invitations/{unit.pk}/brief.docx", f"/i/{token_of(world, one)}/",
    ]  # fmt: skip
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_lists_and_pages_have_a_fixed_number_of_statements(world, django_assert_max_num_queries) -> None:
    client = world.client("shen")
    meeting = plan(world)
    for n in range(30):
        plan(world, theme=f"Theme {n}")
    companies = Company.objects.bulk_create(
        Company(tenant=world.tenant, name=f"Mill {n}", created_at=world.at) for n in range(30)
    )
    invite(world, meeting, [one.pk for one in companies])
    with django_assert_max_num_queries(6):
        client.get("/meetings/?when=past")
    with django_assert_max_num_queries(11):
        client.get(f"/meetings/{meeting.pk}/")
