// Builds the generated modules of this package: src/generated/*.ts, from the archive in the npm package `pyodide`.
//
// Every file becomes two pieces of text: its source, and the code object that it compiles to, in the format of `marshal`. Both are
// compressed one by one, since a program imports a few modules of many. The same archive gives the same bytes.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { type CodeObject, marshalCode } from "@tjit/bytecode";
import { compile } from "@tjit/compiler";
import { parse } from "@tjit/parser";
import { type LibraryFile, readArchive } from "./archive.ts";
import { isPacked } from "./contents.ts";

const generated = new URL("../src/generated/", import.meta.url);
const files = (await readArchive()).filter(({ path }) => isPacked(path));

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
writeModule("code", "Code objects", (file) => marshalCode(compileFile(file)));
writeModule("sources", "Sources", ({ source }) => source);

/** @throws Error when the compiler refuses a file, which would be a bug of the compiler. */
function compileFile({ path, source }: LibraryFile): CodeObject {
  const parsed = parse(source, { filename: path, mode: "exec" });
  if (!parsed.ok) throw new Error(`${path}:${parsed.error.lineno}: ${parsed.error.message}`);
  const result = compile(parsed.ast, { source: parsed.source, filename: path });
  if (!result.ok) throw new Error(`${path}:${result.error.lineno}: ${result.error.message}`);
  return result.code;
}

/** Writes a module that exports the packed pieces by path. */
function writeModule(name: string, what: string, piece: (file: LibraryFile) => Uint8Array): void {
  const lines = files.map((file) => `  ${JSON.stringify(file.path)}: "${pack(piece(file))}",\n`).join("");
  const comment = `/** ${what} of the library by path: deflate, then base64. */`;
  const text = `${comment}\nexport const ${name}: Readonly<Record<string, string>> = {\n${lines}};\n`;
  writeFileSync(new URL(`${name}.ts`, generated), text);
}

function pack(bytes: Uint8Array): string {
  return deflateRawSync(bytes, { level: 9 }).toString("base64");
}
