"""What the prose of a report claims of its tables: each number, what it counts, and of whom.

A number is read with the words right before and after it, up to the next mark of punctuation. One
whose words do not say for certain that it counts what a table counts is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.law.annual import groups
from gongkai.oversight.rules.numerals import NUMBER, value

UNIT = "件次|人次|件|条|次|宗|起|份|个|篇|期|场"
COUNT = re.compile(rf"(?P<number>{NUMBER})(?P<vague>余|多)?(?P<unit>{UNIT})")
SENTENCE = re.compile(r"[^。！？]+[。！？]?")
HEAD = re.compile(r"（[一二三四五六七八九十]）([^。]{2,30}。)?")
REQUESTS = re.compile("申请")
DISCLOSURE = re.compile("信息公开|依申请|政务公开")
# Other work that is received and answered too.
FOREIGN = re.compile(
    "留言|来信|信件|建议|提案|咨询|热线|工单|诉求|复文|稿|许可|处罚|培训|评议|舆情|信箱|访谈"
    "|案卷|热点|解读|网站|主动公开|栏目|会议|案例|国家赔偿"
)
CHANGE = re.compile("增加|减少|增长|下降|上升|多|少|较|比|差|达到过")
CHANNEL = re.compile(
    "网络|网上|在线|当面|现场|信函|邮寄|邮政|传真|邮件|渠道|平台|窗口|口头|来访|微信"
)
PERSON = re.compile("自然人|公民|个人")
BODY = re.compile("法人|组织|企业|机构|单位|律师")
SCOPED = re.compile("代表|本级|政府办|办公室|我办|本办|机关收|乡镇|街道|县区|部门共?[收受办答]")
PART = re.compile("其中|包括")
TIME = re.compile("上半年|下半年|季度|截至[^。，]{0,6}[1-9]月|月份")
LATER = re.compile("(?:结转|顺延|转入|延续?|转|留)(?:至|到|入|为)?(?:下|次|第?二|20\\d\\d)")
EARLIER = re.compile("(?:上一?年|去年|往年|20\\d\\d年)(?:度)?(?:的)?(?:结转|转入|遗留|转|未办结)"
                     "|结转(?:的)?(?:上一?年|去年)|^(?:含|另有|及|和|加上)?结转")  # fmt: skip
PAST = re.compile("上一?年|去年|往年|同期|前年|20(\\d\\d)年")
RESULTS = {"upheld": "结果维持|维持", "corrected": "结果纠正|纠正", "other": "其他结果",
           "pending": "尚未审结|未审结"}  # fmt: skip
NO_REQUEST = re.compile("(?:未|没有|无)(?:收到|受理|接到)(?:过)?(?:任何)?[^，。；]{0,14}申请")
NO_SUIT = re.compile(
    "(?:(?:未|没有)(?:发生|产生|出现|收到|被|涉及|因)|(?<!有)无(?:因|涉及|行政|政府信息公开))"
    "[^，。；]{0,24}?(?:复议|诉讼)[^，。；]{0,12}"
)
# Between a verb and its number: more words than these, and something else is counted.
_TAIL = (
    "(?:了|共计?|合计|各类|的|政府信息|信息|公开|依申请|依法|申请|办件|事项|案件|数量|总数|总计|为)"
    "{0,8}$"
)
RECEIVED = re.compile(f"(?:新收|收到|受理|接收|收件){_TAIL}")
ANSWERED = re.compile(f"(?:办结|答复|办理完毕|处理完毕){_TAIL}")
SUED = re.compile("(?:复议|诉讼|起诉)(?:的|案件|案|申请|总数|共计?|合计|各|均?为|数量|数){0,4}$")
LOST = re.compile("纠|败诉|撤销|违法|错|责令|申请答复|不服|投诉")


@dataclass(frozen=True)
class Claim:
    """A number in prose. kind: what it counts; scoped: of less than the tables cover.

    Shape: kind is a row, a group, "received", "handled", "suits", or "suit/result" of table 4.
    """

    kind: str
    words: str
    number: Decimal
    sentence: str
    section: int
    scoped: bool = False
    with_carried: bool = False


@dataclass
class _Context:
    """What the sentence has been about so far."""

    requests: bool = False
    suit: str = ""


def claims(text: str, section: int, year: int) -> Iterator[Claim]:
    """Yield what a section's prose claims."""
    under_requests = False
    for found in SENTENCE.finditer(text):
        sentence = found[0]
        if head := HEAD.match(sentence):
            under_requests = "依申请" in head[0]
        context = _Context(requests=under_requests or bool(REQUESTS.search(sentence)))
        about = under_requests or bool(DISCLOSURE.search(sentence))
        for part in sentence.split("；"):
            context.suit = ""
            for claim in (*_nothing(part, about), *_counted(part, context, year, about=about)):
                yield replace(claim, sentence=sentence.strip(), section=section,
                              with_carried="结转" in sentence)  # fmt: skip


