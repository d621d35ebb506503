"""Indicators, observations and their vintages, and what reads them (指标、指标数据、数据版次)."""
