"""An empty installation becomes a town: begun from pasted minutes, set up afterwards."""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import actions, actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Tenant, Unit
from zaocha.kernel.errors import Conflict
from zaocha.lang import categories

SLUG = "town"  # one name for the first tenant: a second claim at the same moment meets the unique index
LOGIN = "officer"
TOKEN_FILE = "setup.token"  # noqa: S105  (the name of a file)
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
PLACE = re.compile(r"(?:^|[\s《“（(，,。：:、在由市县区])([\u4e00-\u9fff]{2,4}?(?:街道|镇|乡|开发区|园区))")
NOT_A_PLACE = re.compile(
    r"(各|本|我|全|该|所在|我们|我的|有关|相关|位|到|来|请|和|与|的|感谢|谢谢|多谢)(?:街道|镇|乡|开发区|园区)$"
)


def is_empty() -> bool:
    """Whether nobody has begun on this installation."""
    return not Tenant.objects.exists()


def token() -> str:
    """The setup token of this installation, made when there is none: whoever reads it may claim it."""
    path = _token_path()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    made = secrets.token_urlsafe(12)
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return made


def may_claim(request: HttpRequest, *, given: str = "") -> bool:
    """Whether this visitor may claim an empty installation: sits at this machine, or knows the token.

    A proxy on this machine makes every visitor look local: behind one (a forwarding header, or a public
    address in the settings) only the token counts.
    """
    path = _token_path()
    if given and path.exists() and hmac.compare_digest(given.strip().encode(), path.read_bytes().strip()):
        return True
    if settings.PUBLIC_URL or any(name in request.META for name in FORWARDED):
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_loopback(host))


def begin(*, name: str, at: datetime, language: str = "zh-hans") -> Person:
    """Open a provisional tenant with its first officer, desk, and the units that usually lead.

    The officer has no password yet; `may_claim` was asked before. A second claim is refused (409).
    """
    try:
        with transaction.atomic(), translation.override(language):
            tenant = actions.create_tenant(slug=SLUG, name=name.strip()[:80] or _("My sub-district"), at=at)
            tenant.language = language
            tenant.save(update_fields=["language"])
            by = actors.system(tenant)
            new = actions.NewPerson(login=LOGIN, name=_("Desk officer"), language=language)
            person = actions.create_person(new=new, by=by, at=at)
            for role in ("desk", "admin"):
                actions.give_role(person=person, role=role, by=by, at=at)
            create_usual_units(by=by, at=at)
    except IntegrityError:
        raise Conflict(_("Somebody has begun here already."), remedy=_("Sign in instead.")) from None
    return person


def create_usual_units(*, by: Actor, at: datetime) -> None:
    """Whoever leads in a category, and the sub-district's own units that help: the latter inside."""
    leads = [one.lead.zh for one in categories.CATEGORIES]
    helping = [co.zh for one in categories.CATEGORIES for co in one.co if _is_inside(co.zh)]
    for name in dict.fromkeys([*leads, *helping]):
        kind = Unit.Kind.INSIDE if _is_inside(name) else Unit.Kind.OUTSIDE
        actions.create_unit(name=name, kind=kind, by=by, at=at)


def _is_inside(name: str) -> bool:
    return name.startswith(("街道", "社区"))


def resumable() -> Person | None:
    """The first officer of a provisional installation, as long as nobody has a password that works."""
    if Tenant.objects.exclude(set_up_at=None).exists() or settings.DEMO:
        return None
    people = list(Person.objects.filter(is_active=True).order_by("pk")[:2])
    first = people[0] if len(people) == 1 else None
    return first if first is not None and not first.has_usable_password() else None


def place_in(text: str) -> str:
    """The sub-district, town or park that a text names most often; empty when there is none."""
    counts: dict[str, int] = {}
    for name in PLACE.findall(text[:20_000]):
        if not NOT_A_PLACE.search(name):
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda one: counts[one]) if counts else ""


def _token_path() -> Path:
    return Path(settings.DATA_FOLDER) / TOKEN_FILE


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
