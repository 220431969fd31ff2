"""Pages of vacancies, candidates, hires and training."""

from django.urls import path

from zaocha.talent.web import by_candidate, by_company, by_school, candidates, hires, programmes, vacancies

urlpatterns = [
    path("vacancies/", vacancies.vacancies, name="vacancies"),
    path("vacancies/new/", vacancies.edit, name="vacancy-new"),
    path("vacancies/posts/", vacancies.posts, name="vacancy-posts"),
    path("vacancies/hires/", hires.hires, name="hires"),
    path("vacancies/hires/new/", hires.new, name="hire-new"),
    path("vacancies/<int:pk>/", vacancies.one, name="vacancy"),
    path("vacancies/<int:pk>/edit/", vacancies.edit, name="vacancy-edit"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/new/", candidates.new, name="candidate-new"),
    path("candidates/<int:pk>/", candidates.one, name="candidate"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.edit, name="programme-new"),
    path("programmes/<int:pk>/", programmes.one, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.edit, name="programme-edit"),
    path("c/<str:token>/talent/", by_company.talent, name="link-company-talent"),
    path("c/<str:token>/programmes/", by_company.programmes, name="link-company-programmes"),
    path("jobs/<str:token>/", by_candidate.entrance, name="link-talent"),
    path("jobs/own/<str:token>/", by_candidate.own, name="link-candidate"),
    path("training/<str:token>/", by_school.school, name="link-programme"),
]
