"""The constraints by number: how much each weighs, and where it comes from (年报核对规则)."""

from gongkai.checks.findings import Rule, Severity

FORM = "国办公开办函〔2021〕30号"
_BLOCK, _WARN, _NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE

RULES = {
    name: Rule(name, "1", severity, source)
    for name, severity, source in (
        ("AR-01", _BLOCK, f"{FORM} 表三勾稽关系：第一项加第二项之和，等于第三项加第四项之和"),
        ("AR-02", _BLOCK, f"{FORM} 表三第三项（七）总计"),
        ("AR-03", _BLOCK, f"{FORM} 表三“总计”列"),
        ("AR-04", _BLOCK, f"{FORM} 表四“总计”"),
        ("AR-05", _BLOCK, "表三上年结转应当等于上一年度报告的结转下年度继续办理（由表式推算）"),
        ("AR-06", _WARN, "表二现行有效件数由上年数加本年制发、减本年废止得出（由表式推算）"),
        ("AR-07", _BLOCK, "各表为件数，收费金额以万元计（由表式推算）"),
        ("AR-08", _WARN, f"{FORM} 表格应当填全，没有的填0（实践要求）"),
        ("AR-09", _WARN, f"{FORM} 第六部分：收取信息处理费情况在此处报告"),
        ("AR-10", _WARN, f"{FORM} 第六部分：收取信息处理费情况在此处报告"),
        ("AR-11", _BLOCK, "《政府信息公开条例》第四十九条"),
        ("AR-12", _WARN, f"{FORM} 文字与表格应当一致（实践要求）"),
        ("AR-13", _WARN, "增幅应当能由两年的数算出（实践要求）"),
        ("AR-14", _NOTE, "文字的合计没有计入尚未审结（常见做法）"),
        ("AR-15", _WARN, f"{FORM}：内容雷同、敷衍塞责；50%取自宿迁市考核细则，80%为本系统所定"),
        ("AR-16", _NOTE, "复议后起诉以复议为前提（合理性提示，不是勾稽关系）"),
        ("AR-17", _BLOCK, f"{FORM} 报告的六个部分"),
    )
}
