"""Digests of published measures: a definition that changes is a next version."""

PUBLISHED = {
    ("flow", 1): "af6d76ac8f4bb9f6fb2a04dc1dc33aef7181965330b171b26e45ad40e5a7e303",
    ("contact", 2): "245166357d8e25e83c2245d88b296edcfd13973ce68cfd41c5e8885dcfecbbfd",
    ("confidence", 1): "f6573d411f78b5ee85efcb778c1f1fe5b03c74a0bfd1ac0221e5383b29388527",
    ("retention", 1): "6f6286f583341051df48e5856afb825221553026d81b34a30b0550684ccc24b6",
    ("promotion", 2): "832640f3e2f2ceeca93abc23a038a9c0ca1b4bbde6a993bd8691dbb39993c9d6",
    ("seats", 1): "e935883a47e510535c3941d5f7707b9390ef0c33352cbd759042c145bc7a4360",
    ("qi", 1): "c0fe11e33890067c11e55ca2f7eb9433905d7c182f92de648f77006ea286d233",
    ("grants", 1): "286466be0569c7cb3934df7140b8581d49eaaf2e438fb53c2c51f1dd582822f4",
}
