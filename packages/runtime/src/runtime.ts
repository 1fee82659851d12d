// The state of one machine: its memory, its handle tables, what the embedder gave it. There is no other state: two runtimes share nothing.
//
// Only data is here. What the runtime does is free functions `(rt, …)`, one concept to a file.

import { unprobedLevels } from "./frames/host-depth.ts";
import { VmState, vmStateAddress } from "./layout/memory-map.ts";
import { type Engine } from "./engine.ts";
import { type ExceptionName } from "./exceptions/hierarchy.ts";
import { type WarningState } from "./exceptions/warning-filters.ts";
import { type DescriptorTable } from "./files/descriptors.ts";
import { HandleTable } from "./heap/handles.ts";
import { LinkedHandleTable } from "./heap/linked-handles.ts";
import { Heap } from "./heap/heap.ts";
import { type CodeObject } from "@tjit/bytecode";
import { type Host } from "./host.ts";
import { type RuntimeImage } from "./image/image.ts";
import { type Links } from "./image/links.ts";
import { type OriginRecorder, type Origins } from "./image/origins.ts";
import { type ImportState, newImportState } from "./importing/import-state.ts";
import { type Identifier } from "./object/identifiers.ts";
import { type Failure } from "./numbers/failure.ts";
import { type CodeInfo } from "./object/code-info.ts";
import { type Replacement } from "./text/codecs.ts";
import { FormatCaches } from "./text/format-caches.ts";
import { type BuiltinDefinition } from "./types/builtin-definition.ts";
import { type DocumentationTable } from "./types/documentation.ts";
import { MethodCache } from "./types/method-cache.ts";
import { type SlotName, type Slots } from "./types/slots.ts";
import { type TypeInfo } from "./types/type-info.ts";

const hostDepthWord = vmStateAddress + VmState.hostDepth.offset;

/** Types that have no fixed address: exceptions, and those that a definition registers under a name. */
export type TypeAddresses = Record<ExceptionName | OtherTypeName, number>;

/** Names of builtin types without a fixed address that the runtime itself refers to. */
export type OtherTypeName =
  | "property"
  | "staticmethod"
  | "classmethod"
  | "super"
  | "classmethodDescriptor"
  | "wrapperDescriptor"
  | "methodWrapper"
  | "getsetDescriptor"
  | "memberDescriptor"
  | "mappingProxy"
  | "traceback"
  | "frame"
  | "frameLocals"
  | "callableIterator"
  | "sequenceIterator"
  | "longRangeIterator"
  | "genericAlias"
  | "union"
  | "weakref"
  | "weakProxy"
  | "callableWeakProxy"
  | "bytesIterator"
  | "bytearrayIterator"
  | "memoryview"
  | "managedBuffer"
  | "memoryIterator";

/** Options of a runtime. */
export interface RuntimeOptions {
  /** A machine as it is before it knows its host, from `takeImage`: much faster than making it anew. */
  readonly image?: RuntimeImage | null;
  /** Check memory: see `Heap`. */
  readonly debugHeap?: boolean;
  /** Python calls that may nest; 1000 unless given. */
  readonly recursionLimit?: number;
}

/** Functions that the tiers above plug in. */
export interface RuntimeHooks {
  /** A watched dict is about to change at an interned name, or (`key` 0) anywhere. */
  dictChanged: ((dict: number, key: number) => void) | null;
  /** A type lost its version: whatever was assumed about it is void. */
  typeChanged: ((type: number, version: number) => void) | null;
  /** A function lost its version. */
  functionChanged: ((fn: number, version: number) => void) | null;
  /** A variable of a frame that runs this code was bound from outside. */
  localsChanged: ((code: number) => void) | null;
  /** Pays for work inside a builtin, in units of about a nanosecond: 0, or -1 with an exception set (interrupt, deadline, budget). */
  spend: ((units: number) => number) | null;
  /** The same for work that is done or about to be, which cannot be refused any more. */
  charge: ((units: number) => void) | null;
  /** May a builtin make an object of so many bytes? 0, or -1 with an exception set. */
  reserve: ((bytes: number) => number) | null;
  /** Code object for source text, for `exec`, `eval`, `compile` and imports: a new reference, or 0 with an exception set. */
  compile: ((source: string | Uint8Array, filename: string, mode: string, options?: CompileFlags) => number) | null;
  /** The syntax tree of source text; null with an exception set. */
  parse: ((source: string | Uint8Array, filename: string, mode: string) => ParsedTree | null) | null;
  /** Code object for a syntax tree. */
  compileTree: ((parsed: ParsedTree, filename: string, options: CompileFlags) => number) | null;
  /** Makes a code object that came compiled ready to run: a new reference. */
  loadCode: ((code: CodeObject) => number) | null;
}

