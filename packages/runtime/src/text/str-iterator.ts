// The iterator of a str: a position in the host's text.

import { HostObject, LayoutKind } from "../layout/objects.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { newRef } from "../object/reference.ts";
import { newInt } from "../object/int.ts";
import { newStr, strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { reduceTo, setPosition } from "../kinds/reduce-iterator.ts";
import { type Slots } from "../types/slots.ts";
import { pointIndex, textKind } from "./code-points.ts";

interface StrIterator {
  readonly text: string;
  position: number;
}

function next(rt: Runtime, self: number): number {
  const iterator = hostPayload(rt, self) as StrIterator;
  const { text, position } = iterator;
  if (position >= text.length) return 0;
  const unit = text.charCodeAt(position);
  if ((unit & 0xfc00) !== 0xd800) {
    iterator.position = position + 1;
    return newStr(rt, text.charAt(position));
  }
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  iterator.position = position + character.length;
  return newStr(rt, character);
}

/** Defines the iterator and returns the `iter` slot of str. */
export function defineStrIterator(rt: Runtime): NonNullable<Slots["iter"]> {
  const type = defineType(rt, {
    name: "str_iterator",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: { iter: newRef, iternext: next },
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const { text, position } = hostPayload(rt_, self) as StrIterator;
        if (position >= text.length) return reduceTo(rt_, "iter", newStr(rt_, ""));
        return reduceTo(rt_, "iter", newStr(rt_, text), pointIndex(text, position, textKind(text)));
      }),
      __setstate__: setPosition((rt_, self, position) => {
        const iterator = hostPayload(rt_, self) as StrIterator;
        iterator.position = Array.from(iterator.text).slice(0, Math.max(0, position)).join("").length;
      }),
      __length_hint__: method("($self, /)", (rt_, self) => {
        const { text, position } = hostPayload(rt_, self) as StrIterator;
        const kind = textKind(text);
        return newInt(rt_, pointIndex(text, text.length, kind) - pointIndex(text, position, kind));
      }),
    },
  });
  return (rt_, self) => {
    const iterator: StrIterator = { text: strValue(rt_, self), position: 0 };
    return newHostObject(rt_, type, iterator);
  };
}
