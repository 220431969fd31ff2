"""Reading text files: what is read exactly, what is refused, and how the refusal names it."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.sheets import texts
from zaocha.sheets.messages import MESSAGES, Unreadable

MINUTES = (
    "3月5日早茶会纪要\r\n参加企业：青田街道云栖针织有限公司等七家。\r\n"
    "云栖针织提出需要10亩土地扩建厂房，街道答复将于三月底前告知土地招拍挂信息。\r\n"
    "员工反映食堂餐费偏高，希望增加休闲设施。\n"
)
TRADITIONAL = (
    "企業代表提出，道路拓寬工程何時完工？街道答覆：年底前完成。另外，員工希望增加休閒設施，並降低餐費。"
)
JAPANESE = (
    "本日の会議では、道路の拡幅工事がいつ終わるのかという質問がありました。土地の情報をお知らせします。"
)
KOREAN = (
    "오늘 회의에서는 도로 확장 공사가 언제 끝나는지에 대한 질문이 있었습니다. 토지 정보를 알려 드리겠습니다."
)


def refusal(data: bytes, **options: object) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        texts.decode(data, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_the_usual_encodings_give_the_same_words_with_newlines_untouched(encoding: str) -> None:
    assert texts.decode(MINUTES.encode(encoding)) == MINUTES


def test_utf_16_big_endian_with_mark_is_read() -> None:
    assert texts.decode(b"\xfe\xff" + MINUTES.encode("utf-16-be")) == MINUTES


def test_traditional_characters_in_gb18030_are_read() -> None:
    assert texts.decode(TRADITIONAL.encode("gb18030")) == TRADITIONAL


@pytest.mark.parametrize(
    "short",
    [
        "企业名称,联系电话\n",
        "王小明",
        "姓名\t电话\n",
        "绍兴云栖织造有限公司",
        "道路何时修好?",
        "喆鑫袜业",
        "缺工30人",
    ],
)
def test_short_gb18030_texts_are_recognised(short: str) -> None:
    assert texts.decode(short.encode("gb18030")) == short


def test_rare_characters_of_gb18030_with_four_bytes_are_read() -> None:
    text = MINUTES + "联系人:张\U00020bb7、李㐂。"
    assert texts.decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (TRADITIONAL.encode("big5"), "Big5"),
        (JAPANESE.encode("shift_jis"), "Shift-JIS"),
        (JAPANESE.encode("euc_jp"), "EUC-JP"),
        (KOREAN.encode("euc_kr"), "EUC-KR"),
        (MINUTES.encode("utf-32"), "UTF-32"),
        (MINUTES.encode("utf-32-le"), "UTF-32"),
        (MINUTES.encode("utf-16-le"), "UTF-16 without byte-order mark"),
        (("Minutes of the meeting\n" * 4).encode("utf-16-be"), "UTF-16 without byte-order mark"),
    ],
)
def test_other_encodings_are_refused_by_name(data: bytes, named: str) -> None:
    error = refusal(data)
    assert error.code == "other_encoding"
    assert error.params["encoding"] == named
    assert named in error.message
    assert "UTF-8" in error.message


def test_latin_1_is_refused_as_unknown() -> None:
    text = "Réunion à Genève, où l'équipe a décidé de répondre à la société. Été, forêt, naïf, cœur." * 2
    assert refusal(text.encode("latin-1", "replace")).code == "unknown_encoding"


def test_random_bytes_without_nul_are_not_taken_for_chinese() -> None:
    noise = bytes(
        b or 1 for b in zlib.compress(struct.pack("<3000I", *(i * 2654435761 % 2**32 for i in range(3000))))
    )
    assert refusal(b"\x95" + noise).code in {"unknown_encoding", "binary"}


def test_utf_8_with_a_broken_byte_names_the_line() -> None:
    data = MINUTES.encode()
    cut = data.index("云栖针织提出".encode())
    error = refusal(data[:cut] + b"\xe4\xba" + data[cut:])
    assert (error.code, error.params["encoding"], error.params["line"]) == ("damaged_text", "UTF-8", 3)


def test_gb18030_that_was_cut_off_names_the_line() -> None:
    error = refusal(MINUTES.rstrip().encode("gb18030")[:-1])
    assert (error.code, error.params["encoding"], error.params["line"]) == ("damaged_text", "GB18030", 4)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t\n", "\u3000\n".encode()])
def test_empty_files_are_refused(data: bytes) -> None:
    assert refusal(data).code == "empty"


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "an old Office"),
        (zipped("word/document.xml"), "a Word document (.docx)"),
        (zipped("xl/workbook.xml"), "an Excel table (.xlsx)"),
        (zipped("a.txt"), "a ZIP archive"),
        (b"Rar!\x1a\x07\x01\x00", "a packed archive"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x00\x00\x00\x18ftypheic", "a picture"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a sound or video file"),
    ],
)
def test_binary_files_are_refused_by_name(data: bytes, named: str) -> None:
    error = refusal(data, name="minutes.txt")
    assert error.code == "not_text"
    assert named.removeprefix("an old ") in error.message or named in error.message
    assert str(error).startswith("minutes.txt: ")


def test_unnamed_binary_data_is_refused() -> None:
    assert refusal(b"abc\x00\x01\x02\x00def").code == "binary"
    assert refusal(bytes(range(1, 32)) * 4).code == "binary"


@pytest.mark.parametrize("text", ["MZ is a shop\n", "BM,name\n", "ID3,企业\n", "BZh"])
def test_texts_that_begin_like_a_binary_are_still_texts(text: str) -> None:
    assert texts.decode(text.encode()) == text


def test_ten_megabytes_are_read_and_one_more_is_not() -> None:
    line = "企业提出需要十亩土地。\n".encode()
    data = line * (texts.LIMIT_BYTES // len(line))
    assert texts.decode(data).startswith("企业提出")
    error = refusal(data + line * 2)
    assert error.code == "too_large"
    assert "11 MB" in error.message
    assert "10 MB" in error.message


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_utf_8_text_survives(text: str) -> None:
    try:
        assert texts.decode(("a" + text).encode()) == "a" + text
    except Unreadable as error:
        assert error.code == "not_text"  # only when the letters spell a magic number


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_clear_refusal(data: bytes) -> None:
    try:
        assert isinstance(texts.decode(data), str)
    except Unreadable as error:
        assert error.code in MESSAGES
        assert error.message
