"""Reading annual reports made elsewhere (年报读取). Pure: bytes in, an `Annual` out, or `Refused`.

pdf.py and page.py bring a file into one shape, lines of prose and rows of tables in reading order
(flow.py); grids.py takes the tables out of it, reading.py the rest. What cannot be read for certain
is refused with its place: a number is never guessed.
"""
