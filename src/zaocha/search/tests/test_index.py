"""What is put in is found again, by those it belongs to, best first."""

import pytest
from django.db import connection

from zaocha.search import index, queries, terms
from zaocha.search.models import Entry, Frequency

TEXTS = {
    1: "清水路路灯不亮，晚上员工下班不安全",
    2: "清水路要拓宽，什么时候完工",
    3: "想要10亩工业用地建新厂房",
    4: "食堂饭菜贵，能不能办个便宜的员工食堂",
    5: "变压器容量不够，要增容到630kVA",
    6: "路边停车位太少，员工没有地方停车",
}
ONE = {"tenant_id": 1, "kind": "demand"}


@pytest.fixture
def filled(db):
    index.put_many(**ONE, rows=TEXTS.items())


def subjects(text, **more):
    return [hit.subject_id for hit in queries.similar(**{**ONE, **more}, text=text)]


@pytest.mark.usefixtures("filled")
class TestSimilar:
    def test_the_most_alike_comes_first(self):
        assert subjects("清水路的路灯坏了")[0] == 1
        assert subjects("清水路拓宽工程")[0] == 2
        assert subjects("我们需要工业用地10亩")[0] == 3

    def test_traditional_and_full_width_find_the_same(self):
        assert subjects("變壓器增容到６３０ｋＶＡ")[0] == 5

    def test_the_score_says_how_much_is_shared(self):
        best, *others = queries.similar(**ONE, text="清水路路灯不亮")
        assert best.score > 0.8
        assert all(hit.score < 0.5 for hit in others)

    def test_nothing_in_common_finds_nothing(self):
        assert subjects("博物馆") == []
        assert subjects("") == []
        assert subjects("，。！ ' \" * OR NOT") == []

    def test_tenants_and_kinds_never_mix(self):
        index.put(tenant_id=11, kind="demand", subject_id=99, text=TEXTS[1])
        assert 99 not in subjects(TEXTS[1])
        assert subjects(TEXTS[1], tenant_id=11) == [99]
        assert subjects(TEXTS[1], kind="answer") == []

    def test_as_many_statements_for_any_question(self, django_assert_num_queries):
        for text in ("路灯", TEXTS[4] * 30):
            with django_assert_num_queries(3):
                queries.similar(**ONE, text=text)


@pytest.mark.usefixtures("filled")
class TestFind:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("清水路", [2, 1]),
            ("路灯", [1]),
            ("员工", [6, 4, 1]),
            ("员工 食堂", [4]),
            ("食 员工", [4]),
            ("厂房", [3]),
            ("630", [5]),
            ("63", [5]),
            ("KVA", [5]),
            ("停車", [6]),
            ("工员", []),
            ("路灯坏", []),
            ("", []),
        ],
    )
    def test_all_words_must_stand_there(self, text, found):
        assert queries.find(**ONE, text=text) == found

    def test_as_many_statements_for_any_question(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            queries.find(**ONE, text="员工 食堂")


@pytest.mark.usefixtures("filled")
class TestChange:
    def test_a_changed_text_is_found_by_its_new_words_only(self):
        index.put(**ONE, subject_id=1, text="公交车站太远")
        assert queries.find(**ONE, text="公交") == [1]
        assert queries.find(**ONE, text="路灯") == []
        assert 1 not in subjects("路灯不亮")

    def test_a_removed_text_leaves_no_trace(self):
        for subject in TEXTS:
            index.remove(**ONE, subject_id=subject)
        assert not Entry.objects.exists()
        assert not Frequency.objects.exclude(n=0).exists()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM search_fts('\"1_d_路灯\"')")
                assert cursor.fetchone() == (0,)

    def test_frequencies_count_entries(self):
        index.put(**ONE, subject_id=1, text=TEXTS[1])
        assert Frequency.objects.get(token="1_d_").n == 6
        assert Frequency.objects.get(token="1_d_员工").n == 3

    def test_an_endless_text_is_cut(self):
        index.put(**ONE, subject_id=7, text="水电煤气" * 5000)
        assert len(Entry.objects.get(subject_id=7).text) == terms.LIMIT


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_replaces_everything():
    index.put(tenant_id=2, kind="demand", subject_id=9, text="旧的一行")
    with index.rebuilding():
        assert index.put_many(**ONE, rows=((n, f"{text}，第{n}件") for n, text in TEXTS.items())) == 6
    assert queries.find(tenant_id=2, kind="demand", text="旧的") == []
    assert subjects("清水路的路灯坏了")[0] == 1
    index.engines.here().empty()
    index.engines.here().settle()


@pytest.mark.django_db
def test_what_is_rare_is_asked_for_among_much_that_is_alike():
    rows = [(n, f"建议增加公交班次方便员工上下班，第{n}号") for n in range(1500)]
    index.put_many(**ONE, rows=[*rows, (9001, "建议增加公交班次，另外宿舍的污水管堵了")])
    assert subjects("公交班次和污水管")[0] == 9001
    index.put_many(**ONE, rows=[(n, f"宿舍楼污水外溢，第{n}号") for n in range(5000, 6500)])
    index.put(**ONE, subject_id=7000, text="公交站台边上污水外溢")
    index.put_many(**ONE, rows=[(n, f"污水外溢，第{n}号；公司食堂，第{n}号") for n in range(8000, 9000)])
    assert subjects("公交站污水外溢")[0] == 7000
