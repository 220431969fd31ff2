"""`python -m zaocha` is the command `zaocha`."""

from zaocha.config.cli import main

main()
