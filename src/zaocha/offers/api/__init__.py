"""API of the offers."""

from ninja import Router

router = Router()
