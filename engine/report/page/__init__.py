"""A run or a sweep as one page of HTML that loads nothing and runs nothing."""
