// Reads the archive of CPython's library in the npm package `pyodide`, with CPython itself.

import { loadPyodide } from "pyodide";

/** A file of the library. */
export interface LibraryFile {
  /** From the root of the library, with slashes. */
  readonly path: string;
  readonly source: Uint8Array;
}

const reader = `
import base64, json, sys, zipfile
archive = zipfile.ZipFile(next(entry for entry in sys.path if entry.endswith(".zip")))
json.dumps({name: base64.b64encode(archive.read(name)).decode() for name in sorted(archive.namelist())})
`;

/** Every file, sorted by path. */
export async function readArchive(): Promise<readonly LibraryFile[]> {
  const python = await loadPyodide();
  const texts = JSON.parse(python.runPython(reader) as string) as Readonly<Record<string, string>>;
  return Object.entries(texts).map(([path, text]) => ({ path, source: Buffer.from(text, "base64") }));
}
