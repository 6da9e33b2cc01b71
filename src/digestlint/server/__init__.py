"""The language server (extra ``lsp``): an editor shows what the linter says while one types."""
