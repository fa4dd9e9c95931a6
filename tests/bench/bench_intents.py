"""How well intents are recognised: real phrases held out, and phrases of other bots that should find nothing.

    python tests/bench/bench_intents.py FOLDER…

Each folder is searched for `nlu.json` and `caila_import.json`. Of every intent with five phrases or
more a fifth is held out; the classifiers learn the rest. Printed for each: the share of held-out
phrases whose intent comes first (*right*), the same above the threshold (*answered right*), the
share answered wrongly, and the share of foreign phrases (of the other projects) that get any answer
(*false*). The yardsticks are the nearest phrase by the cosine of its words and letter runs, and plain
tf-idf with logistic regression (`pip install scikit-learn`). Nothing is written.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from jaicp.nlu.aligner import Aligner
from jaicp.nlu.classifier import LinearClassifier
from jaicp.nlu.words import tokenize
from jaicp.project.nlu_files import NluData, read_nlu
from jaicp.text.source import Source

Pairs = list[tuple[str, str]]
Ask = Callable[[str], tuple[str, float] | None]


def projects(folders: Iterable[str]) -> dict[str, NluData]:
    """The NLU projects below some folders."""
    found = {}
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.json")):
            if path.name in ("nlu.json", "caila_import.json"):
                source = Source(path, path.read_text(encoding="utf-8-sig"))
                found[str(path.parent.relative_to(folder)) or path.parent.name] = read_nlu(source)[
                    0
                ]
    return found


def split(data: NluData, seed: int) -> tuple[Pairs, Pairs]:
    """What is learned and what is asked; phrases without words are left out."""
    chance = random.Random(seed)
    learned: Pairs = []
    asked: Pairs = []
    for intent in data.intents:
        phrases = [p for p in dict.fromkeys(intent.phrases) if tokenize(p).words()]
        chance.shuffle(phrases)
        count = len(phrases) // 5 if len(phrases) >= 5 else 0
        asked += [(intent.path, phrase) for phrase in phrases[:count]]
        learned += [(intent.path, phrase) for phrase in phrases[count:]]
    return learned, asked


class Cosine:
    """Nearest phrase by the cosine of tf-idf over words and runs of two to four letters."""

    def __init__(self, learned: Pairs) -> None:
        counts = [self.features(phrase) for _, phrase in learned]
        spread = Counter(name for count in counts for name in count)
        self.idf = {name: math.log(len(learned) / n) + 1 for name, n in spread.items()}
        self.labels = [label for label, _ in learned]
        self.index: dict[str, list[tuple[int, float]]] = {}
        for number, count in enumerate(counts):
            for name, value in self.vector(count).items():
                self.index.setdefault(name, []).append((number, value))

    @staticmethod
    def features(text: str) -> Counter[str]:
        words = tokenize(text).words()
        joined = " " + " ".join(words) + " "
        runs = (joined[at : at + n] for n in (2, 3, 4) for at in range(len(joined) - n + 1))
        return Counter([*runs, *words])

    def vector(self, count: Counter[str]) -> dict[str, float]:
        raw = {name: n * self.idf[name] for name, n in count.items() if name in self.idf}
        norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        return {name: value / norm for name, value in raw.items()}

    def __call__(self, text: str) -> tuple[str, float] | None:
        scores: dict[int, float] = {}
        for name, value in self.vector(self.features(text)).items():
            for number, other in self.index[name]:
                scores[number] = scores.get(number, 0.0) + value * other
        if not scores:
            return None
        best = max(scores, key=lambda n: (scores[n], -n))
        return self.labels[best], scores[best]


def sts(learned: Pairs) -> Ask:
    aligner = Aligner(learned)

    def ask(text: str) -> tuple[str, float] | None:
        ranked = aligner.rank(tokenize(text))
        return (ranked[0].key, ranked[0].confidence) if ranked else None

    return ask


def regression(learned: Pairs) -> Ask:
    model = LinearClassifier(learned)

    def ask(text: str) -> tuple[str, float] | None:
        ranked = model.rank(tokenize(text))
        return ranked[0] if ranked else None

    return ask


def logistic(learned: Pairs) -> Ask:
    """Plain tf-idf over words with logistic regression, of scikit-learn where that is installed."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000))
    model.fit([phrase for _, phrase in learned], [label for label, _ in learned])

    def ask(text: str) -> tuple[str, float] | None:
        chances = model.predict_proba([text])[0]
        best = int(chances.argmax())
        return str(model.classes_[best]), float(chances[best])

    return ask


MODELS: dict[str, Callable[[Pairs], Ask]] = {
    "logistic": logistic,
    "cosine": Cosine,
    "sts": sts,
    "regression": regression,
}


def measure(name: str, learned: Pairs, asked: Pairs, foreign: list[str]) -> None:
    begun = time.perf_counter()
    ask = MODELS[name](learned)
    fitted = time.perf_counter() - begun
    begun = time.perf_counter()
    answers = [(label, ask(phrase)) for label, phrase in asked]
    spent = (time.perf_counter() - begun) / max(len(asked), 1)
    strange = [found[1] if (found := ask(phrase)) else 0.0 for phrase in foreign]
    right = sum(found is not None and found[0] == label for label, found in answers)
    print(
        f"  {name:12} right {right / len(asked):.3f}  fit {fitted:.2f} s  {spent * 1000:.2f} ms each"
    )
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        good = sum(f is not None and f[0] == label and f[1] >= threshold for label, f in answers)
        bad = sum(f is not None and f[0] != label and f[1] >= threshold for label, f in answers)
        false = sum(weight >= threshold for weight in strange)
        print(
            f"    from {threshold}: answered right {good / len(asked):.3f}, "
            f"wrong {bad / len(asked):.3f}, false {false / max(len(foreign), 1):.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    has_peer = importlib.util.find_spec("sklearn") is not None
    usual = [name for name in MODELS if has_peer or name != "logistic"]
    parser.add_argument("--models", default=",".join(usual))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--least", type=int, default=30, help="phrases that a project must hold out"
    )
    options = parser.parse_args()
    found = projects(options.folders)
    for name, data in found.items():
        learned, asked = split(data, options.seed)
        if len(asked) < options.least or len({label for label, _ in learned}) < 2:
            continue
        others = [p for n, d in found.items() if n != name for i in d.intents for p in i.phrases]
        foreign = random.Random(options.seed).sample(others, min(len(others), 500))
        print(
            f"{name}: {len(learned)} phrases learned, {len(asked)} asked, {len(data.intents)} intents"
        )
        for model in options.models.split(","):
            measure(model, learned, asked, foreign)


if __name__ == "__main__":
    main()
