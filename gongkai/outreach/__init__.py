"""What the bureau brings out by appointment: the calendar of data releases (数据发布日历)."""
