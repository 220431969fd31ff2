"""QR codes of links, for slips on paper and for screens."""

import io

import segno


def qr_svg(text: str, *, scale: int = 4, border: int = 4) -> str:
    """An <svg> element to set into a page: black on white, no XML head, no style, sized by its viewBox."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        target, kind="svg", scale=scale, border=border, light="white", xmldecl=False, svgns=True, nl=False,
        omitsize=True,
    )  # fmt: skip
    return target.getvalue().decode("utf-8")


def qr_png(text: str, *, scale: int = 8, border: int = 4) -> bytes:
    """A black and white PNG; one module is `scale` pixels, `border` counts modules."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="png", scale=scale, border=border)
    return target.getvalue()
