"""What each area puts into the test world: one module an area with `add(world)`. Modules are called in alphabetical order."""
