"""Zaocha 早茶: the desk behind a town's morning tea with its companies."""

__version__ = "0.1.0"
