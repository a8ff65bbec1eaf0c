"""Digests of published measures: a definition that changes is a next version."""

PUBLISHED = {
    ("flow", 1): "af6d76ac8f4bb9f6fb2a04dc1dc33aef7181965330b171b26e45ad40e5a7e303",
    ("contact", 1): "38acad51ff4dcaa58dfd43fc665aaa412653a4e450b61cd238dfb4d2bb9eb9ef",
    ("confidence", 1): "f6573d411f78b5ee85efcb778c1f1fe5b03c74a0bfd1ac0221e5383b29388527",
    ("retention", 1): "6f6286f583341051df48e5856afb825221553026d81b34a30b0550684ccc24b6",
    ("promotion", 2): "832640f3e2f2ceeca93abc23a038a9c0ca1b4bbde6a993bd8691dbb39993c9d6",
}
