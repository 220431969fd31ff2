"""FEEL's built-in functions by name."""

from importlib import import_module

from zaocha.rules.feel.functions import forms

for _noun in (
    "booleans",
    "contexts",
    "lists",
    "moments",
    "numbers",
    "spans",
    "statistics",
    "strings",
    "texts",
):
    import_module(f"{__name__}.{_noun}")

BUILTINS = forms.functions()
