// The standard library, when it is installed: loaded when a program imports the first module from it.

import { extensionModuleNames, isExtensionModuleName } from "@tjit/extension-modules";
import type { Library } from "@tjit/runtime";
import type { LoadExtension, RequirePackage } from "./load-part.ts";

const packageName = "@tjit/stdlib";

type Inflate = (bytes: Uint8Array) => Uint8Array;

/** Of Node's `zlib`, which an import would load at the start. */
interface Compression {
  readonly inflateRawSync: Inflate;
}

/** The library without its sources, and the library with them. */
interface CodeModule {
  readonly openCode: (inflate: Inflate) => Library;
}
interface SourceModule {
  readonly openLibraryWithSources: (inflate: Inflate) => Library;
}

/** The library that is installed beside this command. */
export class InstalledLibrary implements Library {
  readonly #require: RequirePackage;
  readonly #loadExtension: LoadExtension;
  #compression: Compression | undefined;
  #code: Library | undefined;
  #sources: Library | undefined;
  /** Whether a program asked for the library, and it is not installed. */
  isMissed = false;

  constructor(require: RequirePackage, loadExtension: LoadExtension) {
    this.#require = require;
    this.#loadExtension = loadExtension;
  }

  get paths(): readonly string[] {
    return this.#loadCode()?.paths ?? [];
  }

  code = (path: string): Uint8Array | undefined => this.#loadCode()?.code(path);

  source = (path: string): Uint8Array | undefined => {
    this.#sources ??= this.#load<SourceModule>(`${packageName}/sources`)?.openLibraryWithSources(this.#inflate);
    return this.#sources?.source(path);
  };

  readonly nativeModuleNames = extensionModuleNames;

  nativeModule = (name: string): unknown =>
    isExtensionModuleName(name) ? ifFound(() => this.#loadExtension(name)) : undefined;

  #loadCode(): Library | undefined {
    this.#code ??= this.#load<CodeModule>(`${packageName}/code`)?.openCode(this.#inflate);
    this.isMissed = this.#code === undefined;
    return this.#code;
  }

  readonly #inflate = (bytes: Uint8Array): Uint8Array => {
    this.#compression ??= this.#require("node:zlib") as Compression;
    return this.#compression.inflateRawSync(bytes);
  };

  /** `undefined` when the package is not installed. */
  #load<Module>(specifier: string): Module | undefined {
    return ifFound(() => this.#require(specifier) as Module);
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
