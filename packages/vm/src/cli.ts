/// The `tjit` command, run from its source; as it is installed, `bin/tjit.js` does this.
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { LoadExtension, LoadPart, PartModules } from "./cli/load-part.ts";
import { main } from "./cli/main.ts";

interface ExtensionModules {
  readonly extensionModule: LoadExtension;
}

const sources: Readonly<Record<keyof PartModules, string>> = {
  jit: "./jit/create-jit.ts",
  dis: "./cli/dis.ts",
  trace: "./cli/trace.ts",
};
const require = createRequire(import.meta.url);
const requirePackage = (specifier: string): unknown => require(specifier);
const loadExtension: LoadExtension = (name) => {
  const { extensionModule } = requirePackage("@tjit/extension-modules") as ExtensionModules;
  return extensionModule(name);
};
const loadPart: LoadPart = (name) => require(sources[name]) as PartModules[typeof name];

main({
  words: process.argv.slice(2),
  manifest: fileURLToPath(new URL("../package.json", import.meta.url)),
  loadPart,
  requirePackage,
  loadExtension,
});
