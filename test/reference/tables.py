"""Writes the tables of test/fixtures/data from scikit-learn's own copies, with plain headers.

    /usr/bin/python3 test/reference/tables.py [HOUSING_CSV]

HOUSING_CSV is datasets/housing/housing.csv of github.com/ageron/handson-ml2 (scikit-learn downloads its copy of
California housing, and without the missing cells and the text column that make it worth a test).
"""

import csv
import shutil
import sys
from pathlib import Path

from sklearn import datasets

OUT = Path(__file__).parent.parent / "fixtures" / "data"


def clean(name):
    return name.replace(" (cm)", "_cm").replace(" ", "_").replace("/", "_per_")


def write(name, header, columns):
    with open(OUT / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(zip(*columns))


def number(value):
    return int(value) if float(value).is_integer() else float(value)


def write_classes(name, load, target):
    data = load()
    columns = [[number(v) for v in column] for column in data.data.T]
    columns.append([data.target_names[t] for t in data.target])
    write(name, [clean(f) for f in data.feature_names] + [target], columns)


OUT.mkdir(parents=True, exist_ok=True)
write_classes("iris.csv", datasets.load_iris, "species")
write_classes("wine.csv", datasets.load_wine, "cultivar")
write_classes("breast_cancer.csv", datasets.load_breast_cancer, "diagnosis")

digits = datasets.load_digits()
write(
    "digits.csv",
    digits.feature_names + ["digit"],
    [[number(v) for v in column] for column in digits.data.T] + [list(digits.target)],
)

diabetes = datasets.load_diabetes(scaled=False)
write(
    "diabetes.csv",
    diabetes.feature_names + ["progression"],
    [[number(v) for v in column] for column in diabetes.data.T] + [[number(v) for v in diabetes.target]],
)

if len(sys.argv) > 1:
    shutil.copyfile(sys.argv[1], OUT / "housing.csv")
