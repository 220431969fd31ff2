"""Every message of DMN and FEEL has its Chinese, with the same blanks."""

import ast
import re
from pathlib import Path

import polib

from zaocha.rules.dmn import kit

RULES = Path(kit.__file__).parents[1]
SPEAKERS = {"BadTable": 0, "NotReadable": 0, "NotFeel": 0, "_": 0, "Message": 1}


def templates() -> set[str]:
    found = set(kit.excluded().values())
    for path in [*(RULES / "dmn").glob("*.py"), *(RULES / "feel").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS:
                said = node.args[SPEAKERS[node.func.id]]
                if isinstance(said, ast.Constant):
                    found.add(said.value)
    return found


def test_every_message_has_its_chinese() -> None:
    catalogue = RULES / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    chinese = {one.msgid: one.msgstr for one in polib.pofile(str(catalogue))}
    said = templates()
    assert len(said) > 40
    assert not sorted(one for one in said if not chinese.get(one))
    for one in said:
        assert set(re.findall(r"{(\w+)}", one)) == set(re.findall(r"{(\w+)}", chinese[one])), one