/** How to compile besides. */
export interface CompileFlags {
  /** Bits of `CodeFlag` for what `from __future__` turned on outside. */
  readonly flags?: number;
  /** As `-O` and `-OO`. */
  readonly optimize?: 0 | 1 | 2;
  /** Whether the end of an interactive source ends its blocks; true unless given. */
  readonly impliesDedent?: boolean;
}

/** A tree of the parser, and where its offsets are: lines from 1, columns in UTF-8 bytes. */
export interface ParsedTree {
  readonly tree: unknown;
  readonly locate: (offset: number) => { readonly lineno: number; readonly col_offset: number };
}

/** What the module `_ast` does for `compile`. */
export interface SyntaxTrees {
  /** The class `AST`, borrowed. */
  readonly root: number;
  /** New reference; 0 with an exception set. */
  readonly toObject: (rt: Runtime, parsed: ParsedTree) => number;
  /** Null with an exception set. */
  readonly fromObject: (rt: Runtime, object: number) => ParsedTree | null;
}

/** What the module `_codecs` does for `str.encode` and `bytes.decode`. */
export interface CodecRegistry {
  /** By a codec of the library: a new reference, 0 with an exception set. */
  readonly encode: (rt: Runtime, text: number, encoding: string, errors: string) => number;
  readonly decode: (rt: Runtime, bytes: number, encoding: string, errors: string) => number;
  /** Asks an error handler of the program; what it raises is set and the failure pending. */
  readonly handle: (rt: Runtime, failure: Failure, errors: string) => Replacement | Failure;
}

/** Objects that code objects need as constants and whose types are defined elsewhere. */
export interface ConstantMakers {
  complex: (rt: Runtime, real: number, imag: number) => number;
  bytes: (rt: Runtime, value: Uint8Array) => number;
}

/** One machine. Make it with `createRuntime`. */
/** What programs see of the cycle collector, and tell it. */
export interface CollectorRecord {
  /** Lists, owned: what to call when it starts and stops, and what it found under `DEBUG_SAVEALL`. */
  readonly callbacks: number;
  readonly garbage: number;
  debugFlags: number;
  /** By the generation that was asked for. */
  readonly statistics: readonly { collections: number; collected: number }[];
  /** Containers that it does not look at. */
  readonly frozen: Set<number>;
}

export class Runtime {
  readonly host: Host;
  readonly heap: Heap;
  engine: Engine | null = null;
  readonly hooks: RuntimeHooks = {
    dictChanged: null,
    typeChanged: null,
    functionChanged: null,
    localsChanged: null,
    compile: null,
    parse: null,
    compileTree: null,
    loadCode: null,
    spend: null,
    charge: null,
    reserve: null,
  };
  recursionLimit: number;
  /** Sizes of reservations that did not fit on the data stack, in bytes, by address: `frames/scratch.ts`. */
  readonly scratchBlocks = new Map<number, number>();
  /** Builtins that are in each other now, and how many may be before the host's stack is looked at: `frames/host-depth.ts`. */
  builtinLevels = 0;
  provenLevels = unprobedLevels;
  /** Filled in when the types of numbers and bytes are defined. */
  readonly makers: ConstantMakers = { complex: () => 0, bytes: () => 0 };

  /** Payloads of `str` objects. */
  readonly strings = new HandleTable<string>();
  /** Payloads of `int` objects beyond 64 bits. */
  readonly bigints = new HandleTable<bigint>();
  /** Payloads of objects with layout kind HOST, and extra state of exceptions. */
  readonly payloads = new LinkedHandleTable<unknown>();
  /** Definitions of builtin functions and methods. */
  readonly definitions = new LinkedHandleTable<BuiltinDefinition>();
  /** By `Type.handle`. */
  readonly typeInfos = new LinkedHandleTable<TypeInfo>();
  /** Slots by `Type.handle`; those of a builtin type of a restored machine are made when they are needed: use `typeSlots`. */
  readonly slotTables: (Slots | undefined)[] = [undefined];
  /** By `Code.handle`. */
  readonly codes = new HandleTable<CodeInfo>();

  /** While the machine is bootstrapped: notes where the host values of its own types come from. */
  recorder: OriginRecorder | null = null;
  origins: Origins = { types: [], functions: [] };
  /** In a machine that was restored from an image: makes them. */
  links: Links | null = null;

