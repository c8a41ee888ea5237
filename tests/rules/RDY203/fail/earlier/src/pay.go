package pay // before
