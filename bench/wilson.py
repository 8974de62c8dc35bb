"""The 95 % interval of a share (Wilson 1927), for the judges of this folder."""
import math


def wilson(good, n, z=1.96):
    if n == 0:
        return 0, 1
    p, half = good / n, z * math.sqrt(good * (n - good) / n + z * z / 4)
    return (good + z * z / 2 - half) / (n + z * z), (good + z * z / 2 + half) / (n + z * z)
