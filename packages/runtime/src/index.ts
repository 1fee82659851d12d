/// Heap, object model, builtins and native modules of the tjit virtual machine.
export { createRuntime, newImage } from "./bootstrap.ts";
export { type Engine, RunStatus } from "./engine.ts";
export {
  clearError,
  clearIf,
  errorMatches,
  errorOccurred,
  exceptionMatches,
  exceptionMatches as isExceptionOfType,
  fail,
  setErrorNone,
  fetchError,
  raise,
  restoreError,
  setError,
  setErrorObject,
} from "./exceptions/errors.ts";
export { getExceptionState, setExceptionState } from "./exceptions/exception-state.ts";
export { type ExceptionName, exceptionHierarchy } from "./exceptions/hierarchy.ts";
export { exitRequest, formatException, formatExceptionOnly, formatTraceback } from "./exceptions/print.ts";
export { type SyntaxProblem, raiseSyntaxError } from "./exceptions/syntax-error.ts";
export { type SyntaxCaution, warnOfSource } from "./exceptions/syntax-warning.ts";
export { frameLine, lineAt, tracebackPayload } from "./exceptions/traceback.ts";
export { unwind } from "./exceptions/unwind.ts";
export { callFunction, runCode, runFrame } from "./frames/call-function.ts";
export { currentFrame } from "./frames/frame.ts";
export { frameLocalsDict } from "./frames/locals.ts";
export { unprobedDepth } from "./frames/host-depth.ts";
export { collectCycles, maybeCollectCycles } from "./heap/collect-cycles.ts";
export { HandleTable } from "./heap/handles.ts";
export { Heap, HeapCorruptionError, type HeapOptions } from "./heap/heap.ts";
export { type LiveObjects, compareLiveObjects, liveObjects } from "./heap/live-objects.ts";
export { OutOfMemoryError } from "./heap/out-of-memory-error.ts";
export { finishProgram } from "./finish.ts";
export { callExceptHook } from "./exceptions/hooks.ts";
export { HostError } from "./host-error.ts";
export type { FileStatus, Host, HostFile, HostFiles, HostProcess, Library, OpenOptions, TimeZone } from "./host.ts";
export { libraryFolder, readFile } from "./importing/files.ts";
export { isStandardModule } from "./importing/standard-modules.ts";
export { importModule } from "./importing/import-module.ts";
export { importWithLevel } from "./importing/import-name.ts";
export { type MainOutcome, runMainModule } from "./importing/main-module.ts";
export type { RuntimeImage } from "./image/image.ts";
export { storedImage } from "./image/stored-image.ts";
export {
  FRAME_PUSHED,
  ITERATION_ERROR,
  Periodic,
  type RuntimeImport,
  type RuntimeImportName,
  runtimeImports,
} from "./imports.ts";
export { builtinDefinition, descriptorDefinition } from "./kinds/function-types.ts";
export { propertyGetter } from "./kinds/descriptor-types.ts";
export { addFunctions, moduleDict, newModule, setEntry } from "./kinds/module.ts";
export { fullTypeName } from "./kinds/type-type.ts";
export {
  BuiltinFunctionObject,
  CellObject,
  CodeObjectLayout,
  DictEntry,
  DictFlag,
  DictObject,
  ExceptionObject,
  ExecutorRecord,
  ExitRecord,
  FixedType,
  type FixedTypeName,
  FloatObject,
  Frame,
  FrameOwner,
  FunctionObject,
  HostObject,
  InstanceObject,
  IntObject,
  LayoutKind,
  ListObject,
  MethodDescriptorObject,
  MethodObject,
  ModuleObject,
  ObjectHeader,
  SharedKeys,
  Singleton,
  StrFlag,
  StrObject,
  TupleObject,
  TypeFlag,
  TypeObject,
  VmState,
  heapAddress,
  vmStateAddress,
} from "./layout/index.ts";
export { codeConstant, codeInfo, codeName, codeOffset, newCode } from "./object/code.ts";
export type { CodeInfo } from "./object/code-info.ts";
export {
  dictDelete,
  dictGet,
  dictGetName,
  dictKeysVersion,
  dictLength,
  dictLookup,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
  newDict,
  watchDict,
} from "./object/dict.ts";
export { exchangeHandled, handledException } from "./exceptions/handled.ts";
export { floatValue, newFloat } from "./object/float.ts";
export { builtinsOf, cellValue, functionVersion, newFunction, newMethod } from "./object/function.ts";
export { instanceDictionary, sharedKeyIndex } from "./object/instance-dict.ts";
export { intNumber, intValue, newBigInt, newInt } from "./object/int.ts";
export { listAppend, listItem, listLength, newList } from "./object/list.ts";
export { hostPayload, newHostObject } from "./object/new-object.ts";
export {
  Ellipsis,
  False,
  NULL,
  None,
  NotImplemented,
  True,
  decref,
  emptyTuple,
  incref,
  isDict,
  isExceptionInstance,
  isFloat,
  isInt,
  isList,
  isSmallInt,
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
  xdecref,
} from "./object/reference.ts";
export { internStr, newStr, strLength, strValue } from "./object/str.ts";
export { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "./object/tuple.ts";
export { hostFunctions } from "./operations/host-functions.ts";
export {
  getAttribute,
  getAttributeString,
  getOptionalAttribute,
  setAttribute,
  setAttributeString,
} from "./protocols/attributes.ts";
export {
  callMethod,
  callNoArguments,
  callObject,
  callOneArgument,
  callTuple,
  callTwoArguments,
  callWith,
} from "./protocols/call.ts";
export { isInstance, isSubclass } from "./protocols/instance-check.ts";
export { forEach, getIter, iterNext, listFrom } from "./protocols/iterate.ts";
export { reprObject, reprText, strObject, strText } from "./protocols/text.ts";
export { isTrue } from "./protocols/truth.ts";
export { type CompileFlags, type ParsedTree, Runtime, type RuntimeHooks, type RuntimeOptions } from "./runtime.ts";
export { familyCaches, specializationRules } from "./specialization/index.ts";
export { type BuiltinSpecification, builtinFunction, getset, method, rawFunction } from "./types/builtin-definition.ts";
export { defineType } from "./types/define-type.ts";
export type { TypeSpecification } from "./types/type-specification.ts";
export { namedCharacter } from "./text/named-character.ts";
export { clearMethodCache, lookupType, typeVersion } from "./types/lookup.ts";
export { isSubtype } from "./types/subtype.ts";
