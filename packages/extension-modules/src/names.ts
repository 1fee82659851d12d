// The names of the modules, for those that load each when it is imported.

const names = [
  "_abc",
  "_ast",
  "_bisect",
  "_blake2",
  "_codecs",
  "_collections",
  "_contextvars",
  "_csv",
  "_datetime",
  "_decimal",
  "_documentation",
  "_functools",
  "_heapq",
  "_imp",
  "_json",
  "_md5",
  "_monitoring",
  "_opcode",
  "_operator",
  "_pickle",
  "_posixsubprocess",
  "_queue",
  "_random",
  "_sha1",
  "_sha2",
  "_sha3",
  "_signal",
  "_socket",
  "_sre",
  "_statistics",
  "_string",
  "_struct",
  "_suggestions",
  "_sysconfigdata__linux_",
  "_thread",
  "_tokenize",
  "array",
  "binascii",
  "cmath",
  "fcntl",
  "marshal",
  "posix",
  "select",
  "unicodedata",
  "zlib",
] as const;

/** The name of a module of this package. */
export type ExtensionModuleName = (typeof names)[number];

/** Every name. */
export const extensionModuleNames: readonly ExtensionModuleName[] = names;

/** Whether this package has a module of this name. */
export function isExtensionModuleName(name: string): name is ExtensionModuleName {
  return (names as readonly string[]).includes(name);
}
