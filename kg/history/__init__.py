"""History: an element through the years, two documents side by side, and what was believed as of a document."""

from kg.history.between import Comparison as Comparison
from kg.history.between import compare as compare
from kg.history.through import History as History
from kg.history.through import history as history
