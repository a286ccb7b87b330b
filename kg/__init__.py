"""Programme documents of Dutch municipalities as a knowledge graph: the public verbs, a table of contents.

``build`` makes a graph of files; ``read`` and ``interpret`` give the models on the way, ``to_graph`` the N-Quads.
``infer`` adds what follows by the ontology, ``validate`` says what is wrong in documents or a graph.
``Graph.open(directory)`` asks a graph; ``describe`` tells all of an element, ``search`` finds words. Each verb is
defined in the module named here.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_VERBS = {
    "build": "kg.build.run:build",
    "infer": "kg.build.inferred:infer",
    "load_documents": "kg.build.load:load_documents",
    "read": "kg.readers.registry:read",
    "interpret": "kg.interpret.part:interpret",
    "to_graph": "kg.build.run:graph_lines",
    "Graph": "kg.catalogue.ask:Graph",
    "find": "kg.describe:find",
    "describe": "kg.describe:describe",
    "tree": "kg.describe:tree",
    "search": "kg.hits:search",
    "validate": "kg.build.check:validate",
}

__all__ = [
    "Graph",
    "build",
    "describe",
    "find",
    "infer",
    "interpret",
    "load_documents",
    "read",
    "search",
    "to_graph",
    "tree",
    "validate",
]


class _Verb(ModuleType):
    """A module that bears the name of a verb of the package (``kg.build``) and can be called as that verb."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        return _function(self.__name__.rpartition(".")[2])(*given, **named)


class _Front(ModuleType):
    """A package of which a verb stays a verb when the module of the same name is imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _VERBS and isinstance(value, ModuleType):
            value.__class__ = _Verb
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Import a verb from the module that defines it, when it is first used."""
    if name not in _VERBS:
        raise AttributeError(f"kg has no {name!r}; it has {', '.join(__all__)}")
    return _function(name)


def _function(verb: str) -> Any:
    module, _, attribute = _VERBS[verb].partition(":")
    return getattr(import_module(module), attribute)


sys.modules[__name__].__class__ = _Front
