"""The only way to a file: a commit, the index or the work tree, behind one protocol; `opening.open_tree` picks one."""
