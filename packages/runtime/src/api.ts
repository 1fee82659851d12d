/// What native modules outside of this package are written with: CPython's C interface, as far as `@tjit/extension-modules` uses it. A VM
/// hands these functions to such modules, so that they need no copy of them; each costs every VM its size.
export { sizeArgument } from "./builtins/arguments.ts";
export { type IteratorState, clearIterator, iteratorState, traverseIterator } from "./builtins/iterator-state.ts";
export { newIterator } from "./builtins/iterators.ts";
export { budgetOf, reserveBytes, spendWork } from "./builtins/work.ts";
export { clearError, clearIf, errorMatches, errorOccurred, export { weakPayload, fail, fetchError } from "./heap/weak-references.ts";
export { importModule } from "./importing/import-module.ts";
export { newGenericAlias } from "./kinds/generic-alias.ts";
export { newMappingProxy } from "./kinds/mapping-proxy.ts";
export { newModule } from "./kinds/module.ts";
export { instanceDictAccess } from "./kinds/object-type.ts";
export { contentsOf } from "./kinds/type-arguments.ts";
export { FixedType } from "./layout/memory-map.ts";
export { HostObject, LayoutKind, StrFlag, TypeFlag, TypeObject } from "./layout/objects.ts";
export { bytesOf, readBytes, writableBytes } from "./modules/buffer.ts";
export { complexFrom } from "./modules/complex-argument.ts";
export { newExceptionClass } from "./modules/exception-class.ts";
export { payStep } from "./modules/itertools/define.ts";
export { notConstructible } from "./modules/not-constructible.ts";
export { newWeakReference } from "./modules/weakref/reference-type.ts";
export { complexValue, newComplex } from "./numbers/complex-object.ts";
export { type Budget, Failure, pendingFailure, valueError } from "./numbers/failure.ts";
export { doubleFrom, indexInteger } from "./numbers/int-new.ts";
export { integerFromBytes } from "./numbers/integer-bytes.ts";
export { newInteger, readInteger } from "./numbers/integer-object.ts";
export { newSlice, sliceParts } from "./object/slice.ts";
export { forEach, getIter, isIterable, iterNext, listFrom } from "./protocols/iterate.ts";
export { BinaryOperator, absoluteOperation, binaryOperation, indexNumber, inplaceOperation, invertOperation, negativeOperation, positiveOperation, powerOperation } from "./protocols/number.ts";
