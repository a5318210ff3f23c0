"""KernelSHAP with NumPy and PyTorch, as one would write it: kernel_shap.py ROWS BACKGROUND prints {"seconds"}.

The digits' pixels and a network of 64-256-128-10 with drawn weights; 2n + 2048 coalitions drawn in pairs by the
Shapley kernel, each against every background row; one weighted regression a row.
"""
import json
import sys
import time

import numpy as np
import torch

rows, background_rows = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(1)
torch.manual_seed(0)
random = np.random.default_rng(0)

table = np.genfromtxt("test/fixtures/data/digits.csv", delimiter=",", skip_header=1, dtype=np.float32)
inputs = table[:, :64] / 16
model = torch.nn.Sequential(
    torch.nn.Linear(64, 256), torch.nn.ReLU(), torch.nn.Linear(256, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)
)
background = inputs[random.choice(len(inputs), background_rows, replace=False)]


def draw_coalitions(players, budget):
    sizes = np.arange(1, players)
    weights = (players - 1) / (sizes * (players - sizes))
    drawn = random.choice(sizes, budget // 2, p=weights / weights.sum())
    masks = np.zeros((budget, players), dtype=bool)
    for i, size in enumerate(drawn):
        masks[2 * i, random.choice(players, size, replace=False)] = True
        masks[2 * i + 1] = ~masks[2 * i]
    return masks


def explain(row, masks, base):
    mixed = np.where(masks[:, None, :], row[None, None, :], background[None, :, :])
    values = model(torch.from_numpy(mixed.reshape(-1, 64))).numpy().reshape(len(masks), len(background), -1).mean(1)
    total = model(torch.from_numpy(row[None])).numpy()[0] - base
    z = masks.astype(np.float64)
    left = z[:, :-1] - z[:, -1:]
    right = (values - base) - z[:, -1:] * total
    shares = np.linalg.lstsq(left, right, rcond=None)[0]
    return np.vstack([shares, total - shares.sum(0)])


with torch.no_grad():
    base = model(torch.from_numpy(background)).numpy().mean(0)
    started = time.perf_counter()
    cpu = time.process_time()
    masks = draw_coalitions(64, 2 * 64 + 2048)
    for row in inputs[:rows]:
        explain(row, masks, base)
print(json.dumps({"seconds": time.perf_counter() - started, "cpuSeconds": time.process_time() - cpu}))
