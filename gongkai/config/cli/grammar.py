"""The grammar of the command, and its way in."""

import argparse
from pathlib import Path

from gongkai.config.cli import annual, check, protect, reports, running, tasks
from gongkai.config.cli.screen import say
from gongkai.law.refused import Refused


def _checkpoint(text: str) -> tuple[int, str]:
    """Read a checkpoint noted down earlier: how many entries, and the root over them."""
    size, _, root = text.partition(":")
    if not size.isdigit() or len(root) != 64:
        raise argparse.ArgumentTypeError("应为 笔数:根（64位），如台账页和审批卡上所印")
    return int(size), root


def parser() -> argparse.ArgumentParser:
    """Return the grammar of the command."""
    top = argparse.ArgumentParser(prog="gongkai", description="公开：政府信息公开系统")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="命令")
    for name, work, text in (
        ("codes", tasks.codes, "列出演示账号和当前一次性口令"),
        ("rebuild", tasks.rebuild, "重新生成全部公开页面，核对检索"),
        ("reindex", tasks.reindex, "重新建立全部检索"),
        ("remind", tasks.remind, "给承办人员发邮件提醒（新分办、将到期、被退回）"),
        ("worker", running.worker, "只运行发布准备"),
        ("clock", running.clock, "只运行发布时钟"),
    ):
        verbs.add_parser(name, help=text).set_defaults(work=work)
    one = verbs.add_parser("demo", help="装入演示数据：2014 年度；today 另加近日的依申请公开和信箱")
    one.add_argument("which", nargs="?", choices=["year", "today"], default="year")
    one.add_argument("--keep", action="store_true", help="已有正式数据时不动它，也不算出错")
    one.set_defaults(work=tasks.demo)
    one = verbs.add_parser("init", help="建立正式系统")
    one.add_argument("--office", required=True, help="信息公开机构首个账号的用户名")
    one.add_argument("--admin", required=True, help="系统管理员的用户名")
    one.add_argument("--department", default="办公室", help="信息公开机构所在科室")
    one.set_defaults(work=tasks.init)
    one = verbs.add_parser("serve", help="启动网站、发布准备和发布时钟")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--workers", type=int, default=2)
    one.set_defaults(work=running.serve)
    one = verbs.add_parser("verify", help="核验台账、归档件和公开文件")
    one.add_argument("--against", type=_checkpoint, help="早先记下的 笔数:根，如 214:2d71…")
    one.set_defaults(work=tasks.verify)
    one = verbs.add_parser("check-report", help="核对别处编制的政府信息公开工作年度报告")
    one.add_argument("file", type=Path, metavar="文件", help="PDF、Word（docx）或网页")
    one.add_argument("--previous", type=Path, help="同一单位上一年度的报告")
    one.add_argument("--sibling", type=Path, action="append", default=[], help="其他单位的报告")
    one.add_argument("--published", type=reports.day, help="发布日期，如 2025-01-26")
    one.add_argument("--json", action="store_true", help="以 JSON 输出")
    one.set_defaults(work=reports.check_report)
    one = verbs.add_parser("protect", help="保护表中的小单元格（不联网，不用数据库）")
    one.add_argument("table", type=Path, metavar="表", help="CSV：汇总表或逐户数据")
    one.add_argument("--spec", type=Path, required=True, help="保护说明（TOML）")
    one.add_argument("--out", type=Path, help="结果目录，缺省与表同一目录")
    one.add_argument("--seconds", type=float, default=60.0, help="寻找最优方案的时间，缺省60秒")
    one.add_argument("--json", action="store_true", help="以 JSON 输出结论")
    one.set_defaults(work=protect.protect)
    one = verbs.add_parser(
        "check", help="审查文件：密级标志、个人信息、隐藏内容，可另存清理后的副本"
    )
    one.add_argument("files", type=Path, nargs="+", metavar="文件",
                     help="文本、网页、docx、xlsx、pptx、pdf、ofd 或者图片")  # fmt: skip
    one.add_argument("--on", type=reports.day, help="公开日期，如 2026-07-20，默认今日")
    one.add_argument("--clean", type=Path, metavar="目录", help="清理后的副本存到这里")
    one.add_argument("--json", action="store_true", help="以 JSON 输出")
    one.set_defaults(work=check.check)
    one = verbs.add_parser("report", help="某年度的年度报告：内容、所缺和核对结果")
    one.add_argument("year", type=int, metavar="年度")
    one.add_argument("--shape", default="", help="体例：form、form-2008 或 bureau")
    one.add_argument("--docx", default="", metavar="文件", help="写成可编辑的 DOCX")
    one.add_argument("--pdf", default="", metavar="文件", help="写成 PDF")
    one.set_defaults(work=annual.report)
    return top


def main() -> None:
    """Run one subcommand and end with its status."""
    args = parser().parse_args()
    try:
        status = args.work(args)
    except Refused as error:
        say(str(error))
        status = 1
    raise SystemExit(status)
