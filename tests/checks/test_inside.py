import pytest

from gongkai.checks import inside


@pytest.mark.parametrize(
    "text",
    [
        "登录http://192.168.1.10:8080/login",
        "数据库172.16.3.4",
        "服务器10.128.200.15",
        r"见\\fileserver\统计\报表.xls",
        r"C:\Users\zhangsan\Desktop\公报.docx",
        "file:///D:/公报.docx",
        "http://localhost:8000/admin",
        "http://oa/index.jsp",
        "存于/home/zhang/data.csv",
    ],
)
def test_address_of_the_inner_network_warns(text: str) -> None:
    assert {one.rule for one in inside.addresses("正文", text)} == {"inside.address"}


@pytest.mark.parametrize(
    "text",
    [
        "https://tjj.sjz.gov.cn/col/1.html",
        "见10.1.2.3节",
        "增长10.1%",
        "202.99.160.68",
        "版本1.2.3.4",
        "A/B型",
    ],
)
def test_public_addresses_and_numbers_are_none(text: str) -> None:
    assert list(inside.addresses("正文", text)) == []


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("账号admin，密码：Tj@2014!", "Tj@2014!"),
        ("初始口令为abc12345", "abc12345"),
        ("password=Secret99", "Secret99"),
        ("api_key: 0123456789abcdef0123", "0123456789abcdef0123"),
        ("mysql://root:hunter22@db/x", "hunter22"),
        ("-----BEGIN RSA PRIVATE KEY-----", "BEGIN RSA"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    ],
)
def test_password_or_key_blocks_and_is_never_shown(text: str, secret: str) -> None:
    found = list(inside.keys("正文", text))
    assert {(one.rule, one.waiver) for one in found} == {("inside.key", "secrecy")}
    assert secret not in "".join(one.excerpt + one.words + one.proposal for one in found)
    assert secret not in inside.hidden(text)


@pytest.mark.parametrize(
    "text", ["请妥善保管密码。", "密码为8位以上的数字和字母", "口令：另行通知", "token economy"]
)
def test_prose_about_passwords_is_none(text: str) -> None:
    assert list(inside.keys("正文", text)) == []
