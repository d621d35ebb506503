"""How a report is written, as far as a reader must know it: title, headings, days, page numbers."""

import re

_HAN = "\u3400-\u9fff\uff00-\uffef\u3000-\u303f“”‘’"
GAP = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")  # a blank that only a layout put there
TITLE = re.compile(
    r"(.*?)(?:关于)?((?:19|20)\d\d)年(?:度)?政府信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?报告"
)
PERIOD = re.compile(r"期限.{0,6}?自?(20\d\d)年1月1日")
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}、")
PAGE_NUMBER = re.compile(r"[-—－–\s]*\d{1,3}[-—－–\s]*|第\d{1,3}页(?:[,，/]?共\d{1,3}页)?")
BLOCK = re.compile(r"第二十条第（[一二三四五六七八九十]）项")  # a head in table 2, read as a line
DAY = re.compile(r"(20\d\d)[-年/.]\s*(\d{1,2})[-月/.]\s*(\d{1,2})")
SAID_DAY = re.compile(
    r"(?:发布|公开|发文|成文|生成|印发)(?:日期|时间)[:：]?\s*(20\d\d[^，。]{4,9})"
)
UNIT = re.compile(
    r"[\u3400-\u9fff（）()]{2,40}?(?:局|厅|委|办|府|会|室|处|院|队|社|中心|公司|部|开发区|区|市|县)"
)
TRIAL = re.compile("新制作|上一年项目|采购总金额")  # in the form of 2019 only
REPEALED = re.compile("本年制发|本年废止|现行有效")
THIRD = re.compile("申请人情况|商业企业|本年新收|结转下年|不掌握")
FOURTH = re.compile("行政复议|结果维持|未经复议")
