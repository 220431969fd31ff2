"""What is wrong with a FEEL text, and at which character."""


class NotFeel(ValueError):
    """A text that is not FEEL. `message` is a template (the msgid), `values` fill it, `at` counts code points from 0."""

    def __init__(
        self, message: str, *, text: str, at: int, values: dict[str, object] | None = None, remedy: str = ""
    ) -> None:
        self.message, self.text, self.at, self.values, self.remedy = message, text, at, values or {}, remedy
        super().__init__(message, text, at)

    def __str__(self) -> str:
        said = self.message.format(**self.values)
        return f"{said} (character {self.at + 1} of {self.text!r})" + (
            f" {self.remedy}" if self.remedy else ""
        )
