// What is used of a package that comes without types.

declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  /** Makes an interpreter. `heapsize` in bytes; `stdout` is called for each line. */
  export function loadMicroPython(options: {
    readonly heapsize: number;
    readonly stdout: (line: string) => void;
  }): Promise<{ runPython(source: string): unknown }>;
}
