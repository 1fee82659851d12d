#!/usr/bin/env node
// Committed, so that npm can link it at install time; the command itself is built into dist.
//
// What dist/*.js hold are lists of modules as functions (tools/bundle-program.ts). They are run as scripts, so that the engine's
// compiled code can be kept after a program has run, with the functions in it that the program needed: Node's own cache has none of them,
// and compiling them takes longer than all else. It is kept where Node keeps its cache. Where that cannot be, nothing is said.
/* global require, __dirname */

const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const folder = join(__dirname, "../dist");
const cacheFolder = enableCompileCache?.().directory;
const modules = new Map();

/** Where the hash is in a file, and the script behind it. */
const hashStart = "export default /*".length;
const hashEnd = hashStart + 16;
const scriptStart = hashEnd + "*/".length;

/** Runs the modules of a file. */
function load(name) {
  for (const item of readList(join(folder, `${name}.js`))) {
    if (typeof item === "string") loadPart(item);
    else modules.set(item[0], item[1](required));
  }
}

/** The list in a file, whose text begins with `export default ` and the hash of the rest. */
function readList(filename) {
  const file = readFileSync(filename);
  const hash = file.latin1Slice(hashStart, hashEnd);
  const cache =
    cacheFolder === undefined ? undefined : join(cacheFolder, `tjit-${process.version}-${process.arch}-${hash}`);
  const cachedData = cache === undefined ? undefined : readCache(cache);
  const script = new Script(file.latin1Slice(scriptStart), { filename, cachedData });
  if (cache !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
    process.on("exit", (code) => {
      if (code === 0 && modules.has("ran")) writeCache(cache, script);
    });
  }
  return script.runInThisContext();
}

function required(module) {
  return modules.get(module);
}

function readCache(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function writeCache(path, script) {
  try {
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    // The next start will be as slow as this one.
  }
}

function loadPart(name) {
  const module = `./${name}.js`;
  if (!modules.has(module)) load(name);
  return modules.get(module);
}

/** A native module of the library: a file of its own beside the library. */
function loadExtension(name) {
  const library = dirname(require.resolve("@tjit/stdlib/package.json"));
  const manifest = require.resolve("@tjit/extension-modules/package.json", { paths: [library] });
  const [[, extension]] = readList(join(dirname(manifest), "dist", `${name}.js`));
  return extension;
}

load("core");
modules.get("./main.js").main({
  words: process.argv.slice(2),
  manifest: join(__dirname, "../package.json"),
  loadPart,
  requirePackage: (specifier) => require(specifier),
  loadExtension,
  onProgramEnd: () => modules.set("ran", true),
});
