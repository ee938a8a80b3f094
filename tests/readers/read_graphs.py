"""Reads graphs with NetworkX: files named NAME.gexf, NAME.graphml and NAME.json in a folder. Prints what it read as JSON."""

import json
import pathlib
import sys

import networkx


def read(path):
    if path.suffix == ".gexf":
        return networkx.read_gexf(path)
    if path.suffix == ".graphml":
        return networkx.read_graphml(path)
    document = json.loads(path.read_text())
    try:
        return networkx.node_link_graph(document, edges="links")
    except TypeError:  # NetworkX before 3.4
        return networkx.node_link_graph(document)


def describe(graph):
    edges = graph.edges(keys=True, data=True) if graph.is_multigraph() else (
        (source, target, None, data) for source, target, data in graph.edges(data=True)
    )
    return {
        "directed": graph.is_directed(),
        "nodes": {node: data.get("label", data.get("name")) for node, data in graph.nodes(data=True)},
        "edges": [
            {
                "id": data.get("id", key),
                "source": source,
                "target": target,
                "label": data.get("label"),
                "weight": data.get("weight"),
                "nature": data["nature"],
                "implied": data["implied"],
            }
            for source, target, key, data in edges
        ],
    }


json.dump({path.name: describe(read(path)) for path in sorted(pathlib.Path(sys.argv[1]).iterdir())}, sys.stdout)
