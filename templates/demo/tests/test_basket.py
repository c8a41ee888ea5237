import unittest

from shop.basket import discounted, total


class BasketTest(unittest.TestCase):
    def test_a_basket_costs_the_sum_of_its_goods(self) -> None:
        self.assertEqual(total({"tea": 450, "cup": 900}, {"tea": 2, "cup": 1}), 1800)

    def test_a_discount_is_rounded_in_favour_of_the_customer(self) -> None:
        self.assertEqual(discounted(999, 10), 899)
