#!/usr/bin/env python3
"""Fits the weights of the confidence (Questions/Ranking/confidence.yaml) on questions with known answers.

  assistant eval nl2sql --trace --questions Q --out P ; score.py --questions Q --pred P --details D
  fit-confidence.py P D > src/Assistant.Skills/Questions/Ranking/confidence.yaml

Logistic regression (gradient descent, L2), standard library only. Databases are split by a hash of their name: weights are fitted on one
half and the calibration is shown for both, so that overfitting shows. A right answer is one that the scorer calls strict.
"""
import hashlib
import json
import math
import sys


def rows(predictions, details):
    right = {d["id"]: d for d in map(json.loads, open(details))}
    for line in open(predictions):
        p = json.loads(line)
        if "sql" not in p:
            continue
        d = right[p["id"]]
        stage = next(t for t in p["trace"] if t.startswith("features"))
        features = {k: float(v) for k, v in (pair.split("=") for pair in stage.split()[1:])}
        yield d["db"], features, 1.0 if d["strict"] and d["expect"] != "refuse" else 0.0


def fit(data, names, steps=1500, rate=0.5, l2=1e-4):
    weights = [0.0] * len(names)
    for _ in range(steps):
        gradient = [0.0] * len(names)
        for values, y in data:
            error = 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values)))) - y
            for i, v in enumerate(values):
                if v:
                    gradient[i] += error * v
        weights = [w - rate * (g / len(data) + l2 * w) for w, g in zip(weights, gradient)]
    return weights


def report(label, data, weights):
    buckets = {}
    for values, y in data:
        p = 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values))))
        b = buckets.setdefault(min(9, int(p * 10)), [0, 0.0])
        b[0] += 1
        b[1] += y
    high = buckets.get(9, [0, 0])
    print(f"# {label}: " + "  ".join(f"{10 * k}+: {100 * r / n:.0f}% of {n}" for k, (n, r) in sorted(buckets.items()))
          + f"; wrong at 90+: {100 * (high[0] - high[1]) / len(data):.1f}%", file=sys.stderr)


def main():
    everything = list(rows(*sys.argv[1:3]))
    names = list(everything[0][1])
    half = lambda db: int(hashlib.md5(db.encode()).hexdigest(), 16) % 2 == 0
    split = [[([f[n] for n in names], y) for db, f, y in everything if half(db) == side] for side in (True, False)]
    weights = fit(split[0], names)
    report("fitted", split[0], weights)
    report("held out", split[1], weights)
    for name, weight in zip(names, weights):
        print(f"{name}: {weight:.3f}")


main()
