"""API of the offers."""

from ninja import Router

from zaocha.offers.api import policies

router = Router()
router.add_router("", policies.router)
