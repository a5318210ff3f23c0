"""The statistics of bench/files.mts by NumPy, on one thread: the median of some runs in milliseconds, as JSON."""

import json
import time

import numpy as np

values = (np.random.default_rng(1).standard_normal(2**24) * 0.02).astype(np.float32)


def describe():
    return (
        values.min(),
        values.max(),
        values.mean(),
        values.std(),
        np.linalg.norm(values),
        values.size - np.count_nonzero(values),
        np.histogram(values, 64),
    )


times = []
for run in range(6):
    begun = time.perf_counter()
    describe()
    if run > 0:
        times.append(time.perf_counter() - begun)
print(json.dumps({"milliseconds": 1000 * sorted(times)[len(times) // 2], "bytes": values.nbytes}))
