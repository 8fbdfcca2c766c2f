"""Prints each place of C# files that is no C#: csharp_syntax.py <file> ..."""

import pathlib
import sys

import tree_sitter
import tree_sitter_c_sharp

parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))


def faults(node):
    if node.is_error or node.is_missing:
        yield node
    elif node.has_error:
        for child in node.children:
            yield from faults(child)


for name in sys.argv[1:]:
    for node in faults(parser.parse(pathlib.Path(name).read_bytes()).root_node):
        print(f"{name}:{node.start_point[0] + 1}: {node.type}")
