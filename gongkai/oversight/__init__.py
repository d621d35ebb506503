"""Oversight: the annual report and, later, scores and duties (年度报告、考核、责任分工)."""
