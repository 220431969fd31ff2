def test_pages_of_the_desk(world):
    from zaocha.dealings import actions as d
    d.install_goods(by=world.desk, at=world.at)
    c = world.client("shen")
    for a in ("/chains/", "/chains/knitting/", "/chains/knitting/plan/", "/chains/knitting/terms/", "/chains/knitting/members/", "/chains/alliances/new/", "/chains/export/", "/chains/knitting/members/export/"):
        r = c.get(a)
        assert r.status_code == 200, a
