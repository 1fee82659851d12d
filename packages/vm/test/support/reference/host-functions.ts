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
      if (!isFunction(found)) throw new RangeError(`the runtime has no function ${name}`);
      const result = found(...parameters);
      return typeof result === "number" ? result : 0;
    },
  };
}

/** Whether something can be called with numbers, as all that WebAssembly imports and exports can. */
export function isFunction(value: unknown): value is (...parameters: readonly number[]) => unknown {
  return typeof value === "function";
}
