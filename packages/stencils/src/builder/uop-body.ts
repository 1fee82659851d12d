// Types for uop bodies: the stack effect's text, read by the type checker, gives inputs and outputs their names and types.

import { parseStackEffect } from "@tjit/ir";
import { BuilderError } from "./builder-error.ts";
import type { Expression, ExpressionOf, I32, UopBody, UopBuilder, UopInputs, UopOutputs } from "./language.ts";

type Trim<S extends string> = S extends ` ${infer Rest}` ? Trim<Rest> : S extends `${infer Rest} ` ? Trim<Rest> : S;

type ItemsOf<S extends string> = S extends `${infer First},${infer Rest}`
  ? Trim<First> | ItemsOf<Rest>
  : Trim<S> extends ""
    ? never
    : Trim<S>;

type NameOf<Item extends string> = Item extends `${infer Name}[${string}`
  ? Trim<Name>
  : Item extends `${infer Name}:${string}`
    ? Trim<Name>
    : Item;

type ExpressionOfItem<Item extends string> = Item extends `${string}[${string}`
  ? I32
  : Item extends `${string}:${infer Representation}`
    ? Trim<Representation> extends "f64" | "i64"
      ? ExpressionOf<Extract<Trim<Representation>, "f64" | "i64">>
      : I32
    : I32;

type ArrayItems<Item extends string> = Extract<Item, `${string}[${string}`>;

type BeforeOf<Effect extends string> = Effect extends `${infer Inputs}--${string}` ? ItemsOf<Inputs> : never;
type AfterOf<Effect extends string> = Effect extends `${string}--${infer Outputs}` ? ItemsOf<Outputs> : never;

/** What a body with this effect is given. */
export type InputsOf<Effect extends string> = {
  readonly [Item in BeforeOf<Effect> | ArrayItems<AfterOf<Effect>> as NameOf<Item>]: ExpressionOfItem<Item>;
};

type NewOutputs<Effect extends string> = Exclude<
  AfterOf<Effect>,
  BeforeOf<Effect> | ArrayItems<AfterOf<Effect>> | "NULL"
>;

type MadeBy<Effect extends string> = {
  readonly [Item in NewOutputs<Effect> as NameOf<Item>]: ExpressionOfItem<Item>;
};

/** What a body with this effect gives back: a record of its new outputs, nothing when it has none. */
export type OutputsOf<Effect extends string> = [NewOutputs<Effect>] extends [never]
  ? void | Readonly<Record<string, Expression>>
  : MadeBy<Effect>;

/**
 * Makes a body whose inputs and outputs are typed by the effect's text, which must name what the uop's definition names.
 *
 * @example
 * uopBody("left: f64, right: f64 -- res: f64", ({ left, right }) => ({ res: left.add(right) }));
 */
export function uopBody<const Effect extends string>(
  effect: Effect,
  body: (inputs: InputsOf<Effect>, k: UopBuilder) => OutputsOf<Effect>,
): UopBody {
  const names = parseStackEffect(effect).inputs.map((item) => item.name);
  return (inputs: UopInputs, k: UopBuilder): UopOutputs | undefined => {
    for (const name of names) {
      if (!(name in inputs))
        throw new BuilderError(`the body's effect "${effect}" names ${name}, the definition does not`);
    }
    // The names were checked; the types are checked by every operation on the expressions.
    return body(inputs as unknown as InputsOf<Effect>, k) as UopOutputs | undefined;
  };
}
