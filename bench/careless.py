"""Settings for the comparison in `bench/powercut.py`: SQLite with synchronous=NORMAL, as many installations run it."""

from zaocha.config.settings import *  # noqa: F403
from zaocha.config.settings import DATABASES

if "OPTIONS" in DATABASES["default"]:
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
