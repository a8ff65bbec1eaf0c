"""An invented world of spells, by arithmetic alone, so that it is the same everywhere and nobody's."""

import numpy as np

NUMBER = np.arange(1, 81)
ENTRY = (NUMBER * 5 % 4).astype(float)
UNTIL = ENTRY + 1 + NUMBER * 17 % 29
KIND = NUMBER * 11 % 7 % 3  # 0 still there, 1 the event, 2 another way out
GROUP = NUMBER * 13 % 5 % 2
X = NUMBER * 37 % 101 / 50 - 1
