"""From a spreadsheet to values (导入): read, propose how to read it, apply that. No database.

reading    bytes to sheets: xlsx, xls, csv, PX, SDMX-CSV
times      what a head or a label says of time
values     what a cell says: a number, a mark, or a fault
layout     which rows are the head, what each column is
proposal   a mapping as plain data, found again next month by the form of the head
applying   a sheet and its mapping to values under their keys, every fault named with its cell
"""
