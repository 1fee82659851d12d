// The families that specialize, their caches, and their rules over one runtime.

import { type Runtime } from "../runtime.ts";
import { specializeCall, specializeCallKw } from "./calls.ts";
import { specializeLoadAttr, specializeLoadGlobal, specializeStoreAttr } from "./names.ts";
import {
  specializeBinaryOp,
  specializeCompareOp,
  specializeContainsOp,
  specializeForIter,
  specializeSend,
  specializeStoreSubscr,
  specializeToBool,
  specializeUnpackSequence,
} from "./operators.ts";
import {
  type FamilyCache,
  type SpecializationObservation,
  type SpecializationRule,
  type SpecializationSite,
} from "./site.ts";

const pinned = "counter version/2 unused/2 value/2 unused/2";

/** Caches of the families that have rules. */
export const familyCaches: readonly FamilyCache[] = [
  { name: "BINARY_OP", cache: "counter unused/4", memberCaches: { BINARY_OP_PY: "counter version/2 value/2" } },
  { name: "COMPARE_OP", cache: "counter" },
  { name: "CONTAINS_OP", cache: "counter" },
  { name: "TO_BOOL", cache: "counter version/2" },
  { name: "STORE_SUBSCR", cache: "counter" },
  { name: "UNPACK_SEQUENCE", cache: "counter" },
  { name: "FOR_ITER", cache: "counter" },
  { name: "SEND", cache: "counter" },
  { name: "LOAD_GLOBAL", cache: "counter globalsVersion builtinsVersion index" },
  {
    name: "LOAD_ATTR",
    cache: "counter version/2 offset unused/5",
    memberCaches: {
      LOAD_ATTR_CLASS: pinned,
      LOAD_ATTR_METHOD_NO_DICT: pinned,
      LOAD_ATTR_METHOD_WITH_VALUES: pinned,
      LOAD_ATTR_NONDESCRIPTOR_NO_DICT: pinned,
      LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: pinned,
    },
  },
  { name: "STORE_ATTR", cache: "counter version/2 offset" },
  { name: "CALL", cache: "counter version/2" },
  { name: "CALL_KW", cache: "counter version/2" },
];

type Rule = (rt: Runtime, site: SpecializationSite) => SpecializationObservation;

const rules: Readonly<Record<string, Rule>> = {
  BINARY_OP: specializeBinaryOp,
  COMPARE_OP: specializeCompareOp,
  CONTAINS_OP: specializeContainsOp,
  TO_BOOL: specializeToBool,
  STORE_SUBSCR: specializeStoreSubscr,
  UNPACK_SEQUENCE: specializeUnpackSequence,
  FOR_ITER: specializeForIter,
  SEND: specializeSend,
  LOAD_GLOBAL: specializeLoadGlobal,
  LOAD_ATTR: specializeLoadAttr,
  STORE_ATTR: specializeStoreAttr,
  CALL: specializeCall,
  CALL_KW: specializeCallKw,
};

/** The rules, looking at the objects of one runtime. */
export function specializationRules(rt: Runtime): Readonly<Record<string, SpecializationRule>> {
  return Object.fromEntries(
    Object.entries(rules).map(([family, rule]) => [family, (site: SpecializationSite) => rule(rt, site)]),
  );
}
