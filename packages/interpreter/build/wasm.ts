// Builds the generated modules of this package: src/generated/*.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { buildInterpreterModule } from "@tjit/stencils/build";
import { description } from "./description.ts";

const generated = new URL("../src/generated/", import.meta.url);
mkdirSync(generated, { recursive: true });
const interpreter = buildInterpreterModule(description);
writeFileSync(
  new URL("interpreter.ts", generated),
  `// Generated: the tier-1 interpreter, as base64.\nexport const interpreterBytes =\n  "${Buffer.from(interpreter.bytes).toString("base64")}";\n` +
    `export const interpreterImports: readonly string[] = ${JSON.stringify(interpreter.runtime.map(({ name }) => name))};\n`,
);
