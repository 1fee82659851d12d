// What the descriptors of builtin types hold with the host.

import { type Runtime } from "../runtime.ts";

/** A field of instances that holds a reference. */
export interface MemberDescription {
  readonly offset: number;
  readonly isReadonly: boolean;
  /** What a field that holds 0 reads as: AttributeError for "absent", else None. */
  readonly whenAbsent: "error" | "none";
}

/** A field that cannot be assigned. */
export function readonlyMember({ offset }: { readonly offset: number }): MemberDescription {
  return { offset, isReadonly: true, whenAbsent: "none" };
}

/** Payload of a `member_descriptor`. */
export interface MemberPayload extends MemberDescription {
  readonly name: string;
  /** A type, owned when a program made it. */
  owner: number;
}

/** Payload of a `getset_descriptor`. */
export interface GetSetPayload {
  readonly name: string;
  /** A type, owned when a program made it. */
  owner: number;
  readonly get: (rt: Runtime, self: number) => number;
  readonly set: ((rt: Runtime, self: number, value: number) => number) | null;
}

/** Payload of `staticmethod` and `classmethod`; `callable` is owned, 0 before `__init__`. */
export interface WrappedCallable {
  callable: number;
}
