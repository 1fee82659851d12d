// Instances of classes defined in Python, made and freed without the host.

import { InstanceObject, LayoutKind, ObjectHeader, TypeFlag, TypeObject, largestSmallSize } from "@tjit/runtime/layout";
import { type Builder, type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { hostFunction, hostProcedure } from "./host.ts";
import { VmState, forEachWord, loadState, word } from "./memory.ts";
import { freeListOf, freeToList, newContainer } from "./tuples.ts";

const allocateInstance = hostFunction("allocate_instance");
const freeObject = hostProcedure("free_object");

/** An instance without attributes of a class whose instances have the layout INSTANCE. */
export const newInstance = kernelFunction("new_instance", ["i32"], "i32", ([type], k) => {
  const bytes = k.let(instanceBytes(k, type));
  k.if(bytes.gtU(largestSmallSize), () => {
    k.return(k.call(allocateInstance, type));
  });
  const sizeClass = k.let(sizeClassOf(bytes));
  const made = k.let(k.call(newContainer, sizeClass, type));
  k.store(ObjectHeader.refcount, type, k.load(ObjectHeader.refcount, type).add(1));
  const end = k.let(made.add(sizeClass.shl(3)));
  forEachWord(k, made.add(ObjectHeader.size), end, (place) => {
    k.store(word(), place, 0);
  });
  k.return(made);
});

/**
 * In the kernel that frees containers: an instance that nobody can have a weak reference to and that has no finalizer is freed here,
 * and 1 returned.
 */
export function deallocateInstance(k: KernelBuilder, object: I32, type: I32, release: (reference: I32) => void): void {
  const flags = k.let(k.load(TypeObject.flags, type));
  const kind = flags.and(0xff | TypeFlag.HEAP | TypeFlag.HAS_FINALIZER);
  const bytes = k.let(instanceBytes(k, type));
  const isReferredTo = flags.and(TypeFlag.WEAK_REFERENCES).ne(0).and(loadState(k, VmState.weakInstances).ne(0));
  const isHere = kind.eq(LayoutKind.INSTANCE | TypeFlag.HEAP).and(isReferredTo.eqz());
  k.if(isHere.and(bytes.leU(largestSmallSize)), () => {
    // Inline values, or members for `__slots__`: a class has one or the other.
    const fixed = k.load(TypeObject.instanceSize, type);
    const end = k.let(object.add(fixed).add(k.load(InstanceObject.valueCount, object).shl(2)));
    forEachWord(k, object.add(InstanceObject.size), end, (place) => {
      release(k.let(k.load(word(), place)));
    });
    release(k.let(k.load(InstanceObject.dict, object)));
    k.if(
      loadState(k, VmState.checkedBlocks).eqz(),
      () => {
        freeToList(k, object, freeListOf(sizeClassOf(bytes)));
      },
      () => {
        k.call(freeObject, object, bytes);
      },
    );
    release(type);
    k.return(k.i32(1));
  });
}

/** Bytes of an instance of a class, inline values included. */
function instanceBytes(k: Builder, type: I32): I32 {
  return k.load(TypeObject.instanceSize, type).add(k.load(TypeObject.inlineCapacity, type).shl(2));
}

function sizeClassOf(bytes: I32): I32 {
  return bytes.add(7).shrU(3);
}
