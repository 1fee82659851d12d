// The host's half of a type object but for its slots: names, bases, subclasses. Found by `Type.handle`.

/** What the host knows about one type. */
export class TypeInfo {
  /** Address of the type object. */
  readonly address: number;
  /** `__name__`. */
  name: string;
  /** What messages call a type of a native module: `re.Match`; null: its name. */
  messageName: string | null = null;
  /** `__qualname__`. */
  qualname: string;
  /** `__module__` of a builtin type; that of a class is in its dict. */
  module: string;
  /** `__bases__`, an owned tuple. */
  bases = 0;
  /** Addresses of direct subclasses, not owned. */
  readonly subclasses: number[] = [];
  /** The `__slots__` of a class defined in Python, mangled and sorted; its own, without those of its bases. */
  slotNames: readonly string[] = [];
  /** Offsets of the `__slots__` of a class defined in Python, in instances; its own, without those of its bases. */
  slotOffsets: readonly number[] = [];
  /** Whether a Python class may have this type as base. */
  acceptsSubclasses: boolean;

  constructor(address: number, name: string, module: string, acceptsSubclasses: boolean) {
    this.address = address;
    this.name = name;
    this.qualname = name;
    this.module = module;
    this.acceptsSubclasses = acceptsSubclasses;
  }
}
