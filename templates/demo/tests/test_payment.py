import tempfile
import unittest
from pathlib import Path

from shop.payment import accepts_payments


class PaymentTest(unittest.TestCase):
    def test_the_switch_stops_payments(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            flags = Path(folder, "flags.json")
            flags.write_text('{"payments": false}', encoding="utf-8")
            self.assertFalse(accepts_payments(flags))

    def test_payments_are_on_as_shipped(self) -> None:
        self.assertTrue(accepts_payments())
