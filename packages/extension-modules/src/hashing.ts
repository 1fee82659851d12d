// Hashes as objects: what the modules `_md5`, `_sha1`, `_sha2`, `_sha3` and `_blake2` share.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  builtinFunction,
  bytesLike,
  defineType,
  fail,
  getset,
  hasBuffer,
  hexText,
  hostPayload,
  isStr,
  method,
  newBytes,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  notConstructible,
  spendWork,
  typeOf,
} from "@tjit/runtime/api";

/** A hash on its way, as the classes of `@noble/hashes` are. */
export interface HashState {
  readonly blockLen: number;
  readonly outputLen: number;
  update(bytes: Uint8Array): unknown;
  clone(): HashState;
  /** Ends it. */
  digest(): Uint8Array;
}

/** What an object holds. */
export interface Hash {
  readonly name: string;
  readonly state: HashState;
}

/** A hash without parameters: its name, and a fresh state. */
export interface HashKind {
  readonly name: string;
  readonly start: () => HashState;
}

/** Units of work a byte, as `spendWork` counts. */
const workPerByte = 5;

/** The hash of an object. */
export function hashOf(rt: Runtime, self: number): Hash {
  return hostPayload(rt, self) as Hash;
}

/** Hashes the bytes of an argument. Status. */
export function updateHash(rt: Runtime, state: HashState, data: number): number {
  if (isStr(rt, data)) return fail(rt, rt.types.TypeError, "Strings must be encoded before hashing");
  if (!hasBuffer(rt, data)) return fail(rt, rt.types.TypeError, "object supporting the buffer API required");
  const bytes = bytesLike(rt, data);
  if (bytes === null || spendWork(rt, workPerByte * bytes.length) < 0) return -1;
  state.update(bytes);
  return 0;
}

/** Hashes the argument that a constructor is given under one of two names. Status. */
export function updateFirst(rt: Runtime, state: HashState, data: number, string: number): number {
  if (data !== 0 && string !== 0) {
    const message =
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.";
    return fail(rt, rt.types.TypeError, message);
  }
  const given = data === 0 ? string : data;
  return given === 0 ? 0 : updateHash(rt, state, given);
}

/** The members of every hash; `data` is the name of the parameter of `update`. */
export function hashMembers(data: "data" | "obj"): Pick<Parameters<typeof defineType>[1], "methods" | "getset"> {
  return {
    methods: {
      copy: method("($self, /)", (rt, self) => {
        const { name, state } = hashOf(rt, self);
        return newHostObject(rt, typeOf(rt, self), { name, state: state.clone() } satisfies Hash);
      }),
      digest: method("($self, /)", (rt, self) => newBytes(rt, hashOf(rt, self).state.clone().digest())),
      hexdigest: method("($self, /)", (rt, self) => hexText(rt, hashOf(rt, self).state.clone().digest(), 0, 0)),
      update: method(`($self, ${data}, /)`, (rt, self, given) =>
        updateHash(rt, hashOf(rt, self).state, given) < 0 ? 0 : None,
      ),
    },
    getset: {
      name: getset((rt, self) => newStr(rt, hashOf(rt, self).name)),
      block_size: getset((rt, self) => newInt(rt, hashOf(rt, self).state.blockLen)),
      digest_size: getset((rt, self) => newInt(rt, hashOf(rt, self).state.outputLen)),
    },
  };
}

/** Makes a module of hashes whose types programs do not call: for each a function, and its type under `typeAttribute(name)`. */
export function newHashModule(
  rt: Runtime,
  module: string,
  kinds: readonly HashKind[],
  typeName: (attribute: string, name: string) => string,
): number {
  const functions: Record<string, BuiltinSpecification> = {};
  const values: Record<string, number> = { _GIL_MINSIZE: newInt(rt, 2048) };
  for (const kind of kinds) {
    const attribute = `${kind.name.toUpperCase()}Type`;
    const name = typeName(attribute, kind.name);
    const type = defineType(rt, {
      name,
      module,
      layout: LayoutKind.HOST,
      size: HostObject.size,
      acceptsSubclasses: false,
      new: notConstructible(`${module}.${name}`),
      ...hashMembers("obj"),
    });
    values[attribute] = newRef(rt, type);
    functions[kind.name] = builtinFunction(
      "(data=b'', *, usedforsecurity=True, string=NULL)",
      (rt_, data, _security, string) => {
        const state = kind.start();
        if (updateFirst(rt_, state, data, string) < 0) return 0;
        return newHostObject(rt_, type, { name: kind.name, state } satisfies Hash);
      },
    );
  }
  return newModule(rt, module, functions, values);
}
