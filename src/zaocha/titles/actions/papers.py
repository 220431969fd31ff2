"""Files of a dossier: checked by their bytes, kept in the data folder by content."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.sheets import kinds, messages, pictures
from zaocha.titles import tables
from zaocha.titles.actions import changing
from zaocha.titles.models import Dossier, Paper

MOST, MOST_BYTES = 40, 10 * 1024 * 1024
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", PDF: "pdf", DOCX: "docx"}


@dataclass(frozen=True)
class NewPaper:
    """A file for one kind of evidence."""

    kind: str
    name: str
    data: bytes


def add(*, dossier_id: int, new: NewPaper, by: Actor, at: datetime, as_worker: int | None = None) -> Paper:
    """Add a photo, .pdf or .docx; the same one again changes nothing."""
    if new.kind not in tables.evidence():
        raise Invalid(_("Choose what the paper is."), field="kind")
    data, media_type = _checked(new.data)
    digest = hashlib.sha256(data).hexdigest()
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by, as_worker=as_worker)
        changing.need_state(found, "gathering", "filed")
        known = found.papers.filter(kind=new.kind, digest=digest).first()
        if known is not None:
            return known
        if found.papers.count() >= MOST:
            raise Invalid(_("At most %(n)s papers in one dossier.") % {"n": MOST}, field="file")
        # The file before the commit: a row never points to nothing. A file without a row is harmless.
        _keep(path(by.tenant_id, digest, media_type), data)
        paper = Paper.objects.create(
            dossier=found, kind=new.kind, name=_name(new.name, media_type), digest=digest, media_type=media_type,
            size=len(data), added_at=at, added_by=by.mark,
        )  # fmt: skip
        w.record("title_paper_added", subject=("title", found.pk), ids={"paper": paper.pk, "kind": new.kind})
    return paper


def remove(
    *, dossier_id: int, paper_id: int, by: Actor, at: datetime, as_worker: int | None = None
) -> Dossier:
    """Take a paper out while papers are gathered."""
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by, as_worker=as_worker)
        changing.need_state(found, "gathering")
        paper = found.papers.filter(pk=paper_id).first()
        if paper is None:
            raise NotFound()
        paper.delete()
        w.record("title_paper_removed", subject=("title", found.pk), ids={"paper": paper_id})
    drop(by.tenant_id, [(paper.digest, paper.media_type)])
    return found


def read(paper: Paper, *, tenant_id: int) -> bytes:
    """The bytes of a paper, or `NotFound`."""
    target = path(tenant_id, paper.digest, paper.media_type)
    if not target.exists():
        raise NotFound(_("The file of this paper is gone."))
    return target.read_bytes()


def drop(tenant_id: int, files: Iterable[tuple[str, str]]) -> None:
    """Remove the files (digest, media type) that no row of the tenant names any more."""
    for digest, media_type in set(files):
        if not Paper.objects.filter(dossier__tenant_id=tenant_id, digest=digest).exists():
            path(tenant_id, digest, media_type).unlink(missing_ok=True)


def path(tenant_id: int, digest: str, media_type: str) -> Path:
    """Where a paper is kept."""
    return Path(settings.MEDIA_ROOT) / "titles" / str(tenant_id) / f"{digest}.{SUFFIX[media_type]}"


def _checked(data: bytes) -> tuple[bytes, str]:
    """The bytes without what a camera wrote beside the picture, and their kind."""
    if not data:
        raise Invalid(_("This file is empty. Please choose another one."), field="file")
    if len(data) > MOST_BYTES:
        raise Invalid(_("This file is too large."), remedy=_("At most 10 MB a file."), field="file")
    kind = kinds.kind_of(data)
    if kind == messages.PDF:
        return data, PDF
    if kind == messages.DOCX:
        return data, DOCX
    try:
        picture = pictures.clean(data)
    except pictures.NotAPicture:
        raise Invalid(
            _("This file cannot be taken."),
            remedy=_("Choose a photo (JPEG, PNG, WebP), a .pdf or a .docx."),
            field="file",
        ) from None
    return picture.data, picture.media_type


def _name(name: str, media_type: str) -> str:
    """A harmless name: no folders, no signs that a file system minds, the suffix of what it is."""
    stem = re.sub(r"[^\w\-]+", "_", Path(name.replace("\\", "/")).stem).strip("_")[:80]
    return f"{stem or 'paper'}.{SUFFIX[media_type]}"


def _keep(target: Path, data: bytes) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
