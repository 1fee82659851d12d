// The standard library, when it is installed: loaded when a program imports the first module from it.

import { extensionModuleNames, isExtensionModuleName } from "@tjit/extension-modules";
import type { Library } from "@tjit/runtime";
import type { LibraryPart, LoadExtension, OpenLibrary } from "./load-part.ts";

/** The library that is installed beside this command. */
export class InstalledLibrary implements Library {
  readonly #open: OpenLibrary;
  readonly #loadExtension: LoadExtension;
  #code: LibraryPart | undefined;
  #sources: LibraryPart | undefined;
  /** Whether a program asked for the library, and it is not installed. */
  isMissed = false;

  constructor(open: OpenLibrary, loadExtension: LoadExtension) {
    this.#open = open;
    this.#loadExtension = loadExtension;
  }

  get paths(): readonly string[] {
    return this.#openCode()?.paths ?? [];
  }

  code = (path: string): Uint8Array | undefined => this.#openCode()?.read(path);

  source = (path: string): Uint8Array | undefined => {
    this.#sources ??= ifFound(() => this.#open("sources"));
    return this.#sources?.read(path);
  };

  readonly nativeModuleNames = extensionModuleNames;

  nativeModule = (name: string): unknown =>
    isExtensionModuleName(name) ? ifFound(() => this.#loadExtension(name)) : undefined;

  #openCode(): LibraryPart | undefined {
    this.#code ??= ifFound(() => this.#open("code"));
    this.isMissed = this.#code === undefined;
    return this.#code;
  }
}

/** What is loaded; `undefined` when it is not installed. */
function ifFound<Loaded>(load: () => Loaded): Loaded | undefined {
  try {
    return load();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
}
