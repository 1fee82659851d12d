// What one micro-op is, as data. A dialect is a table of these records; verifier, printer, passes, allocator,
// stencils, arbitraries and the documentation all read the same record.

/** How a value is held while it is on the abstract stack. `boxed` is a reference that owns or borrows a count. */
export type Representation = "boxed" | "f64" | "i32" | "i64" | "frame";

/** What a uop may do besides its stack effect. */
export type UopFlag =
  /** `oparg` is meaningful. */
  | "arg"
  /** `oparg` is the index of a local variable, which the uop reads. Its output is the local's value if `same: "local"` says so. */
  | "reads-local"
  /**
   * `oparg` is the index of a local variable, which the uop replaces: by its only consumed input; by NULL when it consumes none
   * and pushes the former value; else by something unknown.
   */
  | "writes-local"
  /** Binds locals of a new frame, beyond its arguments, that nobody has read or written yet. */
  | "binds-locals"
  /** No effect but its outputs, which depend on its inputs and operands alone. */
  | "pure"
  /** May leave to a side exit, before any visible effect: an exit that is expected to be taken now and then. */
  | "exit"
  /** May leave to the interpreter for good, before any visible effect: rare or structural. */
  | "deopt"
  /** May raise. When it raises, the stack is as it was before the uop: inputs are still there and still owned. */
  | "error"
  /** May run arbitrary code (a finalizer, a user's method), so facts about the mutable world are lost. */
  | "escapes"
  /** Needs every stack value in memory: it reads the stack through a pointer, or switches frames. */
  | "syncs"
  /** Tests the eval breaker. */
  | "periodic"
  /** Saves an observation for the optimizer; emits no code and is dropped before execution. */
  | "records"
  /** Never falls through. */
  | "terminal";

/** One value of a stack effect: outputs that repeat an input's name ARE that input, still on the stack. */
export interface StackItem {
  readonly name: string;
  readonly representation: Representation;
  /** Absent: one value. `oparg`: as many as `oparg + size` says; a plain number of values when `perOparg` is 0. */
  readonly array?: { readonly perOparg: 0 | 1 | 2; readonly plus: number; readonly mask?: number };
  /** The value NULL: a stack slot that holds no reference. */
  readonly isNull: boolean;
}

/** Inputs and outputs, deepest first; the last one is the top of the stack. */
export interface StackEffect {
  readonly inputs: readonly StackItem[];
  readonly outputs: readonly StackItem[];
}

/** What can be known about a value; the words (`type` names) are the dialect's. */
export type ValueFact =
  | { readonly kind: "type"; readonly type: string }
  /** The version tag of the value's type equals the uop's operand0. */
  | { readonly kind: "type-version" }
  /** The version of the function equals the uop's operand0. */
  | { readonly kind: "function-version" }
  /** The value is this one of the dialect's well-known constants ("True", "None", …). */
  | { readonly kind: "constant"; readonly constant: string }
  /** The value is any constant but this one. */
  | { readonly kind: "not-constant"; readonly constant: string }
  /** The value is not NULL. */
  | { readonly kind: "non-null" }
  /** The value is NULL. */
  | { readonly kind: "null" };

/** On fall-through of a guard, `input` satisfies `fact`. The input `local` is the local that `oparg` names, if the uop reads it. */
export interface GuardFact {
  readonly input: string;
  readonly fact: ValueFact;
}

/** What holds of a fresh output. */
export interface ResultFact {
  /** Its type, if always the same. */
  readonly type?: string;
  /** A new object that nobody else refers to. */
  readonly unique?: boolean;
  /** Never NULL. */
  readonly nonNull?: boolean;
  /** Always an immortal object or a tagged immediate: releasing it does nothing. */
  readonly immortal?: boolean;
  /**
   * The value is this input, its reference stolen or copied; `local` is the former value of the local that `oparg` names,
   * `operand0` the constant that operand0 names. `local` need not be said of a load that has a `borrowed` form, of the borrowed
   * form, and of `value -- former` uops that write a local; `operand0` not of `structural.loadConstant` and its counted form.
   */
  readonly same?: string;
}

/** What an operand field holds, so that printers and the code generator treat it right. */
export type OperandKind = "none" | "constant" | "version" | "offset" | "count" | "pc" | "address" | "frame";

/**
 * How a uop takes part in calls; the abstract stack machine follows it.
 *
 * Which frame of the trace a new frame is, an operand of kind `frame` says: of the `push` uop, or else of the `create` uop. Where none
 * does, it is that of the next uop whose origin is in another frame.
 */
export type FrameEffect =
  /**
   * Makes a frame value from a callable, an optional receiver and arguments, which become its first locals. The receiver is an input, or an
   * output that is in the frame as well.
   * `others: "null"` says that all other locals start as NULL; without it nothing is known of them.
   * An `arguments` that names no input says that nothing is known of any local.
   */
  | { readonly kind: "create"; readonly receiver?: string; readonly arguments: string; readonly others?: "null" }
  /** Enters the frame value on top of the stack. */
  | { readonly kind: "push" }
  /** Leaves the current frame; its output appears on the caller's stack. */
  | { readonly kind: "return" };

