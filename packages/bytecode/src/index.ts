/// Python's instruction set as data: opcodes, caches, families, macro expansions and the uop table; code objects, assembler, disassembler, verifier.
export {};