def _nothing(part: str, about: bool) -> Iterator[Claim]:
    """Yield the claims that there was none."""
    if not about:
        return
    for found in NO_REQUEST.finditer(part):
        if not FOREIGN.search(found[0]):
            yield Claim("received", found[0], Decimal(0), "", 0, bool(SCOPED.search(part)))
    for found in NO_SUIT.finditer(part):
        after = part[found.start() : found.end() + 6]
        if not LOST.search(after):
            for name, kind in (("复议", "review/total"), ("诉讼", "suits/total")):
                if name in found[0]:
                    yield Claim(kind, found[0], Decimal(0), "", 0, bool(SCOPED.search(part)))


def _counted(part: str, context: _Context, year: int, *, about: bool) -> Iterator[Claim]:
    end = 0
    for found in COUNT.finditer(part):
        number = value(found["number"])
        before = re.split("[，：、（）()]", part[end : found.start()])
        clause = before[-1]
        after = re.split("[，：、（）()。]", part[found.end() :])[0]
        kind = _kind(clause, after, context, about=about)
        lead = part[: found.start()]
        end = found.end()
        if (
            not kind or number is None or found["vague"] or clause.endswith(("约", "近", "超"))
            or _is_past(clause, kind, year) or (TIME.search(lead))
        ):  # fmt: skip
            continue
        if kind == "received" and PART.search(clause):
            continue
        yield Claim(kind, clause + found[0], number, "", 0, bool(SCOPED.search(lead)))


def _is_past(clause: str, kind: str, year: int) -> bool:
    """Say whether a clause speaks of another year than the report."""
    if kind in {"r02", "r25"}:
        return False
    found = PAST.search(clause)
    return found is not None and found[0] != f"{year}年"


def _kind(clause: str, after: str, context: _Context, *, about: bool) -> str:
    """Return what a number counts by the words around it; nothing when they do not say."""
    if FOREIGN.search(clause) or FOREIGN.search(after[:6]) or CHANNEL.search(clause):
        return ""
    if about and (kind := _suit(clause, context)):
        return kind
    if not context.requests or CHANGE.search(clause) or PERSON.search(clause):
        return ""
    if BODY.search(clause) or "复议" in clause or "诉讼" in clause:
        return ""
    if LATER.search(clause) or LATER.search(after[:12]):
        return "r25"
    if EARLIER.search(clause):
        return "r02"
    return _request(clause)


def _suit(clause: str, context: _Context) -> str:
    if CHANGE.search(clause):
        return ""
    if re.search("未经复议|直接(?:起诉|提起)", clause):
        context.suit = "direct"
    elif re.search("复议后", clause):
        context.suit = "after"
    elif "诉讼" in clause:
        context.suit = "suits"
    elif "复议" in clause:
        context.suit = "review"
    elif not context.suit:
        return ""
    named = [key for key, words in RESULTS.items() if re.search(words, clause)]
    if named:
        return f"{context.suit}/{named[0]}"
    return f"{context.suit}/total" if SUED.search(clause) and not LOST.search(clause) else ""


def _request(clause: str) -> str:
    if re.search("延期|逾期|超期|补正|撤回|征求|协商", clause):
        return ""
    for name in groups():
        if name in clause:
            return name if clause.endswith((name, name + "的", name + "类")) else ""
    if re.search("部分公开(?:的|类)?$", clause):
        return "r04"
    if re.search("(?<!不)予以公开(?:的|类)?$", clause):
        return "r03"
    if "收办" in clause:
        return "handled"
    if RECEIVED.search(clause):
        return "received"
    return "r24" if ANSWERED.search(clause) else ""
