// Builds the generated modules of this package: src/generated/*.ts.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { uops } from "@tjit/bytecode";
import { binaryModule, buildInterpreterModule, compileStencils, serializeStencils } from "@tjit/stencils/build";
import { bodies } from "../src/semantics/index.ts";
import { description } from "./description.ts";

/** Cache registers, as many as CPython has. */
const registerCount = 3;

const generated = new URL("../src/generated/", import.meta.url);
rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });

const interpreter = buildInterpreterModule(description);
writeFileSync(
  new URL("interpreter.ts", generated),
  binaryModule("interpreterBytes", "The tier-1 interpreter module.", interpreter.bytes),
);

const stencils = serializeStencils(compileStencils({ uops, bodies, registerCount }));
writeFileSync(new URL("stencils.ts", generated), binaryModule("stencilBytes", "The stencil set.", stencils));
