"""Logistic regressions over named signs; their weights leave as plain tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from examples import CUE, NO, Example
from sklearn.linear_model import LogisticRegression

from sprengel.reading.document import Act
from sprengel.reading.model.linear import ACTS

OWN_DOCUMENTS = 2
"""A sign must occur in so many of our own texts to be learned, …"""
SPEECHES = 5
"""… or in so many speeches."""
C_CUE, C_ACT, C_SECOND = 0.25, 0.25, 0.1
SPEECH_WEIGHT = 0.08
PRESS_WEIGHT = 1.5
TOO_LITTLE = 0.004
"""Weights below it change nothing and are not shipped."""

Table = dict[str, float]


class Words:
    """All candidates as rows of one matrix, made once; folds only choose rows and columns."""

    def __init__(self, own: Sequence[Example], speeches: Sequence[Example]) -> None:
        everything = [*own, *speeches]
        names = sorted({s for e in everything for c in e.found for s in c.signs})
        self.names = np.array(names)
        self._column = {sign: n for n, sign in enumerate(names)}
        self._document = {example.name: n for n, example in enumerate(own)}
        self.own, self.label, self.document = self._matrix(own)
        self.act = np.array([self._act(e, c.index) for e in own for c in _learned(e)])
        part = [e.annotated.part for e in own for _ in _learned(e)]
        self.weight = np.where(np.array(part) == "press", PRESS_WEIGHT, 1.0)
        self.speech, self.speech_label, speech_document = self._matrix(speeches)
        self._presence = _presence(self.own, self.document)
        spoken = _presence(self.speech, speech_document)
        self._spoken_often = np.asarray(spoken.sum(axis=0)).ravel() >= SPEECHES

    def _matrix(self, examples: Sequence[Example]) -> tuple[sp.csr_matrix, np.ndarray, np.ndarray]:
        columns: list[int] = []
        ends, labels, documents = [0], [], []
        for number, example in enumerate(examples):
            for candidate in _learned(example):
                columns += [self._column[sign] for sign in candidate.signs]
                ends.append(len(columns))
                labels.append(example.label.get(candidate.index, NO))
                documents.append(number)
        shape = (len(labels), len(self._column))
        matrix = sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
        return matrix, np.array(labels), np.array(documents)

    @staticmethod
    def _act(example: Example, index: int) -> int:
        act = example.act.get(index)
        return ACTS.index(Act(act)) if act else -1

    def rows_of(self, train: Iterable[Example]) -> np.ndarray:
        return np.isin(self.document, [self._document[e.name] for e in train])

    def columns_of(self, train: Iterable[Example]) -> np.ndarray:
        documents = [self._document[e.name] for e in train]
        return np.asarray(self._presence[documents].sum(axis=0)).ravel() >= OWN_DOCUMENTS

    def fit_cue(self, train: Sequence[Example]) -> Table:
        """Is the word a cue? Every sign twice: shared with the speeches, and for our texts only."""
        rows, own = self.rows_of(train), self.columns_of(train)
        shared = own | self._spoken_often
        ours, theirs = self.own[rows], self.speech
        apart = sp.csr_matrix((theirs.shape[0], int(own.sum())))
        matrix = sp.vstack(
            [sp.hstack([ours[:, shared], ours[:, own]]), sp.hstack([theirs[:, shared], apart])]
        ).tocsr()
        truths = np.concatenate([self.label[rows], self.speech_label])
        weights = np.concatenate([self.weight[rows], np.full(theirs.shape[0], SPEECH_WEIGHT)])
        model = LogisticRegression(C=C_CUE, solver="liblinear", random_state=0, max_iter=400)
        model.fit(matrix, truths, sample_weight=weights)
        values = np.zeros(len(self.names))
        values[shared] += model.coef_[0][: int(shared.sum())]
        values[own] += model.coef_[0][int(shared.sum()) :]
        return _table(self.names, values, float(model.intercept_[0]))

    def fit_acts(self, train: Sequence[Example]) -> dict[str, list[float]]:
        """Which act does a cue carry? From our own texts alone: the speeches know no acts."""
        rows = self.rows_of(train) & (self.label == CUE) & (self.act >= 0)
        columns = self.columns_of(train)
        model = LogisticRegression(C=C_ACT, solver="lbfgs", max_iter=2000)
        model.fit(self.own[rows][:, columns], self.act[rows], sample_weight=self.weight[rows])
        table = {
            str(sign): _spread(model.coef_[:, n], model.classes_)
            for n, sign in enumerate(self.names[columns])
        }
        bias = _spread(model.intercept_, model.classes_, absent=-4.0)
        before = table.get("bias", [0.0] * len(ACTS))
        table["bias"] = [a + b for a, b in zip(before, bias, strict=True)]
        return {sign: row for sign, row in table.items() if max(map(abs, row)) > 0.01}


def _learned(example: Example) -> list:
    return [c for c in example.found if example.label.get(c.index, NO) in (NO, CUE)]


def _presence(matrix: sp.csr_matrix, document: np.ndarray) -> sp.csr_matrix:
    """Which sign occurs in which document."""
    shape = (int(document.max()) + 1, len(document))
    membership = sp.csr_matrix(
        (np.ones(len(document)), (document, np.arange(len(document)))), shape=shape
    )
    return (membership @ matrix > 0).astype(float).tocsr()


def _spread(values: np.ndarray, classes: np.ndarray, absent: float = 0.0) -> list[float]:
    """One value per act; an act absent from the training texts is as good as impossible."""
    row = [absent] * len(ACTS)
    for value, n in zip(values, classes, strict=True):
        row[int(n)] = float(value)
    return row


def _table(names: Iterable[str], values: Iterable[float], bias: float) -> Table:
    table = {str(sign): float(value) for sign, value in zip(names, values, strict=True)}
    table["bias"] = table.get("bias", 0.0) + bias
    return {sign: value for sign, value in table.items() if abs(value) > TOO_LITTLE}


def fit_second(rows: Sequence[tuple[Mapping[str, float], bool]]) -> Table:
    """A small regression over the second stage's few signs."""
    names = sorted({sign for signs, _ in rows for sign in signs})
    column = {sign: n for n, sign in enumerate(names)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for signs, _ in rows:
        columns += [column[sign] for sign in signs]
        values += signs.values()
        ends.append(len(columns))
    truths = np.array([truth for _, truth in rows])
    if len(set(truths.tolist())) < 2:
        share = min(max(float(np.mean(truths)), 0.01), 0.99)
        return {"bias": math.log(share / (1 - share))}
    matrix = sp.csr_matrix((values, columns, ends), shape=(len(rows), len(names)))
    # lbfgs leaves the bias free of the penalty: what is said on average stays true
    model = LogisticRegression(C=C_SECOND, solver="lbfgs", max_iter=5000)
    model.fit(matrix, truths)
    return _table(names, model.coef_[0], float(model.intercept_[0]))
