"""API of the offers, one module per noun."""

from ninja import Router

from zaocha.offers.api import needs, policies, sites, surveys, viewings

router = Router()
router.add_router("", policies.router)
router.add_router("", sites.router)
router.add_router("", needs.router)
router.add_router("", viewings.router)
router.add_router("", surveys.router)
