"""Contexts: entries out of them and into them."""

from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.values import NoValue, Value


@form("get value", "m: context, key: string")
def value_at(m: dict[str, Value], key: str) -> Value:
    return m.get(key)


@form("get entries", "m: context")
def entries(m: dict[str, Value]) -> list[Value]:
    return [{"key": name, "value": value} for name, value in m.items()]


@form("context", "entries: list")
def made(pairs: list[Value]) -> dict[str, Value]:
    """A context of `{key, value}` pairs; a key twice is no context."""
    found: dict[str, Value] = {}
    for pair in pairs:
        if not isinstance(pair, dict) or not isinstance(pair.get("key"), str) or "value" not in pair:
            raise NoValue("context needs entries with a key and a value")
        if pair["key"] in found:
            raise NoValue(f"'{pair['key']}' stands twice")
        found[pair["key"]] = pair["value"]
    return found


@form("context put", "context: context, key: string, value: any")
@form("context put", "context: context, keys: list, value: any")
def put(context: dict[str, Value], keys: str | list[Value], value: Value) -> dict[str, Value]:
    """The context with one entry changed or added, deep inside when a path of keys is given."""
    path = [keys] if isinstance(keys, str) else keys
    if not path or not all(isinstance(key, str) for key in path):
        raise NoValue("context put needs a key")
    first, *rest = path
    if not rest:
        return {**context, first: value}
    inner = context.get(first, {})
    if not isinstance(inner, dict):
        raise NoValue(f"'{first}' is no context")
    return {**context, first: put(inner, rest, value)}


@form("context merge", "contexts: list")
def merged(contexts: list[Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for one in contexts:
        if not isinstance(one, dict):
            raise NoValue("context merge takes contexts only")
        found.update(one)
    return found
