// CPython's own library, from the archive in pyodide, as a corpus.

import { type Oracle } from "./oracle.ts";

/** A file of the library. */
export interface LibraryFile {
  readonly name: string;
  readonly source: string;
}

const reader = `
import glob, json, sys, zipfile
def library():
    path = next(entry for entry in sys.path if entry.endswith(".zip"))
    archive = zipfile.ZipFile(path)
    files = []
    for name in sorted(archive.namelist()):
        if name.endswith(".py"):
            try:
                files.append(dict(name=name, source=archive.read(name).decode("utf-8")))
            except UnicodeDecodeError:
                pass
    return json.dumps(files)
library()
`;

/** All files that are UTF-8. */
export function readLibrary(oracle: Oracle): readonly LibraryFile[] {
  return JSON.parse(oracle.run(reader) as string) as LibraryFile[];
}
