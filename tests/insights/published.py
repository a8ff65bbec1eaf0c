"""Digests of published measures: a definition that changes is a next version."""

PUBLISHED = {
    ("flow", 1): "af6d76ac8f4bb9f6fb2a04dc1dc33aef7181965330b171b26e45ad40e5a7e303",
    ("contact", 2): "245166357d8e25e83c2245d88b296edcfd13973ce68cfd41c5e8885dcfecbbfd",
    ("agreement", 1): "37f350666cd702dafdcf4ab0be61f02fa72f3eb072a500afbae108d4a2df7e82",
    ("asks", 1): "ee1a2cc1ecfe3add08b59f71d1cf9d6370f2e4b3f55eddfabced9b2d9f16b7d9",
    ("confidence", 1): "f6573d411f78b5ee85efcb778c1f1fe5b03c74a0bfd1ac0221e5383b29388527",
    ("retention", 2): "5222c3ac2bf26ffdf3ba96ee359f007a19bfccc2550efdd62723447f624bc281",
    ("promotion", 2): "832640f3e2f2ceeca93abc23a038a9c0ca1b4bbde6a993bd8691dbb39993c9d6",
    ("seats", 1): "e935883a47e510535c3941d5f7707b9390ef0c33352cbd759042c145bc7a4360",
    ("qi", 1): "c0fe11e33890067c11e55ca2f7eb9433905d7c182f92de648f77006ea286d233",
    ("grants", 1): "286466be0569c7cb3934df7140b8581d49eaaf2e438fb53c2c51f1dd582822f4",
    ("roles", 1): "b8f27a450593041c11a8bf8b2d2e456f3c716456f96610dc024766cfc387f671",
    ("proposals", 1): "4d4de5f72f13c9ba7c3e646018bc0150af006ec82847673e46b1045335f5374d",
    ("qi_met", 1): "563ef993b8026d057e6d479513c927b436db0b2834e607d5de76b18f2e046a50",
    ("credential", 1): "d6828ae54994ba9cafbb8cc3a2ee01042c563a4a7d248ff0e5bd3fdd33e96fb1",
    ("stayed_on", 1): "2718fbe8fd4ee34829758dbee2567523efeb080f7748fd5ac9dff9a02ff75558",
    ("safety", 1): "73a6217c74b7899a7a90d99ba1da5019785e6d5db74ab8016a748b6fb503b763",
}
