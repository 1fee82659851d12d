// What the last line of a report adds to NameError, AttributeError and ImportError: the name that was perhaps meant.

import { importWithLevel } from "../importing/import-name.ts";
import { isStandardModule } from "../importing/standard-modules.ts";
import { ExceptionObject } from "../layout/objects.ts";
import { listItem, listLength } from "../object/list.ts";
import { decref, isStr, xdecref } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { getAttributeString, getOptionalAttribute } from "../protocols/attributes.ts";
import { callMethod } from "../protocols/call.ts";
import { listFrom } from "../protocols/iterate.ts";
import { getItem } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { clearError } from "./errors.ts";
import { getExceptionState } from "./exception-state.ts";
import { suggestName } from "./suggestions.ts";
import { tracebackPayload } from "./traceback.ts";

/** Text for the end of the message; `""` when nothing is near. */
export function didYouMean(rt: Runtime, exception: number, type: number): string {
  const { AttributeError, ImportError, NameError } = rt.types;
  const isImport = isSubtype(rt, type, ImportError);
  const isName = isSubtype(rt, type, NameError);
  if (!isImport && !isName && !isSubtype(rt, type, AttributeError)) return "";
  const wrong = getExceptionState(rt, exception, isImport ? "name_from" : "name");
  if (wrong === 0 || !isStr(rt, wrong)) return "";
  const text = strValue(rt, wrong);
  const locals = isImport ? 0 : innermostLocals(rt, exception);
  const best = isName
    ? fromFrame(rt, exception, locals, wrong)
    : isImport
      ? fromModule(rt, exception, text)
      : fromObject(rt, getExceptionState(rt, exception, "obj"), locals, text);
  xdecref(rt, locals);
  clearError(rt);
  const isForgotten = isName && isStandardModule(text);
  if (best === null) return isForgotten ? `. Did you forget to import '${text}'?` : "";
  return `. Did you mean: '${best}'?${isForgotten ? ` Or did you forget to import '${text}'?` : ""}`;
}

/** `f_locals` of the frame that raised; 0 if there is none. New reference. */
function innermostLocals(rt: Runtime, exception: number): number {
  let last = rt.heap.load(exception + ExceptionObject.traceback.offset);
  if (last === 0) return 0;
  for (let next = tracebackPayload(rt, last).next; next !== 0; next = tracebackPayload(rt, next).next) last = next;
  const frame = getAttributeString(rt, last, "tb_frame");
  const locals = frame === 0 ? 0 : getAttributeString(rt, frame, "f_locals");
  xdecref(rt, frame);
  clearError(rt);
  return locals;
}

/** `self` there. New reference or 0. */
function selfOf(rt: Runtime, locals: number): number {
  const self = locals === 0 ? 0 : getItem(rt, locals, rt.names.self);
  clearError(rt);
  return self;
}

function fromFrame(rt: Runtime, exception: number, locals: number, wrong: number): string | null {
  if (locals === 0) return null;
  const text = strValue(rt, wrong);
  const self = selfOf(rt, locals);
  const attribute = self === 0 ? 0 : getOptionalAttribute(rt, self, wrong);
  clearError(rt);
  xdecref(rt, self);
  xdecref(rt, attribute);
  if (attribute !== 0) return `self.${text}`;
  let last = rt.heap.load(exception + ExceptionObject.traceback.offset);
  for (let next = tracebackPayload(rt, last).next; next !== 0; next = tracebackPayload(rt, next).next) last = next;
  return suggestName(
    [locals, tracebackPayload(rt, last).globals, rt.builtins].flatMap((it) => namesIn(rt, it)),
    text,
  );
}

function fromModule(rt: Runtime, exception: number, wrong: string): string | null {
  const name = getExceptionState(rt, exception, "name");
  const module = name !== 0 && isStr(rt, name) ? importWithLevel(rt, strValue(rt, name), 0, 0, 0) : 0;
  const best = fromObject(rt, module, 0, wrong);
  xdecref(rt, module);
  return best;
}

/** Names that begin with `_` are for those who ask for one, and for methods of the object. */
function fromObject(rt: Runtime, object: number, locals: number, wrong: string): string | null {
  const dir = object === 0 ? 0 : callMethod(rt, object, rt.names.__dir__);
  const names = namesIn(rt, dir).sort();
  xdecref(rt, dir);
  const self = selfOf(rt, locals);
  xdecref(rt, self);
  const isHidden = !wrong.startsWith("_") && (self === 0 || self !== object);
  return suggestName(isHidden ? names.filter((it) => !it.startsWith("_")) : names, wrong);
}

function namesIn(rt: Runtime, iterable: number): string[] {
  const list = iterable === 0 ? 0 : listFrom(rt, iterable);
  clearError(rt);
  if (list === 0) return [];
  const names: string[] = [];
  for (let index = 0; index < listLength(rt, list); index++) {
    const name = listItem(rt, list, index);
    if (isStr(rt, name)) names.push(strValue(rt, name));
  }
  decref(rt, list);
  return names;
}
