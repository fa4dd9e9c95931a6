"""Text to AST: layout, Lark grammars, nodes."""
