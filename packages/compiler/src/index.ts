/// AST to symbol tables to code objects.
export {};
