"""Columns, disclosures, the approval card, editions (栏目、主动公开信息、上网信息审批卡)."""
