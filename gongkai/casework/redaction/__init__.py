"""Taking out of files what may not be given (遮盖、区分处理). Pure: bytes in, bytes out.

A result is built anew, never edited: pages of a PDF are drawn as pictures with the removed parts
painted before they are encoded, a workbook is written from the values that were kept. Then proof.py
opens the result as a stranger would and looks for everything that was removed.

pdf.py, sheets.py    what an officer asks for: look, find, redact
placing.py           where texts stand in it
tables.py            a workbook as values, and what in it is hidden
painting.py          pictures of pages, and what is painted over them
rebuilding.py        a new PDF of pictures, with the text that may be read aloud
proof.py             what remains
apart.py             the same in a process of its own, for files that nobody has looked at

How a PDF is read, as letters in their places, is in gongkai.checks.reading.
"""
