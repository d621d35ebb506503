"""Small cells (小单元保护): what a table may not show lest one respondent can be told from it.

Law: 统计法 on data from which a single respondent can be identified or inferred; see docs/checks.md.
"""
