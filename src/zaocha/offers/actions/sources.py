"""Writes of sources: enter, change, note a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.offers import facts
from zaocha.offers.models import Look, Source


@dataclass(frozen=True)
class SourceText:
    """A source: where it is, for which kind of offers, who looks, every how many working days."""

    name: str
    kind: str
    address: str = ""
    person_id: int | None = None
    every_days: int = 1
    is_active: bool = True


def enter(*, text: SourceText, by: Actor, at: datetime) -> Source:
    """Enter a source; its first look is due at once."""
    by.need("watches.write")
    with work.begin(by=by, at=at) as w:
        source = Source(tenant_id=by.tenant_id, created_at=at)
        _set(source, text, by=by)
        source.save(force_insert=True)
        w.record(
            "source_entered",
            subject=("source", source.pk),
            ids={"kind": source.kind},
            fields={"name": source.name},
        )
    return source


def change(*, source_id: int, text: SourceText, by: Actor, at: datetime) -> Source:
    """Change a source, or rest it."""
    by.need("watches.write")
    with work.begin(by=by, at=at) as w:
        source = _locked(source_id, by=by)
        _set(source, text, by=by)
        source.save()
        w.record(
            "source_changed",
            subject=("source", source.pk),
            ids={"active": source.is_active},
            fields={"name": source.name},
        )
    return source


def look(*, source_id: int, by: Actor, at: datetime, found: str = "nothing") -> Source:
    """Somebody looked: `nothing` new, or `something`, which is entered as offers."""
    by.need("watches.write")
    if found not in {"nothing", "something"}:
        raise Invalid(_("A look finds nothing or something."), field="found")
    with work.begin(by=by, at=at) as w:
        source = _locked(source_id, by=by)
        source.seen_at, source.seen_by = at, by.name[:60]
        source.save(update_fields=["seen_at", "seen_by"])
        Look.objects.create(source=source, found=found, by_name=by.name[:60], at=at)
        w.record("source_looked_at", subject=("source", source.pk), ids={"found": found})
    return source


def _locked(source_id: int, *, by: Actor) -> Source:
    source = Source.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=source_id).first()
    if source is None:
        raise NotFound()
    return source


def _set(source: Source, text: SourceText, *, by: Actor) -> None:
    name = text.name.strip()
    if not name or len(name) > 120:
        raise Invalid(_("A source needs a name of at most 120 characters."), field="name")
    if Source.objects.filter(tenant_id=by.tenant_id, name=name).exclude(pk=source.pk).exists():
        raise Conflict(_("There is a source of this name already."), field="name")
    if text.address and not text.address.startswith(("http://", "https://")):
        raise Invalid(_("An address begins with http:// or https://."), field="address")
    if not 1 <= text.every_days <= 60:
        raise Invalid(_("Between 1 and 60 working days."), field="every_days")
    person = None
    if text.person_id is not None:
        person = Person.objects.filter(tenant_id=by.tenant_id, pk=text.person_id, is_active=True).first()
        if person is None:
            raise Invalid(_("This choice is no longer there. Please choose again."), field="person")
    source.name, source.kind, source.address = name, facts.kind_of(text.kind).code, text.address.strip()[:500]
    source.person, source.every_days, source.is_active = person, text.every_days, text.is_active
