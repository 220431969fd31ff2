"""Pages of goods, of what companies do with them, and of introductions."""

from django.urls import path

from zaocha.dealings.web import by_link, goods, introductions

urlpatterns = [
    path("goods/", goods.goods, name="goods"),
    path("goods/new/", goods.new, name="good-new"),
    path("goods/install/", goods.install, name="goods-install"),
    path("goods/export/", goods.export, name="goods-export"),
    path("goods/<int:pk>/", goods.one, name="good"),
    path("goods/<int:pk>/edit/", goods.edit, name="good-edit"),
    path("goods/dealings/", goods.tell, name="dealing-new"),
    path("goods/dealings/<int:pk>/end/", goods.end, name="dealing-end"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<int:pk>/", introductions.one, name="introduction"),
    path("goods/<int:pk>/introduce/", introductions.introduce, name="introduce"),
    path("c/<str:token>/dealings/", by_link.by_link, name="link-company-dealings"),
]
