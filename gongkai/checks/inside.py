"""What belongs to the office's own network (内部网络信息): addresses, paths, accounts, passwords, keys."""

import re
from collections.abc import Iterator

from gongkai.checks.characters import cleaned
from gongkai.checks.findings import Finding, Rule, Severity, around

ADDRESS = Rule("inside.address", "1", Severity.WARN, "内部网络地址")
KEY = Rule("inside.key", "1", Severity.BLOCK, "《网络安全法》账号、口令和密钥", "secrecy")
RULES = (ADDRESS, KEY)

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PRIVATE = re.compile(
    rf"(?<![0-9.])(?:10\.{_OCTET}|172\.(?:1[6-9]|2[0-9]|3[01])|192\.168)\.{_OCTET}\.{_OCTET}"
    r"(?![0-9]|\.[0-9])(?::[0-9]{2,5})?"
)
_NUMBERED = re.compile(r"10\.(?:[0-9]{1,2}\.){2}[0-9]{1,2}")  # may be the number of a section
_LOCAL = re.compile(
    r"\\\\[A-Za-z0-9_.-]{2,40}\\[^\s，。；、]{1,80}|(?<![A-Za-z])[C-Zc-z]:\\[^\s，。；、<>|\"]{2,120}"
    r"|file:///[^\s，。；]{2,120}|https?://(?:localhost|[a-z0-9-]{1,40}(?=[:/\s，。]|$)(?!\.))[^\s，。；]{0,80}"
    r"|(?<![A-Za-z0-9_/.])/(?:home|root|var|etc|usr|opt)/[A-Za-z0-9_./-]{3,100}",
    re.I,
)
_SECRET = (
    re.compile(
        r"(?:密码|口令|passw(?:or)?d|pwd)\s?(?:[:：=]|是|为)\s?[\"'“‘]?(?P<key>[!-~]{4,64})", re.I
    ),
    re.compile(
        r"(?:api[_-]?key|secret[_-]?(?:key)?|access[_-]?key(?:[_-]?id)?|token|密钥)\s?[:：=]\s?[\"']?"
        r"(?P<key>[A-Za-z0-9_+/=-]{12,200})",
        re.I,
    ),
    re.compile(r"(?P<key>-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)"),
    re.compile(
        r"(?<![A-Za-z0-9])(?P<key>AKIA[0-9A-Z]{16}|LTAI[0-9A-Za-z]{12,24}|AKID[0-9A-Za-z]{16,40}"
        r"|gh[pousr]_[A-Za-z0-9]{30,40}|eyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,900}\.[A-Za-z0-9_-]{8,500})"
    ),
    re.compile(r"[a-z]{2,12}://[^\s:/@]{1,40}:(?P<key>[^\s:/@]{3,60})@", re.I),
)
_ASKED = (  # what each of these can not do without
    ("密码", "口令", "pass", "pwd"),
    ("key", "token", "secret", "密钥"),
    ("-----begin",),
    ("akia", "ltai", "akid", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "eyj"),
    ("@",),
)
_WRITTEN = re.compile(r"[A-Za-z密口](?:[A-Za-z]|(?<=密)[码钥]|(?<=口)令)")  # in every key
_DOTTED = ("10.", "172.", "192.168.")
_SIGNS = re.compile(r"[/\\.](?:(?<=[/\\])|(?<=[02]\.)[0-9]+\.)")  # in every address or path
_SLASHED = ("\\\\", ":\\", "file:", "://", "/home", "/root", "/var", "/etc", "/usr", "/opt")


def addresses(place: str, text: str) -> Iterator[Finding]:
    """Find addresses of the inner network and paths of single machines."""
    clean = cleaned(text)
    why = "含有内部网络地址或者本机路径，会暴露内部系统，公众也打不开。"
    if not _SIGNS.search(clean):
        return
    for asked, pattern in ((_DOTTED, _PRIVATE), (_SLASHED, _LOCAL)):
        for found in pattern.finditer(clean) if any(one in clean for one in asked) else ():
            if not _NUMBERED.fullmatch(found[0]):
                yield ADDRESS.at(place, clean, found.span(), why, "删去，或者换成公开的网址。")


def keys(place: str, text: str) -> Iterator[Finding]:
    """Find passwords and keys; the finding never shows them."""
    clean = cleaned(text)
    if not _WRITTEN.search(clean):
        return
    lower = text.lower()
    for asked, pattern in zip(_ASKED, _SECRET, strict=True):
        for found in pattern.finditer(clean) if any(one in lower for one in asked) else ():
            shown = around(hidden(clean), *_at(hidden(clean), found.start()))
            why = "含有密码或者密钥，不得公开；已经写进文稿的应当立即更换。"
            yield KEY.finding(place, shown, why, "删去，并通知网络管理员更换。")


def hidden(text: str) -> str:
    """Return a text in which passwords and keys are starred out.

    >>> hidden("密码：abc12345")
    '密码：********'
    """
    for pattern in _SECRET:
        text = pattern.sub(_starred, text)
    return text


def _starred(found: re.Match[str]) -> str:
    start, end = found.start("key") - found.start(), found.end("key") - found.start()
    return found[0][:start] + "*" * 8 + found[0][end:]


def _at(text: str, start: int) -> tuple[int, int]:
    return min(start, len(text)), min(start + 12, len(text))
