"""The language server: `jaicp lsp`, the checker and the project's names for editors."""
