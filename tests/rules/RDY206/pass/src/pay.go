package pay
