"""Who acts is known from one statement, and only while they may."""

from zaocha.accounts import actions, actors, tokens
from zaocha.accounts.models import ApiToken, Person, Tenant


def test_person_tenant_and_memberships_in_one_statement(world, django_assert_num_queries):
    tenant = Tenant.objects.get(pk=world.tenant.pk)
    tenant.settings = {"sessions": [["08:30", "12:00"]], "说明": "青禾"}
    tenant.save()
    actions.give_role(
        person=world.people["qian"], role="chain_leader", chain="knitting", by=world.system, at=world.at
    )
    with django_assert_num_queries(1):
        actor = actors.of_person(world.people["qian"])
        assert actor.tenant.settings == tenant.settings
        assert (actor.tenant.name, actor.name) == ("青禾街道", "钱修远")
    assert actor.roles == {"handler", "chain_leader"}
    assert actor.unit_ids == {world.roads.pk}
    assert actor.chains == {"knitting"}
    assert actor.mark == f"person:{world.people['qian'].pk}"
    assert actor.tenant.created_at == tenant.created_at  # read when asked for
    assert actor.tenant == tenant


def test_somebody_without_a_role_has_no_right(world):
    new = actions.NewPerson(login="new", name="新来的", password="a-long-tea-password")
    person = actions.create_person(new=new, by=world.system, at=world.at)
    assert actors.of_person(person).rights == frozenset()


class TestToken:
    def ask(self, client, token):
        return client.get("/api/v1/promises", headers={"authorization": f"Bearer {token}"}).status_code

    def test_until_it_is_revoked(self, world, client):
        token = tokens.create(person=world.people["shen"], name="t", at=world.at)
        assert self.ask(client, token) == 200
        ApiToken.objects.update(revoked_at=world.at)
        assert self.ask(client, token) == 401

    def test_until_its_person_leaves(self, world, client):
        token = tokens.create(person=world.people["shen"], name="t", at=world.at)
        Person.objects.filter(login="shen").update(is_active=False)
        assert self.ask(client, token) == 401

    def test_a_guess_is_refused(self, world, client):
        assert self.ask(client, "zc_guess") == 401
        assert self.ask(client, "x' OR 1=1 --") == 401
