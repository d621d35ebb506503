"""Requests, letters, reviews and lawsuits (依申请公开、政府信箱、复议诉讼)."""
