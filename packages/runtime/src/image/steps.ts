// Everything that defines a machine's own types and functions, in the order in which the types need each other. A step defines types
// and does nothing else: in a machine that was restored from an image it runs when one of its types is needed first.

import { defineIteratorTypes } from "../builtins/iterators.ts";
import { defineAnextAwaitable } from "../builtins/anext.ts";
import { builtinFunctions } from "../builtins/functions.ts";
import { defineCallableIterator } from "../builtins/object-functions.ts";
import { defineAsyncGenerators } from "../kinds/async-generator-type.ts";
import { defineDescriptors } from "../kinds/descriptor-types.ts";
import { defineDict } from "../kinds/dict-type.ts";
import { defineDictViews } from "../kinds/dict-views.ts";
import { defineExceptionGroups } from "../kinds/exception-group-type.ts";
import { defineExceptions } from "../kinds/exception-types.ts";
import { defineCallables } from "../kinds/function-types.ts";
import { defineGenerators } from "../kinds/generator-type.ts";
import { defineGenericAlias } from "../kinds/generic-alias.ts";
import { defineIterators } from "../kinds/iterator-types.ts";
import { defineList } from "../kinds/list-type.ts";
import { defineMappingProxy } from "../kinds/mapping-proxy.ts";
import { defineModuleType } from "../kinds/module.ts";
import { defineObject, defineSingletonTypes } from "../kinds/object-type.ts";
import { defineRange } from "../kinds/range-type.ts";
import { defineSets } from "../kinds/set-type.ts";
import { defineSuper } from "../kinds/super.ts";
import { defineFrame } from "../kinds/frame-type.ts";
import { defineFrameLocals } from "../kinds/frame-locals-proxy.ts";
import { defineTraceback } from "../kinds/traceback-type.ts";
import { defineTuple } from "../kinds/tuple-type.ts";
import { defineTypeType } from "../kinds/type-type.ts";
import { defineTemplates } from "../kinds/template-types.ts";
import { defineTypeParameters } from "../kinds/type-parameter-types.ts";
import { defineUnion } from "../kinds/union.ts";
import { defineProxyTypes } from "../modules/weakref/proxy-type.ts";
import { defineReferenceType } from "../modules/weakref/reference-type.ts";
import { defineStreamType } from "../modules/sys-stream.ts";
import { defineSysTypes, sysFunctions } from "../modules/sys.ts";
import { defineComplexType } from "../numbers/complex-type.ts";
import { defineFloatType } from "../numbers/float-type.ts";
import { defineIntTypes } from "../numbers/int-type.ts";
import { defineByteArrayType } from "../text/bytearray-type.ts";
import { defineBytesIterators } from "../text/bytes-iterator.ts";
import { defineBytesType } from "../text/bytes-type.ts";
import { defineMemoryViewType } from "../text/memoryview-type.ts";
import { defineStrType } from "../text/str-type.ts";
import { type DefinitionSteps } from "./links.ts";

/** `object` first: the others take its slots; then what definitions are made of. */
export function definitionSteps(): DefinitionSteps {
  return {
    types: [
      defineObject,
      defineTypeType,
      defineCallables,
      defineDescriptors,
      defineSingletonTypes,
      defineExceptions,
      defineUnion,
      defineGenericAlias,
      defineMappingProxy,
      defineTuple,
      defineList,
      defineDict,
      defineDictViews,
      defineSets,
      defineRange,
      defineIterators,
      defineSuper,
      defineModuleType,
      defineTraceback,
      defineFrame,
      defineFrameLocals,
      defineExceptionGroups,
      defineGenerators,
      defineAsyncGenerators,
      defineAnextAwaitable,
      defineTypeParameters,
      defineTemplates,
      defineIntTypes,
      defineFloatType,
      defineComplexType,
      defineStrType,
      defineBytesType,
      defineByteArrayType,
      defineBytesIterators,
      defineMemoryViewType,
      defineReferenceType,
      defineProxyTypes,
      defineCallableIterator,
      defineStreamType,
      defineIteratorTypes,
      defineSysTypes,
    ],
    functions: { builtins: builtinFunctions, sys: () => sysFunctions },
  };
}
