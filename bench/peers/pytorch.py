"""PyTorch as a peer: python3 pytorch.py THREADS; answers `JOB SECONDS` lines as serve.mjs does."""
import json, os, subprocess, sys, time

threads = sys.argv[1] if len(sys.argv) > 1 else "1"
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = threads
import torch, torch.nn as nn

torch.set_num_threads(int(threads))
torch.set_flush_denormal(True)
torch.manual_seed(1)
here = os.path.dirname(os.path.abspath(__file__))
script = f"import('{here}/../jobs.mjs').then(m => console.log(JSON.stringify(m.jobs)))"
jobs = json.loads(subprocess.check_output(["node", "-e", script]))


def steps(job):
    sizes, rows, batch = job["sizes"], job["rows"], job["batchSize"]
    layers, image = [], job.get("image")
    if image:
        channels = image[0]
        for filters in job["filters"]:
            layers += [nn.Conv2d(channels, filters, 3), nn.ReLU(), nn.MaxPool2d(2)]
            channels = filters
        layers.append(nn.Flatten())
        sizes = [nn.Sequential(*layers)(torch.zeros(1, *image)).shape[1], *sizes[1:]]
    for i, (fan_in, width) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(fan_in, width))
        if i < len(sizes) - 2:
            layers += [nn.BatchNorm1d(width), nn.ReLU()] if job.get("norm") else [nn.ReLU()]
    model = nn.Sequential(*layers)
    inputs, targets = torch.rand(rows, *(image or sizes[:1])), torch.randint(0, sizes[-1], (rows,))
    if job["optimizer"]["type"] == "sgd":
        optimizer = torch.optim.SGD(model.parameters(), 1e-3, momentum=job["optimizer"]["momentum"], foreach=True)
    else:
        optimizer = torch.optim.Adam(model.parameters(), 1e-3, foreach=True)
    loss_of = nn.CrossEntropyLoss()
    while True:
        order = torch.randperm(rows)
        for start in range(0, rows - batch + 1, batch):
            chosen = order[start : start + batch]
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(inputs[chosen]), targets[chosen])
            loss.backward()
            optimizer.step()
            yield batch


running = {}
for line in sys.stdin:
    name, seconds = line.split()
    if name not in running:
        running[name] = steps(jobs[name])
        for _ in range(5):
            next(running[name])
    started, samples = time.perf_counter(), 0
    while True:
        samples += next(running[name])
        elapsed = time.perf_counter() - started
        if elapsed >= float(seconds):
            break
    print(json.dumps({"job": name, "samplesPerSecond": samples / elapsed}), flush=True)
