// A dialect is a language's uop table plus the few facts about its values that generic passes ask for.

import { RoleFinder, type UopRole } from "./roles.ts";
import { type UopShape, shapeUop, variesWithOparg } from "./shape.ts";
import type { FoldableValue, UopId } from "./plain-values.ts";
import { type TypeCode, TypeTree } from "./type-tree.ts";
import type { UopDefinition } from "./uop.ts";
import type { Walk } from "./walk.ts";

/** A constant of the dialect that uops and rules refer to by name. It never dies. */
export interface WellKnownConstant {
  readonly name: string;
  readonly type: string;
  /** Truth value, where the language gives it one. */
  readonly truth?: boolean;
  /** The value, where trace constants of the same type and value are this one. */
  readonly value?: FoldableValue;
}

/** A type name that facts use. */
export interface TypeDefinition {
  readonly name: string;
  /** The type that every value of this one also has: `smallint` is an `int`. */
  readonly parent?: string;
  /** Releasing a value of this type can never run user code. */
  readonly releasesQuietly: boolean;
  /** Values of this type carry no reference count at all. */
  readonly immediate: boolean;
  /** Values of this type never die: releasing one does nothing. */
  readonly immortal?: boolean;
}

/** Evaluates one pure uop on constants; `undefined` means: not foldable with these inputs. */
export type FoldRule = (
  inputs: readonly TypedValue[],
  oparg: number,
) => readonly (TypedValue | "input0" | "input1" | "input2")[] | undefined;

/** A constant's type name and value. */
export interface TypedValue {
  readonly type: string;
  readonly value: FoldableValue;
}

/** The uops that passes need to say plain things in any language. */
export interface StructuralUops {
  readonly nop: string;
  /** Pushes constant operand0 as a borrowed reference. */
  readonly loadConstant: string;
  /** Releases the top of the stack. */
  readonly popTop: string;
  /** Drops the top of the stack, which needs no release. */
  readonly popTopNop: string;
  readonly jumpToTop: string;
  readonly exitTrace: string;
  readonly deopt: string;
  readonly setIp: string;
  readonly checkValidity: string;
  readonly spillOrReload: string;
}

/** A language as the generic packages see it. */
export interface Dialect {
  readonly name: string;
  readonly uops: readonly UopDefinition[];
  readonly types: readonly TypeDefinition[];
  readonly constants: readonly WellKnownConstant[];
  readonly structural: StructuralUops;
  /** Folding rules by uop name. */
  readonly folds: Readonly<Record<string, FoldRule>>;
}

/** A dialect with its lookups made once. */
export class DialectIndex {
  readonly dialect: Dialect;
  /** The type names as a lattice of small integers. */
  readonly types: TypeTree;
  /** Ids of the structural uops. */
  readonly structural: Readonly<Record<keyof StructuralUops, UopId>>;
  /** The uop that pushes constant operand0 as a counted reference, where the dialect has one. */
  readonly countedConstantLoad: UopId | undefined;
  /** The walk that was made last; `walkTrace` has the use of it. @internal */
  lastWalk: Walk | undefined;
  /** By type, made when first asked for. */
  #localGuards: ReadonlyMap<TypeCode, UopId> | undefined;
  readonly #roleFinder: RoleFinder;
  /** By id, made when first asked for. */
  readonly #roles: (UopRole | undefined)[] = [];
  /** Shapes of uops whose effect does not depend on oparg, by id; the others by id and then oparg. Made when first asked for. */
  readonly #shapes: (UopShape | undefined)[] = [];
  readonly #variedShapes: (Map<number, UopShape> | undefined)[] = [];
  readonly #idByName: ReadonlyMap<string, UopId>;
  readonly #typeByName: ReadonlyMap<string, TypeDefinition>;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
    const ids = new Map<string, UopId>();
    for (const uop of dialect.uops) ids.set(uop.name, ids.size as UopId);
    this.#idByName = ids;
    this.#typeByName = new Map(dialect.types.map((type) => [type.name, type]));
    if (this.#idByName.size !== dialect.uops.length) throw new Error(`dialect ${dialect.name} names a uop twice`);
    this.types = new TypeTree(dialect);
    this.#roleFinder = new RoleFinder(dialect);
    const counted = this.#roleFinder.countedConstantLoad;
    this.countedConstantLoad = counted === undefined ? undefined : this.id(counted);
    this.structural = {
      nop: this.id(dialect.structural.nop),
      loadConstant: this.id(dialect.structural.loadConstant),
      popTop: this.id(dialect.structural.popTop),
      popTopNop: this.id(dialect.structural.popTopNop),
      jumpToTop: this.id(dialect.structural.jumpToTop),
      exitTrace: this.id(dialect.structural.exitTrace),
      deopt: this.id(dialect.structural.deopt),
      setIp: this.id(dialect.structural.setIp),
      checkValidity: this.id(dialect.structural.checkValidity),
      spillOrReload: this.id(dialect.structural.spillOrReload),
    };
  }

  /**
   * The uop's stack effect, slot by slot.
   * @throws RangeError when the id is not of this dialect.
   */
  shape(id: UopId, oparg: number): UopShape {
    return this.#shapes[id] ?? this.#variedShapes[id]?.get(oparg) ?? this.#makeShape(id, oparg);
  }

  /**
   * The uop's part in the records of others.
   * @throws RangeError when the id is not of this dialect.
   */
  role(id: UopId): UopRole {
    return (this.#roles[id] ??= this.#roleFinder.roleOf(this.definition(id)));
  }

  /** The guard that a local has this type, if the dialect has one. */
  localGuard(type: TypeCode): UopId | undefined {
    this.#localGuards ??= this.#findLocalGuards();
    return this.#localGuards.get(type);
  }

  /** @throws RangeError when the dialect has no such uop. */
  id(name: string): UopId {
    const id = this.#idByName.get(name);
    if (id === undefined) throw new RangeError(`dialect ${this.dialect.name} has no uop ${name}`);
    return id;
  }

  has(name: string): boolean {
    return this.#idByName.has(name);
  }

  /** @throws RangeError when the id is not of this dialect. */
  definition(id: UopId): UopDefinition {
    const definition = this.dialect.uops[id];
    if (definition === undefined) throw new RangeError(`dialect ${this.dialect.name} has no uop number ${id}`);
    return definition;
  }

  /** Whether every value of type `narrow` also has type `wide`. */
  isSubtype(narrow: string, wide: string): boolean {
    for (let at: string | undefined = narrow; at !== undefined; at = this.#typeByName.get(at)?.parent) {
      if (at === wide) return true;
    }
    return false;
  }

  type(name: string): TypeDefinition | undefined {
    return this.#typeByName.get(name);
  }

  #findLocalGuards(): ReadonlyMap<TypeCode, UopId> {
    const found = new Map<TypeCode, UopId>();
    for (const { name, guards, flags } of this.dialect.uops) {
      const [guard, ...others] = guards;
      if (guard?.input !== "local" || guard.fact.kind !== "type" || others.length > 0) continue;
      if (flags.has("reads-local") && flags.has("exit")) found.set(this.types.code(guard.fact.type), this.id(name));
    }
    return found;
  }

  #makeShape(id: UopId, oparg: number): UopShape {
    const definition = this.definition(id);
    if (!variesWithOparg(definition)) return (this.#shapes[id] = shapeUop(definition, this.role(id), 0));
    const shape = shapeUop(definition, this.role(id), oparg);
    (this.#variedShapes[id] ??= new Map()).set(oparg, shape);
    return shape;
  }
}
