"""Policies: written, checked, published, repealed; seen by those who may, and nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext
from tests import world as small

from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.offers import documents
from zaocha.offers.actions import policies as actions
from zaocha.offers.editing import fields, sheets
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries

pytestmark = pytest.mark.django_db
WRONG = {
    **small.POLICY,
    "versions": [{"valid_from": "2026-01-01", "when": {"fact": "revenu", "test": ">= 10 万"}}],
}


@pytest.fixture
def policy(world) -> Policy:
    made = actions.draft(document=small.POLICY, by=world.desk, at=world.at)
    return actions.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)


def posted(document: dict, **more: object) -> dict:
    """What a browser sends of the form."""
    return {f"p.{name}": value for name, value in fields.flat(sheets.of_document(document)).items()} | more


def test_a_draft_is_in_force_only_when_somebody_publishes_it(world, policy) -> None:
    changed = {**small.POLICY, "title": {"zh": "新标题", "en": "New title"}}
    actions.save(policy_id=policy.pk, document=changed, version=policy.version, by=world.desk, at=world.at)
    found = Policy.objects.get(pk=policy.pk)
    assert found.document["title"] == small.POLICY["title"]
    actions.publish(policy_id=policy.pk, version=found.version, by=world.leader, at=world.at, note="改标题")
    found = Policy.objects.get(pk=policy.pk)
    assert (found.document["title"], found.draft) == (changed["title"], None)
    assert [(one.number, one.published_by, one.note) for one in queries.editions(found)] == [
        (2, "何长青", "改标题"),
        (1, "沈知夏", ""),
    ]
    kinds = list(Event.objects.filter(subject_kind="policy").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["policy_drafted", "policy_published", "policy_drafted", "policy_published"]


def test_what_has_a_fault_is_kept_and_not_published(world) -> None:
    made = actions.draft(document=WRONG, by=world.desk, at=world.at)
    with pytest.raises(Invalid) as refused:
        actions.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)
    assert "revenue" in str(refused.value)
    assert Policy.objects.get(pk=made.pk).draft == WRONG


def test_a_stale_page_is_told_and_shows_both(world, policy) -> None:
    old = policy.version
    other = {**small.POLICY, "authority": {"zh": "财政所", "en": "finance office"}}
    actions.save(policy_id=policy.pk, document=other, version=old, by=world.colleague, at=world.at)
    mine = {**small.POLICY, "authority": {"zh": "招商办", "en": "investment office"}}
    client = world.client("shen")
    answer = client.post(f"/policies/{policy.pk}/edit/", posted(mine, version=old, do="save"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "财政所" in text
    assert "招商办" in text
    again = client.post(f"/policies/{policy.pk}/edit/", posted(mine, version=old + 1, do="save"))
    assert again.status_code == 302
    assert Policy.objects.get(pk=policy.pk).draft["authority"]["zh"] == "招商办"


def test_the_form_saves_without_scripts_what_it_shows(world, policy) -> None:
    client = world.client("shen")
    answer = client.post(
        f"/policies/{policy.pk}/edit/", posted(small.POLICY, version=policy.version, do="save")
    )
    assert answer.status_code == 302
    assert Policy.objects.get(pk=policy.pk).draft == small.POLICY


def test_adding_a_row_keeps_everything_that_was_typed(world) -> None:
    given = posted({**small.POLICY, "title": "半句"}, do="add:versions.0.when.items:clause")
    given["p.versions.0.when.items.0.value"] = "十万左右"
    answer = world.client("shen").post("/policies/new/", given)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="p.versions.0.when.items.3.fact"' in text
    assert "半句" in text
    assert "十万左右" in text
    assert not Policy.objects.exists()


def test_a_step_by_script_gets_the_fields_alone(world) -> None:
    given = posted(small.POLICY, do="look")
    answer = world.client("shen").post("/policies/new/", given, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="policy-fields"')


def test_a_fault_stands_at_its_field_with_its_remedy(world) -> None:
    made = actions.draft(document=WRONG, by=world.desk, at=world.at)
    text = world.client("shen").get(f"/policies/{made.pk}/edit/").content.decode()
    assert 'id="p-versions-0-when-items-0-fact"' in text
    assert "Did you mean revenue" in text


def test_yaml_and_form_are_the_same_thing(world, policy) -> None:
    client = world.client("shen")
    text = client.get(f"/policies/{policy.pk}/policy.yaml").content.decode()
    assert documents.from_yaml(text) == small.POLICY
    answer = client.post("/policies/new/yaml/", {"text": text.replace("digital-2026", "another-2026")})
    assert answer.status_code == 302
    made = Policy.objects.get(code="another-2026")
    assert made.draft == {**small.POLICY, "id": "another-2026"}


@pytest.mark.parametrize("text", ["", "- a\n- b", "a: [", "id: &x y", "a: 1\na: 2", "!!python/object:os.system {}", "\x00"])  # fmt: skip
def test_what_is_no_policy_is_refused_with_its_place_and_kept(world, text) -> None:
    answer = world.client("shen").post("/policies/new/yaml/", {"text": text})
    assert answer.status_code in {200, 422}
    assert not Policy.objects.exists()


def test_a_repealed_policy_stays_readable_and_says_so(world, policy) -> None:
    actions.repeal(
        policy_id=policy.pk, on=date(2026, 6, 1), reason="新办法取代", by=world.leader, at=world.at
    )
    found = Policy.objects.get(pk=policy.pk)
    assert queries.standing(found, on=date(2026, 5, 31)) == "in_force"
    assert queries.standing(found, on=date(2026, 6, 1)) == "repealed"
    assert "新办法取代" in world.client("shen").get(f"/policies/{policy.pk}/").content.decode()
    assert not queries.in_force(tenant_id=world.tenant.pk, on=date(2026, 6, 1)).exists()


def test_drafts_are_seen_by_their_writers_alone(world) -> None:
    made = actions.draft(document=small.POLICY, by=world.desk, at=world.at)
    assert world.client("jiang").get(f"/policies/{made.pk}/").status_code == 404
    assert world.client("shen").get(f"/policies/{made.pk}/").status_code == 200
    assert world.client("stranger").get(f"/policies/{made.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.save(
            policy_id=made.pk, document=small.POLICY, version=1, by=world.contact_officer, at=world.at
        )
    with pytest.raises(NotFound):
        actions.save(policy_id=made.pk, document=small.POLICY, version=1, by=world.stranger, at=world.at)


def test_the_same_id_is_given_once_in_a_town(world, policy) -> None:
    with pytest.raises(Conflict):
        actions.draft(document=small.POLICY, by=world.desk, at=world.at)
    actions.draft(document=small.POLICY, by=world.stranger, at=world.at)


def test_a_draft_that_was_never_published_goes_when_it_is_dropped(world, policy) -> None:
    new = actions.draft(document={**small.POLICY, "id": "b"}, by=world.desk, at=world.at)
    assert actions.drop_draft(policy_id=new.pk, version=new.version, by=world.desk, at=world.at) is None
    saved = actions.save(
        policy_id=policy.pk,
        document={**small.POLICY, "kind": "tax"},
        version=policy.version,
        by=world.desk,
        at=world.at,
    )
    kept = actions.drop_draft(policy_id=policy.pk, version=saved.version, by=world.desk, at=world.at)
    assert kept is not None
    assert (kept.draft, kept.kind) == (None, "subsidy")


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", 3), ("?q=数字化", 3), ("?q=财政", 1), ("?standing=draft", 1), ("?standing=in_force", 1), ("?standing=coming", 1),
     ("?kind=tax", 1), ("?automatic=on", 2), ("?place=nowhere", 3), ("?standing=nonsense", 3)],
)  # fmt: skip
def test_the_list_is_narrowed(world, policy, query, shown, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)
    version = {**small.POLICY["versions"][0], "valid_from": "2027-01-01"}
    later = {**small.POLICY, "id": "b", "authority": "财政所", "versions": [version]}
    made = actions.draft(document=later, by=world.desk, at=world.at)
    actions.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)
    plain = {**small.POLICY["versions"][0], "apply": {}}
    actions.draft(
        document={**small.POLICY, "id": "c", "kind": "tax", "versions": [plain]}, by=world.desk, at=world.at
    )
    text = world.client("shen").get(f"/policies/{query}").content.decode()
    assert text.count('class="zc-main-cell"') == shown


def test_the_list_asks_as_much_for_fifty_as_for_one(world, policy, django_assert_max_num_queries) -> None:
    from django.db import connection

    client = world.client("shen")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/policies/")
    for number in range(50):
        actions.draft(document={**small.POLICY, "id": f"policy-{number}"}, by=world.desk, at=world.at)
    with django_assert_max_num_queries(len(few)):
        assert client.get("/policies/").status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get("/policies/export.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_person_can_read_it(world, policy, language) -> None:
    text = world.client("jiang", language).get(f"/policies/{policy.pk}/").content.decode()
    wanted = {
        "en": ["at least one of these", "CNY 100,000", "class A, class B", "copies of the invoices", "30 %"],
        "zh-hans": [
            "满足下列之一",
            "≥ 10 万元",
            "A 类、B 类",
            "发票复印件",
            "30 %",
            "100 万元",
            "不得有下列情形",
        ],
    }[language]
    assert [words for words in wanted if words not in text] == []


def test_the_api_writes_and_reads_policies(world) -> None:
    client = world.client("shen")
    send = {"content_type": "application/json", "headers": {"Idempotency-Key": "k1"}}
    made = client.post("/api/v1/policies", {"document": small.POLICY}, **send).json()
    assert client.post("/api/v1/policies", {"document": small.POLICY}, **send).json() == made
    path = f"/api/v1/policies/{made['id']}"
    stale = client.put(
        f"{path}/draft", {"document": small.POLICY, "version": 99}, content_type="application/json"
    )
    assert stale.status_code == 409
    done = client.post(
        f"{path}/publish", {"version": made["version"]}, content_type="application/json"
    ).json()
    assert (done["standing"], done["document"]) == ("in_force", small.POLICY)
    assert client.get("/api/v1/policies?standing=in_force").json()["items"][0]["code"] == "digital-2026"
    assert len(client.get(f"{path}/editions").json()["items"]) == 1
    findings = client.post(
        "/api/v1/policies/lint", {"document": WRONG}, content_type="application/json"
    ).json()
    assert findings["findings"][0]["severity"] == "error"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"benefit": {"form": "rate", "rate": "10%", "base": "tax_paid"}}, "tax_as_base"),
        ({"when": {"fact": "tax_paid", "test": ">= 1000000"}}, "tax_as_condition"),
        ({"when": {"fact": "registered_area", "test": 'starts with(?, "330681")'}}, "local_registration"),
    ],
)
def test_the_legal_guard_is_shown_where_the_policy_is_written_and_read(world, change, code) -> None:
    document = {**small.POLICY, "versions": [{**small.POLICY["versions"][0], **change}]}
    assert code in {one.code for one in documents.lint(document)}
    made = actions.draft(document=document, by=world.desk, at=world.at)
    client = world.client("shen")
    for path in (f"/policies/{made.pk}/", f"/policies/{made.pk}/edit/"):
        assert "look at this" in client.get(path).content.decode()
    # A warning is for a person to weigh; it does not stand in the way.
    actions.publish(policy_id=made.pk, version=made.version, by=world.leader, at=world.at)


def test_a_condition_that_nobody_can_meet_is_not_published(world) -> None:
    when = {"all": [{"fact": "revenue", "test": ">= 100"}, {"fact": "revenue", "test": "< 50"}]}
    document = {**small.POLICY, "versions": [{**small.POLICY["versions"][0], "when": when}]}
    made = actions.draft(document=document, by=world.desk, at=world.at)
    with pytest.raises(Invalid):
        actions.publish(policy_id=made.pk, version=made.version, by=world.desk, at=world.at)
