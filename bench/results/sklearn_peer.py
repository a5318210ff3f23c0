"""Splits a table and trains scikit-learn's network on it: sklearn_peer.py TABLE-JSON SPLIT-SEED OUT-DIRECTORY.

Writes train.csv and validation.csv into OUT-DIRECTORY and prints {"metric", "value"} of the validation part:
accuracy for classes, R² for numbers. Widths, epochs, batch size, rate and scaling are the table's, the same that
our own spec gets; the rest are scikit-learn's defaults.
"""
import json, sys, warnings

import numpy as np, pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import MinMaxScaler, StandardScaler

warnings.simplefilter("ignore", ConvergenceWarning)
table, seed, out = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
frame = pd.read_csv(table["file"])
frame = frame.drop(columns=table.get("ignore", []))
if table.get("missing") == "drop":
    frame = frame.dropna()
target = table["target"]
is_class = frame[target].dtype == object or (frame[target].nunique() <= 20 and (frame[target] % 1 == 0).all())
train, validation = train_test_split(
    frame, test_size=0.2, random_state=seed, stratify=frame[target] if is_class else None
)
train.to_csv(f"{out}/train.csv", index=False)
validation.to_csv(f"{out}/validation.csv", index=False)


def encode(part):
    features = pd.get_dummies(part.drop(columns=[target])).astype(float)
    return features.reindex(columns=columns, fill_value=0.0)


columns = pd.get_dummies(train.drop(columns=[target])).columns
means = encode(train).mean()
scaler = MinMaxScaler() if table.get("scale") == "minmax" else StandardScaler()
x = scaler.fit_transform(encode(train).fillna(means))
x_validation = scaler.transform(encode(validation).fillna(means))
options = dict(
    hidden_layer_sizes=table["hidden"],
    max_iter=table["epochs"],
    batch_size=table["batchSize"],
    learning_rate_init=table["learningRate"],
    random_state=seed,
    n_iter_no_change=table["epochs"],
)
if is_class:
    model = MLPClassifier(**options).fit(x, train[target])
    result = {"metric": "accuracy", "value": accuracy_score(validation[target], model.predict(x_validation))}
else:
    mean, std = train[target].mean(), train[target].std(ddof=0)
    model = MLPRegressor(**options).fit(x, (train[target] - mean) / std)
    result = {"metric": "r2", "value": r2_score(validation[target], model.predict(x_validation) * std + mean)}
print(json.dumps(result))
