"""How close a model puts texts that have nothing to do with each other, and cosines told apart from that.

Models trained with a low temperature (the E5 family) put any two texts at .7 or more (Wang et al. 2022,
arXiv:2212.03533), others near 0. What thresholds ask is how close two texts are beyond that.
"""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

USUAL = 0.15
"""What thresholds were measured with, all-MiniLM-L6-v2, stays below this (.11): nothing is changed up to here."""
MOST = 0.95
"""A model beyond this parts nothing; its cosines are stretched no further."""
SAME = 0.999
"""Texts of which a model tells no difference are such as it knows no word of: they tell nothing."""
QUESTIONS = (
    "How deep is the harbour at low tide?",
    "Wann fährt der letzte Zug nach Norden?",
    "Comment prépare-t-on une soupe de légumes ?",
    "¿Quién pintó el techo de la iglesia?",
    "Miksi lehdet putoavat syksyllä?",
    "Which team won the final by two goals?",
)
TEXTS = (
    "The museum closes early on Mondays, and the cloakroom is on the left.",
    "Die Batterie des Telefons hält bei Kälte kürzer als im Sommer.",
    "Le juge a reporté l’audience au mois de mars.",
    "Las abejas encuentran el camino a su colmena por el sol.",
    "Pankki nosti korkoja neljännesprosentin.",
    "Sand the old varnish off before you paint the door.",
    "The patient was given a lower dose after the second week.",
)
"""Written for this; no question has its answer among them."""


def unrelated(questions: Vectors, texts: Vectors) -> float:
    """The mean cosine of questions with texts that do not answer them, both as unit vectors of shape (n, dimension)."""
    cosines = questions @ texts.T
    told = cosines[cosines < SAME]
    return float(np.clip(told.mean(), 0.0, MOST)) if len(told) else 0.0


def beyond(cosines: NDArray[np.float32], usual: float) -> NDArray[np.float32]:
    """Cosines as a model would give them whose unrelated texts lie at USUAL, for one with which they lie at `usual`."""
    if usual <= USUAL:
        return cosines
    stretched: NDArray[np.float32] = 1 - (1 - cosines) * np.float32((1 - USUAL) / (1 - usual))
    return stretched
