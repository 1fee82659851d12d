/// The `tjit` command, run from its source; as it is installed, `bin/tjit.js` does this.
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import type { LoadExtension, LoadPart, OpenLibrary, PartModules } from "./cli/load-part.ts";
import { main } from "./cli/main.ts";
import type * as codeModule from "@tjit/stdlib/code";
import type * as sourceModule from "@tjit/stdlib/sources";

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
const openLibrary: OpenLibrary = (part) => {
  if (part === "code") {
    const { paths, code } = (requirePackage("@tjit/stdlib/code") as typeof codeModule).openCode(inflateRawSync);
    return { paths, read: code };
  }
  const { paths, source } = (requirePackage("@tjit/stdlib/sources") as typeof sourceModule).openLibraryWithSources(
    inflateRawSync,
  );
  return { paths, read: source };
};
const loadPart: LoadPart = (name) => require(sources[name]) as PartModules[typeof name];

main({
  words: process.argv.slice(2),
  manifest: fileURLToPath(new URL("../package.json", import.meta.url)),
  loadPart,
  openLibrary,
  loadExtension,
});