/** One micro-op. */
export interface UopDefinition {
  readonly name: string;
  readonly effect: StackEffect;
  readonly flags: ReadonlySet<UopFlag>;
  readonly operand0: OperandKind;
  readonly operand1: OperandKind;
  readonly guards: readonly GuardFact[];
  /** Facts of outputs, by output name. */
  readonly results: Readonly<Record<string, ResultFact>>;
  readonly frame?: FrameEffect;
  /** This uop only releases its (single) input; by what is known of it, one of these does the same work. */
  readonly release?: { readonly none: string; readonly byType: Readonly<Record<string, string>> };
  /** This uop pushes a counted reference; the named uop pushes the same value uncounted. */
  readonly borrowed?: string;
  /** Variants that write the result over an input of which the trace holds the only reference, by input name. */
  readonly inplace?: Readonly<Record<string, string>>;
  /**
   * The variant that also stores its result in the local (oparg) of which its first input is a borrowed load, and releases or
   * overwrites what the local held: it stands for operation, pops of the inputs and store to the local in one.
   */
  readonly inplaceLocal?: string;
  /** Inputs must satisfy these type names for the uop to be valid; the optimizer may pick the uop when they are known. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Cheaper uops with the same effect when inputs are known to have these types, tried in order. */
  readonly narrow?: readonly { readonly inputs: Readonly<Record<string, string>>; readonly to: string }[];
  /** What stands for this uop in a trace when `oparg & mask` has one of these values; "" = nothing at all. */
  readonly replicas?: { readonly mask: number; readonly byOparg: Readonly<Record<number, string>> };
  /** Only tier 1 runs it: a trace leaves it out (counters, jumps), or has `traceForm` in its place. */
  readonly tierOneOnly?: boolean;
  /** What stands for a tier-1 uop in a trace. */
  readonly traceForm?: string;
  /** One sentence for people. */
  readonly doc: string;
}

/** The parts of a definition that a table row gives; the rest has defaults. */
export interface UopRow extends Partial<Omit<UopDefinition, "name" | "effect" | "flags" | "doc">> {
  readonly flags?: readonly UopFlag[];
  readonly doc?: string;
}

/** Reads one row: name, effect in the notation of {@link parseStackEffect}, and what is not default. */
export function defineUop(name: string, effect: string, row: UopRow = {}): UopDefinition {
  const { flags = [], doc = "", ...rest } = row;
  return {
    operand0: "none",
    operand1: "none",
    guards: [],
    results: {},
    ...rest,
    name,
    effect: parseStackEffect(effect),
    flags: new Set(flags),
    doc,
  };
}

/**
 * Parses `"left, right -- res: f64, left, right"`.
 *
 * An item is `name`, `name: representation`, `name[oparg]`, `name[oparg*2]`, `name[oparg+1]`, `name[oparg*2+1]`, `name[oparg&1]`, `name[3]`, or `NULL`.
 * @throws SyntaxError when the text is not of this form.
 */
export function parseStackEffect(text: string): StackEffect {
  const sides = text.split("--");
  const [before, after] = sides;
  if (sides.length !== 2 || before === undefined || after === undefined) {
    throw new SyntaxError(`a stack effect has exactly one "--": ${text}`);
  }
  return { inputs: parseItems(before), outputs: parseItems(after) };
}

function parseItems(text: string): StackItem[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map(parseItem);
}

const itemPattern =
  /^(?<name>[A-Za-z_]\w*)(?:\[(?:(?<oparg>oparg)(?:&(?<mask>\d+))?(?<twice>\*2)?(?<plus>[+-]\d+)?|(?<count>\d+))\])?(?::\s*(?<rep>boxed|f64|i32|i64|frame))?$/;

function parseItem(text: string): StackItem {
  const groups = itemPattern.exec(text)?.groups;
  const name = groups?.["name"];
  if (groups === undefined || name === undefined) throw new SyntaxError(`not a stack item: ${text}`);
  const item = {
    name,
    representation: (groups["rep"] ?? "boxed") as Representation,
    isNull: name === "NULL",
  };
  if (groups["oparg"] !== undefined) {
    const perOparg = groups["twice"] === undefined ? 1 : 2;
    const array = { perOparg, plus: Number(groups["plus"] ?? 0) } as const;
    const mask = groups["mask"];
    return { ...item, array: mask === undefined ? array : { ...array, mask: Number(mask) } };
  }
  if (groups["count"] !== undefined) return { ...item, array: { perOparg: 0, plus: Number(groups["count"]) } };
  return item;
}

/** How many stack slots an item takes for a given oparg. */
export function sizeOfItem(item: StackItem, oparg: number): number {
  if (item.array === undefined) return 1;
  const { perOparg, plus, mask } = item.array;
  return perOparg * (mask === undefined ? oparg : oparg & mask) + plus;
}
