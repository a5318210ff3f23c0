"""Splits a table and trains scikit-learn's network on it: sklearn_peer.py TABLE-JSON SPLIT-SEED OUT-DIRECTORY.

Writes train.csv and validation.csv into OUT-DIRECTORY, the cells as they stand in the table, and prints {"metric",
"values", "validationRows"}: accuracy for classes, R² in original units for numbers, once for each of three
initialisations, and which rows validate. Widths, epochs, batch size, rate, penalty and scaling are the table's, the
same that our own spec gets; the rest are scikit-learn's defaults.
"""

import json
import sys
import warnings

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

INITIALISATIONS = 3


def split(table, seed, frame):
    """Numbers of the rows that train and that validate, stratified for classes."""
    target = frame[table["target"]]
    rows = frame.dropna().index if table.get("missing") == "drop" else frame.index
    is_class = target.dtype == object or target.nunique() <= 20
    parts = train_test_split(rows, test_size=0.2, random_state=seed, stratify=target[rows] if is_class else None)
    return sorted(parts[0]), sorted(parts[1]), is_class


def encoder(table, features):
    """Scaled numbers and one-hot categories, as our specs have them."""
    texts = [name for name in features if features[name].dtype == object]
    numbers = [name for name in features if name not in texts]
    scaler = MinMaxScaler() if table.get("scale") == "minmax" else StandardScaler()
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), scaler), numbers),
            ("texts", OneHotEncoder(handle_unknown="ignore"), texts),
        ],
        sparse_threshold=0,
    )


def fit(table, seed, train, validation, is_class):
    target = table["target"]
    encode = encoder(table, train.drop(columns=[target]))
    x = encode.fit_transform(train.drop(columns=[target]))
    x_validation = encode.transform(validation.drop(columns=[target]))
    # Its penalty is alpha/2 · Σw² over the batch's rows, beside a cross-entropy or half a squared error: the same as
    # ours in full batches, so a table with a penalty takes a batch size that leaves no tiny last batch.
    penalty = table.get("l2", 0) * table["batchSize"]
    options = dict(
        hidden_layer_sizes=table["hidden"],
        max_iter=table["epochs"],
        batch_size=table["batchSize"],
        learning_rate_init=table["learningRate"],
        alpha=2 * penalty if is_class else penalty,
        random_state=seed,
        n_iter_no_change=table["epochs"],
    )
    if is_class:
        model = MLPClassifier(**options).fit(x, train[target])
        return "accuracy", accuracy_score(validation[target], model.predict(x_validation))
    mean, deviation = train[target].mean(), train[target].std(ddof=0)
    model = MLPRegressor(**options).fit(x, (train[target] - mean) / deviation)
    return "r2", r2_score(validation[target], model.predict(x_validation) * deviation + mean)


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    table, seed, out = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    text = pd.read_csv(table["file"], dtype=str, keep_default_na=False)
    frame = pd.read_csv(table["file"]).drop(columns=table.get("ignore", []))
    train, validation, is_class = split(table, seed, frame)
    text.loc[train].to_csv(f"{out}/train.csv", index=False)
    text.loc[validation].to_csv(f"{out}/validation.csv", index=False)
    fits = [fit(table, start, frame.loc[train], frame.loc[validation], is_class) for start in range(INITIALISATIONS)]
    rows = [int(row) for row in validation]
    print(json.dumps({"metric": fits[0][0], "values": [value for _, value in fits], "validationRows": rows}))


main()
