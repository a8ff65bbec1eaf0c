"""mentor-match on a ready table, run by the Python of its own environment: table on standard input, JSON out.

Its package takes the import name `matching`. It gets the scores as they are; making them is not timed.
"""

import array
import json
import resource
import sys
import time

from matching.process import calculate_matches, prepare_matrix


class Ready:
    """A match whose score is known already."""

    def __init__(self, score):
        self.score = score


def main(n, m):
    numbers = array.array("q", sys.stdin.buffer.read())
    table = [[Ready(numbers[row * m + column]) for column in range(m)] for row in range(n)]
    began = time.process_time()
    pairs = calculate_matches(prepare_matrix(table))
    spent = time.process_time() - began
    print(
        json.dumps(
            {
                "seconds": spent,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "score": sum(table[row][column].score for row, column in pairs),
            }
        )
    )


main(int(sys.argv[1]), int(sys.argv[2]))