  /** Interned strings by value. Not owned: a string leaves when it dies. */
  readonly interned = new Map<string, number>();
  /** One-character strings below 256, owned. */
  readonly latin1: number[] = [];
  /** Pre-made names, owned. */
  names: Readonly<Record<Identifier, number>> = {} as Record<Identifier, number>;
  /** Builtin types by name. */
  readonly types = {} as TypeAddresses;
  /** Makers of native modules by name, run at the first import: a new reference, or 0 with an exception set. */
  readonly nativeModules = new Map<string, (rt: Runtime) => number>();
  /** Types registered with `collections.abc` for sequence and mapping patterns. */
  readonly patternSequences = new Set<number>();
  readonly patternMappings = new Set<number>();
  /** Files that the program has open, once it asked for one. */
  descriptors: DescriptorTable | null = null;
  /** Buffered and text streams, which may hold what is yet to be written. Not owned: a stream leaves when it dies. */
  readonly openStreams = new Set<number>();
  /** Whether there ever was a class with `__del__`. */
  hasFinalizers = false;
  /** The streams of `sys` that are yet what `sys-stream.ts` makes, not owned. */
  readonly standardStreams = new Set<number>();
  /** State of the import system. */
  readonly importing: ImportState = newImportState();
  /** `sys.modules`, an owned dict. */
  modules = 0;
  /** The dict of the `builtins` module, owned. */
  builtins = 0;

  readonly methodCache = new MethodCache();
  /** Slots of classes that add nothing to a builtin type, by the type. */
  readonly plainSubclassSlots = new Map<number, Readonly<Partial<Record<SlotName, unknown>>>>();
  /** Functions that instructions enter without a look at their code, by the versions of classes. */
  readonly pinnedFunctions = new Set<number>();
  /** The next unused tags. */
  nextTypeVersion = 1;
  nextFunctionVersion = 1;
  nextKeysVersion = 1;
  nextCodeVersion = 1;

  /** The exception being raised goes on from where it was: `unwind` adds no traceback entry for this frame. */
  skipTraceback = false;
  /** Objects whose release waits until those being released are done; see `dealloc`. */
  readonly deallocQueue: number[] = [];
  deallocDepth = 0;
  /** Containers whose repr is being made, to show cycles as `...`. */
  readonly reprStack: number[] = [];
  /** Second result of `send`: the value is what was returned, not yielded. */
  hasReturned = false;
  /** Second result of `loadMethod`. */
  methodKind = 0;
  /** Types of native modules, by name: where modules find those that they made. */
  readonly nativeTypes = new Map<string, number>();
  /** Null as long as `_ast` is not imported. */
  syntaxTrees: SyntaxTrees | null = null;
  /** Texts about builtins; null: this machine has none, `undefined`: nobody has asked. */
  documentation: DocumentationTable | null | undefined;
  /** Null as long as `_codecs` is not imported. */
  codecRegistry: CodecRegistry | null = null;
  readonly warnings: WarningState = { filters: 0, onceRegistry: 0, defaultAction: 0, version: 1, lockDepth: 0 };
  /** Texts of the numbers below 1000, and the same with three digits each, once they are needed. */
  readonly decimals = { plain: [] as string[], padded: [] as string[] };
  /** Format specifications and templates that were used, parsed. */
  readonly formats = new FormatCaches();
  /** `sys.getswitchinterval()`: there are no threads to switch between. */
  switchInterval = 0.005;
  /** `sys.get_int_max_str_digits()`. */
  maxStrDigits = 4300;
  /** Objects that live on although their finalizer has run. */
  readonly finalized = new Set<number>();
  /** The cycle collector runs by itself; `gc.disable()` turns that off. */
  collectsCycles = true;
  isCollecting = false;
  /** What the module `gc` keeps; null as long as it is not imported. */
  collector: CollectorRecord | null = null;
  /** By how many containers there are more when it runs next: at least so many, then more the more live; and how many it found when it ran last. */
  leastAllocations = 50000;
  collectionThreshold = 50000;
  liveContainers = 0;
  /** `typing.NoDefault`, owned, once somebody asked for it. */
  noDefault = 0;
  /** `sys.set_asyncgen_hooks`, owned; 0 = none. */
  readonly asyncGeneratorHooks = { firstiter: 0, finalizer: 0 };
  /** Weak references by the address of what they refer to, oldest first. */
  readonly weakReferences = new Map<number, number[]>();

  constructor(memory: WebAssembly.Memory, host: Host, options: RuntimeOptions = {}) {
    this.host = host;
    this.heap = new Heap(memory, { debug: options.debugHeap ?? false });
    this.recursionLimit = options.recursionLimit ?? 1000;
  }

  /** Calls into the engine that are under way. */
  get hostDepth(): number {
    return this.heap.load(hostDepthWord);
  }

  set hostDepth(depth: number) {
    this.heap.store(hostDepthWord, depth);
  }
}
