#!/usr/bin/env node
// Committed, so that npm can link it at install time; the command itself is built into dist.
//
// What dist/*.js hold are lists of modules as functions (tools/bundle-program.ts). They are run as scripts, so that the engine's
// compiled code can be kept after a program has run, with the functions in it that the program needed: Node's own cache has none of them,
// and compiling them takes longer than all else. It is kept in the user's folder for such things, or where NODE_COMPILE_CACHE says; Node's
// NODE_DISABLE_COMPILE_CACHE=1 turns it off. Where nothing can be written, nothing is said.
//
// Of core.js there are two such caches, since one with all that the standard library needs takes several times as long to read: that of
// programs that load nothing of the library, and that of those that do. Which a program is shows when it has run; the next time is told
// by an empty file with a number for the program's path.
/* global Buffer, require, __dirname */

const { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync } = require("node:fs");
const { openSync, readSync, writeFileSync } = require("node:fs");
const { dirname, join, resolve } = require("node:path");
const { Script } = require("node:vm");

const folder = join(__dirname, "../dist");
const cacheFolder = findCacheFolder(process);
const modules = new Map();

/** Where the hash is in a file, and the script behind it. */
const hashStart = "export default /*".length;
const hashEnd = hashStart + 16;
const scriptStart = hashEnd + "*/".length;

let usesLibrary = false;

/** Where compiled code is kept; undefined for nowhere. */
function findCacheFolder({ env, platform }) {
  if (env.NODE_DISABLE_COMPILE_CACHE === "1") return undefined;
  if (env.NODE_COMPILE_CACHE) return env.NODE_COMPILE_CACHE;
  const home = (...path) => env.HOME && join(env.HOME, ...path);
  const folders = { darwin: home("Library", "Caches"), win32: env.LOCALAPPDATA };
  const folder = folders[platform] ?? (env.XDG_CACHE_HOME || home(".cache"));
  return folder ? join(folder, "tjit") : undefined;
}

/** Runs the modules of a file. */
function load(name) {
  for (const item of readList(join(folder, `${name}.js`), name === "core")) {
    if (typeof item === "string") loadPart(item);
    else modules.set(item[0], item[1](required));
  }
}

/** The list in a file, whose text begins with `export default ` and the hash of the rest. */
function readList(filename, isCore = false) {
  const file = readFileSync(filename);
  const source = file.latin1Slice(scriptStart);
  if (cacheFolder === undefined) return new Script(source, { filename }).runInThisContext();
  const hash = file.latin1Slice(hashStart, hashEnd);
  const cache = join(cacheFolder, `tjit-${process.version}-${process.arch}-${hash}`);
  const libraryCache = `${cache}-library`;
  const mark = isCore ? `${libraryCache}-${programNumber(process.argv.slice(2))}` : undefined;
  const isMarked = mark !== undefined && existsSync(mark);
  const found = readFirst(isMarked ? [libraryCache, cache] : [cache]);
  const script = new Script(source, { filename, cachedData: found?.data });
  const isUsable = found !== undefined && !script.cachedDataRejected;
  process.on("exit", (code) => {
    if (code !== 0 || !modules.has("ran")) return;
    const isLibrarys = isCore && usesLibrary;
    if (isLibrarys && !isMarked) write(mark, "");
    const own = isLibrarys ? libraryCache : cache;
    // What came from the library's cache has more in it than a program without the library needs.
    if (isUsable && (found.path === own || found.path === libraryCache || existsSync(own))) return;
    write(own, script.createCachedData());
    if (isCore) removeOld();
  });
  return script.runInThisContext();
}

/** A number for the program that the words of the command line name: 0 or 1 for one that has no path, by whether it imports. */
function programNumber(words) {
  const at = words.findIndex((word) => !word.startsWith("-"));
  const option = words[at - 1] ?? "";
  if (at < 0) return 0;
  if (option === "-c") return words[at].includes("import") ? 1 : 0;
  const path = option === "-m" ? words[at] : resolve(words[at]);
  let number = 0;
  for (let index = 0; index < path.length; index++) number = (Math.imul(number, 31) + path.charCodeAt(index)) >>> 0;
  return number;
}

function required(module) {
  return modules.get(module);
}

/** The first of some files that is there. */
function readFirst(paths) {
  for (const path of paths) {
    try {
      return { path, data: readFileSync(path) };
    } catch {
      // It is not there.
    }
  }
  return undefined;
}

function write(path, data) {
  try {
    mkdirSync(cacheFolder, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, data, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    // The next start will be as slow as this one.
  }
}

/** Removes what versions that are gone have left. What is used yet is made again. */
function removeOld() {
  const day = 86400000;
  try {
    for (const name of readdirSync(cacheFolder)) {
      const path = join(cacheFolder, name);
      if (name.startsWith("tjit-") && Date.now() - statSync(path).mtimeMs > 60 * day) unlinkSync(path);
    }
  } catch {
    // There is none, or somebody else removes them.
  }
}

function loadPart(name) {
  const module = `./${name}.js`;
  if (!modules.has(module)) load(name);
  return modules.get(module);
}

/** Where the library is installed; throws when it is not. */
function libraryFolder() {
  return dirname(require.resolve("@tjit/stdlib/package.json"));
}

/**
 * The code or the sources of the library. Its pieces are text in a JavaScript module; they are read one by one where an index says that they
 * lie, since reading that module, of five megabytes, takes longer than a program that imports little.
 */
function openLibrary(part) {
  usesLibrary = true;
  const built = join(libraryFolder(), "dist");
  const { file, pieces } = JSON.parse(readFileSync(join(built, `${part}.json`), "utf8"));
  const descriptor = openSync(join(built, file));
  const { inflateRawSync } = require("node:zlib");
  const read = (path) => {
    if (!Object.hasOwn(pieces, path)) return undefined;
    const [start, length] = pieces[path];
    const text = Buffer.alloc(length);
    readSync(descriptor, text, 0, length, start);
    return inflateRawSync(Buffer.from(text.latin1Slice(), "base64"));
  };
  return { paths: Object.keys(pieces), read };
}

/** A native module of the library: a file of its own beside the library. */
function loadExtension(name) {
  const manifest = require.resolve("@tjit/extension-modules/package.json", { paths: [libraryFolder()] });
  const [[, extension]] = readList(join(dirname(manifest), "dist", `${name}.js`));
  return extension;
}

load("core");
modules.get("./main.js").main({
  words: process.argv.slice(2),
  manifest: join(__dirname, "../package.json"),
  loadPart,
  openLibrary,
  loadExtension,
  onProgramEnd: () => modules.set("ran", true),
});
