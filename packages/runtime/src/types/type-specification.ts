// A builtin type as data.

import { type ExceptionName } from "../exceptions/hierarchy.ts";
import { type OtherTypeName } from "../runtime.ts";
import { type BuiltinSpecification, type GetSetSpecification } from "./builtin-definition.ts";
import { type MemberDescription } from "./descriptors.ts";
import { type Slots } from "./slots.ts";

/** A builtin type as data. */
export interface TypeSpecification {
  readonly name: string;
  /** `__module__`; `builtins` unless given. */
  readonly module?: string;
  /** For types at fixed addresses: {@link FixedType}. Others get one. */
  readonly address?: number;
  /** Also put the address into `rt.types` under this name. */
  readonly register?: OtherTypeName | ExceptionName;
  /** `object` unless given. */
  readonly base?: number;
  /** Bases after the first one; they add nothing to instances. */
  readonly otherBases?: readonly number[];
  /** {@link LayoutKind}; that of the base unless given. */
  readonly layout?: number;
  /** Bytes of an instance's fixed part; those of the base unless given. */
  readonly size?: number;
  /** Offset of the field for `__dict__` in instances, 0 or absent: none. */
  readonly dictOffset?: number;
  /** More {@link TypeFlag}s. */
  readonly flags?: number;
  /** Whether classes may derive from it; true unless given. */
  readonly acceptsSubclasses?: boolean;
  readonly slots?: Partial<Slots>;
  /** `__new__`: the receiver of the signature is `$type`. */
  readonly new?: BuiltinSpecification;
  /** `__init__`: the implementation returns a status. */
  readonly init?: BuiltinSpecification;
  /** Whether `init` takes no notice of keywords when a subclass has a `__new__` of its own, which may want them. */
  readonly leavesKeywordsToNew?: boolean;
  /** What the constructor calls itself when there are too many arguments by position, where that is not as usual. */
  readonly countName?: string;
  readonly methods?: Readonly<Record<string, BuiltinSpecification>>;
  /** Special methods of `slots` that are methods, not wrappers: CPython's METH_COEXIST. */
  readonly slotMethods?: readonly string[];
  readonly classMethods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly staticMethods?: Readonly<Record<string, BuiltinSpecification>>;
  readonly getset?: Readonly<Record<string, GetSetSpecification>>;
  /** Fields of instances that hold references, by offset. */
  readonly members?: Readonly<Record<string, MemberDescription>>;
  /** Other attributes; stolen references. */
  readonly attributes?: Readonly<Record<string, number>>;
}
