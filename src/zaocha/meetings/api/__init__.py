"""API of this area, one module per noun."""

from __future__ import annotations

from ninja import Router

from zaocha.meetings.api.meetings import router as meetings_router
from zaocha.meetings.api.minutes import router as minutes_router

router = Router()
router.add_router("", meetings_router)
router.add_router("", minutes_router)
