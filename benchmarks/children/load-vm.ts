// What is used of @tjit/vm. Loaded by name and looked at before it is used, so that the peers can be measured and the
// failure is told in one line while the package does not build or run.

/** The part of a VM that is used. */
interface VirtualMachine {
  run(source: string, options: { readonly filename: string }): unknown;
}

/** What a VM is made of. */
interface VirtualMachineOptions {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly jit: boolean;
  /** Milliseconds, for the timings in events. */
  readonly clock?: () => number;
  readonly onEvent?: (event: VirtualMachineEvent) => void;
}

/** An event; those that are about a compiled trace are {@link CompileEvent}s. */
type VirtualMachineEvent = CompileEvent | { readonly kind: "other" };

/** What is used of the event of a compiled trace. Times in milliseconds. */
export interface CompileEvent {
  readonly kind: "compile";
  readonly name: string;
  readonly recorded: { readonly uops: readonly unknown[] };
  readonly optimized: { readonly uops: readonly unknown[] };
  readonly moduleBytes: number;
  readonly timings: {
    readonly recording: number;
    readonly passes: readonly { readonly pass: string; readonly milliseconds: number }[];
    readonly allocation: number;
    readonly assembly: number;
    readonly engine: number;
    readonly total: number;
  };
}

type VirtualMachineClass = new (options: VirtualMachineOptions) => VirtualMachine;

/**
 * Loads the class `VM`.
 * @throws Error when the package exports none.
 */
export async function loadVirtualMachine(): Promise<VirtualMachineClass> {
  const exports: object = await import("@tjit/vm");
  if (!("VM" in exports)) throw new Error("@tjit/vm exports no VM");
  return exports.VM as VirtualMachineClass;
}
