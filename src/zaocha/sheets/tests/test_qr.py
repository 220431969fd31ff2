"""QR codes: small, sharp, and fit for a strict page."""

import struct

from zaocha.sheets.qr import qr_png, qr_svg

LINK = "https://zaocha.example.cn/s/7Kd9-2mPq"


def test_the_svg_fits_a_page_with_a_strict_policy() -> None:
    svg = qr_svg(LINK)
    assert svg.startswith("<svg ")
    assert "viewBox=" in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_the_png_has_whole_modules_and_a_quiet_zone() -> None:
    png = qr_png(LINK, scale=5)
    assert png.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width == height
    assert width % 5 == 0
    assert (width // 5 - 8 - 17) % 4 == 0, "a QR version plus four modules of quiet zone on each side"


def test_the_same_text_gives_the_same_picture() -> None:
    assert qr_png(LINK) == qr_png(LINK)
    assert qr_svg(LINK) == qr_svg(LINK)
    assert qr_svg(LINK) != qr_svg(LINK + "x")
