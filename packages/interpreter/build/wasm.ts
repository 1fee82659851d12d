// Builds the generated modules of this package: src/generated/*.ts.
import { mkdirSync, writeFileSync } from "node:fs";

const generated = new URL("../src/generated/", import.meta.url);
mkdirSync(generated, { recursive: true });
writeFileSync(new URL("index.ts", generated), "export {};\n");
