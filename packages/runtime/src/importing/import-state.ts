// What the import system of one machine remembers.

/** State of imports; `Runtime.importing`. */
export interface ImportState {
  /** Files and folders of the library by their path in it, once somebody has looked. */
  libraryEntries: ReadonlyMap<string, "file" | "folder"> | null;
  /** Types that imports make instances of, 0 until the first. */
  specType: number;
  sourceLoaderType: number;
  /** importlib's `SourceFileLoader`, which loaders of files are instances of once it is loaded, as it was then: the machine does their work while it is. */
  importlibLoader: { readonly type: number; readonly version: number } | null;
  builtinImporter: number;
  /** Finders on `sys.meta_path` that importlib put there, borrowed from its modules, which never die: the machine does their work itself. */
  importlibFinders: { readonly builtin: number; readonly frozen: number; readonly path: number } | null;
  /** `sys.path_hooks` as importlib made it: while it holds just these, the machine looks along paths itself. */
  importlibHooks: readonly number[];
}

/** Nothing imported yet. */
export function newImportState(): ImportState {
  return {
    libraryEntries: null,
    specType: 0,
    sourceLoaderType: 0,
    importlibLoader: null,
    builtinImporter: 0,
    importlibFinders: null,
    importlibHooks: [],
  };
}
