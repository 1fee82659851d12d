// The functions of the runtime that the interpreter imports, called by name.

/** Calls one. Those without a result give 0. */
export interface HostFunctions {
  readonly call: (name: string, ...parameters: readonly number[]) => number;
}

/** Over what the interpreter of a VM imports. */
export function hostFunctionsOf(runtime: WebAssembly.ModuleImports): HostFunctions {
  return {
    call(name, ...parameters) {
      const found = runtime[name];
      if (typeof found !== "function") throw new RangeError(`the runtime has no function ${name}`);
      const result: unknown = found(...parameters);
      return typeof result === "number" ? result : 0;
    },
  };
}
