"""Figures in prose (文字中的数字): read out of sentences, held against tables and series."""
