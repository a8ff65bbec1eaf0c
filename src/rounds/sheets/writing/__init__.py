"""Files written so that no cell is a formula and each reads back as it was."""
