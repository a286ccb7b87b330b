"""Text for a terminal: what documents, file names and labels hold may not steer it."""

from kg.plain_text import clean as clean
from kg.plain_text import cleaned as cleaned
