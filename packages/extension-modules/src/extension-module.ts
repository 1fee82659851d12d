// The modules by name. When the package is built each becomes a file of its own (tools/bundle-extensions.ts), a function of the runtime's
// functions; from source they import these.

import { newAbcModule } from "./modules/_abc/module.ts";
import { newAstModule } from "./modules/_ast/module.ts";
import { newBisectModule } from "./modules/_bisect/module.ts";
import { newBlake2Module } from "./modules/_blake2/module.ts";
import { newCodecsModule } from "./modules/_codecs/module.ts";
import { newCollectionsModule } from "./modules/_collections/module.ts";
import { newContextvarsModule } from "./modules/_contextvars/module.ts";
import { newCsvModule } from "./modules/_csv/module.ts";
import { newDatetimeModule } from "./modules/_datetime/module.ts";
import { newDecimalModule } from "./modules/_decimal/module.ts";
import { newDocumentationModule } from "./modules/_documentation/module.ts";
import { newFunctoolsModule } from "./modules/_functools/module.ts";
import { newImpModule } from "./modules/_imp/module.ts";
import { newHeapqModule } from "./modules/_heapq/module.ts";
import { newJsonModule } from "./modules/_json/module.ts";
import { newMd5Module } from "./modules/_md5/module.ts";
import { newMonitoringModule } from "./modules/_monitoring/module.ts";
import { newPickleModule } from "./modules/_pickle/module.ts";
import { newPosixsubprocessModule } from "./modules/_posixsubprocess/module.ts";
import { newSocketModule } from "./modules/_socket/module.ts";
import { newFcntlModule } from "./modules/fcntl/module.ts";
import { newSelectModule } from "./modules/select/module.ts";
import { newOpcodeModule } from "./modules/_opcode/module.ts";
import { newOperatorModule } from "./modules/_operator/module.ts";
import { newQueueModule } from "./modules/_queue/module.ts";
import { newRandomModule } from "./modules/_random/module.ts";
import { newSha1Module } from "./modules/_sha1/module.ts";
import { newSignalModule } from "./modules/_signal/module.ts";
import { newSha2Module } from "./modules/_sha2/module.ts";
import { newSha3Module } from "./modules/_sha3/module.ts";
import { newSreModule } from "./modules/_sre/module.ts";
import { newStatisticsModule } from "./modules/_statistics/module.ts";
import { newStringModule } from "./modules/_string/module.ts";
import { newStructModule } from "./modules/_struct/module.ts";
import { newSuggestionsModule } from "./modules/_suggestions/module.ts";
import { newTokenizeModule } from "./modules/_tokenize/module.ts";
import { newSysconfigdataModule } from "./modules/_sysconfigdata__linux_/module.ts";
import { newArrayModule } from "./modules/array/module.ts";
import { newThreadModule } from "./modules/_thread/module.ts";
import { newBinasciiModule } from "./modules/binascii/module.ts";
import { newCmathModule } from "./modules/cmath/module.ts";
import { newMarshalModule } from "./modules/marshal/module.ts";
import { newPosixModule } from "./modules/posix/module.ts";
import { newUnicodedataModule } from "./modules/unicodedata/module.ts";
import { newZlibModule } from "./modules/zlib/module.ts";
import { type ExtensionModuleName, isExtensionModuleName } from "./names.ts";

/** Makes the module in a machine of the runtime whose functions it is given. To be called by a VM only. */
export type ExtensionModule = (runtime: never) => (machine: never) => number;

const modules: Readonly<Record<ExtensionModuleName, ExtensionModule>> = {
  _abc: () => newAbcModule,
  _ast: () => newAstModule,
  _bisect: () => newBisectModule,
  _blake2: () => newBlake2Module,
  _codecs: () => newCodecsModule,
  _collections: () => newCollectionsModule,
  _contextvars: () => newContextvarsModule,
  _csv: () => newCsvModule,
  _datetime: () => newDatetimeModule,
  _decimal: () => newDecimalModule,
  _documentation: () => newDocumentationModule,
  _functools: () => newFunctoolsModule,
  _heapq: () => newHeapqModule,
  _imp: () => newImpModule,
  _json: () => newJsonModule,
  _md5: () => newMd5Module,
  _monitoring: () => newMonitoringModule,
  _posixsubprocess: () => newPosixsubprocessModule,
  _socket: () => newSocketModule,
  fcntl: () => newFcntlModule,
  select: () => newSelectModule,
  _opcode: () => newOpcodeModule,
  _operator: () => newOperatorModule,
  _pickle: () => newPickleModule,
  _queue: () => newQueueModule,
  _suggestions: () => newSuggestionsModule,
  _random: () => newRandomModule,
  _sha1: () => newSha1Module,
  _signal: () => newSignalModule,
  _sha2: () => newSha2Module,
  _sha3: () => newSha3Module,
  _sre: () => newSreModule,
  _statistics: () => newStatisticsModule,
  _string: () => newStringModule,
  _struct: () => newStructModule,
  _sysconfigdata__linux_: () => newSysconfigdataModule,
  _tokenize: () => newTokenizeModule,
  array: () => newArrayModule,
  _thread: () => newThreadModule,
  binascii: () => newBinasciiModule,
  cmath: () => newCmathModule,
  marshal: () => newMarshalModule,
  posix: () => newPosixModule,
  unicodedata: () => newUnicodedataModule,
  zlib: () => newZlibModule,
};

/** The module of this name, for the member `nativeModule` of a library; `undefined` when there is none. */
export function extensionModule(name: string): ExtensionModule | undefined {
  return isExtensionModuleName(name) ? modules[name] : undefined;
}
