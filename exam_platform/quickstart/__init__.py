"""`make run`: the whole program in one process, on one data folder."""
