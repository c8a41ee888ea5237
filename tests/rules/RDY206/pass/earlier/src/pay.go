package pay // with a mistake
