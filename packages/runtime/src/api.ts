/// What native modules outside of this package are written with: CPython's C interface, as far as `@tjit/extension-modules` uses it. A VM
/// hands these functions to such modules, so that they need no copy of them; each costs every VM its size.
export { sizeArgument } from "./builtins/arguments.ts";
export { type IteratorState, clearIterator, iteratorState, traverseIterator } from "./builtins/iterator-state.ts";
export { defineIterator, newIterator } from "./builtins/iterators.ts";
export { sysAttribute, writeText } from "./builtins/print.ts";
export { waitSeconds } from "./builtins/wait.ts";
export { budgetOf, reserveBytes, spendWork } from "./builtins/work.ts";
export {
  clearError,
  clearIf,
  errorMatches,
  errorOccurred,
  fail,
  fetchError,
  raise,
  restoreError,
  setError,
  setErrorNone,
  setErrorObject,
  setKeyError,
} from "./exceptions/errors.ts";
export { formatException } from "./exceptions/print.ts";
export { suggestName } from "./exceptions/suggestions.ts";
export { warn } from "./exceptions/warn.ts";
export { attempt, raiseNamedError, refusalOf } from "./files/attempt.ts";
export {
  addFile,
  closeDescriptor,
  descriptionOf,
  descriptorStatus,
  duplicateDescriptor,
  openDescriptor,
  readDescriptor,
  seekDescriptor,
  truncateDescriptor,
  writeDescriptor,
} from "./files/descriptors.ts";
export { openFlags, openOptions } from "./files/open-flags.ts";
export { listPath, statPath } from "./files/open-path.ts";
export { systemErrorText } from "./files/system-errors.ts";
export { weakPayload } from "./heap/weak-references.ts";
export { hasHostStack } from "./frames/host-depth.ts";
export { HostError } from "./host-error.ts";
export type { FileStatus, HostFile, HostFiles, HostProcess } from "./host.ts";
export { currentFolder } from "./importing/files.ts";
export { createNative } from "./importing/create-native.ts";
export { isInArchive } from "./importing/files.ts";
export { sysEntry } from "./importing/find-module.ts";
export { nativeMaker } from "./importing/native-maker.ts";
export { importModule } from "./importing/import-module.ts";
export { updateDict } from "./kinds/dict-type.ts";
export { newDictView, viewedDict } from "./kinds/dict-views.ts";
export { newGenericAlias } from "./kinds/generic-alias.ts";
export { newMappingProxy } from "./kinds/mapping-proxy.ts";
export { newModule } from "./kinds/module.ts";
export { instanceDictAccess } from "./kinds/object-type.ts";
export { objectState } from "./kinds/reduce.ts";
export { reduceTo } from "./kinds/reduce-iterator.ts";
export { contentsOf } from "./kinds/type-arguments.ts";
export { FixedType } from "./layout/memory-map.ts";
export { DictObject, HostObject, LayoutKind, StrFlag, TypeFlag, TypeObject } from "./layout/objects.ts";
export { alignTo } from "./layout/struct.ts";
export { bytesOf, readBytes, writableBytes } from "./modules/buffer.ts";
export { complexFrom } from "./modules/complex-argument.ts";
export { newExceptionClass } from "./modules/exception-class.ts";
export { bytesToWrite } from "./modules/io/abstract-types.ts";
export { isFileArgument, pathObject, pathText } from "./modules/io/file-argument.ts";
export { payStep } from "./modules/itertools/define.ts";
export { notConstructible } from "./modules/not-constructible.ts";
export { newNamespace } from "./modules/simple-namespace.ts";
export { defineStructSequence, newStructSequence } from "./modules/struct-sequence.ts";
export { newWeakReference } from "./modules/weakref/reference-type.ts";
export { complexValue, isComplex, newComplex } from "./numbers/complex-object.ts";
export { type Budget, Failure, pendingFailure, valueError } from "./numbers/failure.ts";
export { reprDouble } from "./numbers/float-text.ts";
export { doubleFrom, indexInteger, integerFrom } from "./numbers/int-new.ts";
export { integerFromBytes } from "./numbers/integer-bytes.ts";
export { newInteger, newIntegerOr, readInteger } from "./numbers/integer-object.ts";
export { integerToDecimal } from "./numbers/integer-text.ts";
export { asciiDigits, stripWhitespace } from "./numbers/numeric-text.ts";
export { newDetailed, raiseFailure } from "./numbers/raise.ts";
export { newCodeOf } from "./object/code-constants.ts";
export { codeConstant, codeInfo } from "./object/code.ts";
export {
  dictClear,
  dictContains,
  dictCopy,
  dictDelete,
  dictFirst,
  dictGet,
  dictLast,
  dictLength,
  dictLookup,
  dictMergeDict,
  dictNext,
  dictPosition,
  dictPrevious,
  dictSet,
  dictSetWithHash,
  entryKey,
  entryValue,
  hashKey,
  newDict,
  removeEntry,
} from "./object/dict.ts";
export { moveToFirst, moveToLast } from "./object/dict-order.ts";
export { floatValue, newFloat } from "./object/float.ts";
export { newMethod } from "./object/function.ts";
export { intValue, newBigInt, newInt } from "./object/int.ts";
export {
  listAppend,
  listAppendStolen,
  listItem,
  listSet,
  listItems,
  listLength,
  listOf,
  newList,
  setListLength,
} from "./object/list.ts";
export { allocate, hostPayload, newHostObject, setHostPayload } from "./object/new-object.ts";
export {
  Ellipsis,
  False,
  None,
  NotImplemented,
  True,
  decref,
  emptyTuple,
  incref,
  isDict,
  isFloat,
  isInt,
  isList,
  isStr,
  isTuple,
  isType,
  newRef,
  pyBool,
  slotsOf,
  smallInt,
  smallIntValue,
  typeInfo,
  typeName,
  typeOf,
  typeSlots,
  xdecref,
} from "./object/reference.ts";
export { newFrozenSet, newSet, setAdd } from "./object/set.ts";
export { newSlice, sliceBounds, sliceParts } from "./object/slice.ts";
export { internInPlace, internStr, newStr, newStrWith, strFlags, strLength, strValue } from "./object/str.ts";
export { newTuple, tupleInit, tupleItem, tupleLength, tupleOf, tupleSlice } from "./object/tuple.ts";
export { getAttribute, getAttributeString, getOptionalAttribute, setAttribute } from "./protocols/attributes.ts";
export {
  BufferFlag,
  type BufferView,
  bytesLike,
  contiguousBytes,
  getBuffer,
  hasBuffer,
  isContiguous,
  itemCount,
  plainLayout,
  releaseBuffer,
} from "./protocols/buffer.ts";
export { callDictionary } from "./protocols/call-dictionary.ts";
export {
  callMethod,
  callNoArguments,
  callOneArgument,
  callTuple,
  callTwoArguments,
  callWith,
} from "./protocols/call.ts";
export { tupleFrom } from "./protocols/collect.ts";
export { richCompare, richCompareBool } from "./protocols/compare.ts";
export { foldHash, hashObject, unhashable } from "./protocols/hash.ts";
export { isInstance, isSubclass } from "./protocols/instance-check.ts";
export { forEach, getIter, isIterable, iterNext, listFrom } from "./protocols/iterate.ts";
export {
  BinaryOperator,
  absoluteOperation,
  binaryOperation,
  indexNumber,
  inplaceOperation,
  invertOperation,
  negativeOperation,
  positiveOperation,
  powerOperation,
} from "./protocols/number.ts";
export { callSpecial0, hasSpecial } from "./protocols/special.ts";
export { containsItem, deleteItem, getItem, lengthOf, setItem } from "./protocols/subscript.ts";
export { addressText, enterRepr, leaveRepr, reprText, strText, takeText } from "./protocols/text.ts";
export { isTrue } from "./protocols/truth.ts";
export { hashValue } from "./protocols/visible-hash.ts";
export type { ParsedTree, Runtime } from "./runtime.ts";
export { joinBytes } from "./text/byte-search.ts";
export { hexText } from "./text/bytes-hex.ts";
export { isByteArray, isBytes, newBytes } from "./text/bytes-object.ts";
export { isAlphanumeric, isAscii, isDecimal, isSpace } from "./text/classify.ts";
export { pointIndex, truncate, unitIndex } from "./text/code-points.ts";
export { type CodecName, type Replacement, decodeBytes, encodeText } from "./text/codecs.ts";
export { decode, encode } from "./text/encode-object.ts";
export { completeLength } from "./text/incremental-decoder.ts";
export { memoryViewOn } from "./text/memoryview-object.ts";
export { reprString } from "./text/repr.ts";
export { callDefinition } from "./types/bind-arguments.ts";
export { type BuiltinSpecification, builtinFunction, getset, method, rawFunction } from "./types/builtin-definition.ts";
export { defineType, newBuiltinFunction, newMethodDescriptor } from "./types/define-type.ts";
export type { DocumentationTable } from "./types/documentation.ts";
export { typeModified } from "./types/lookup.ts";
export { Compare } from "./types/slots.ts";
export { isSubtype } from "./types/subtype.ts";
export { define } from "./types/type-parts.ts";
export { fieldHead, fieldIndex, nextAccessor, nextPiece } from "./text/format-fields.ts";
