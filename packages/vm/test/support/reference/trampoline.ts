// A WebAssembly function of the handlers' type for a host function that runs a trace and says where to go on:
//
//   (pc, sp, fp, oparg) -> i32    calls    run(pc, sp, fp, oparg) -> [pc, sp, fp, oparg, slot]    and tail-calls the table's slot

const i32 = 0x7f;
const functionType = 0x60;
const [typeSection, importSection, functionSection, exportSection, codeSection] = [1, 2, 3, 7, 10];
const [kindFunction, kindTable] = [0, 1];
const funcref = 0x70;
const [localGet, call, returnCallIndirect, end] = [0x20, 0x10, 0x13, 0x0b];

function section(id: number, content: readonly number[]): readonly number[] {
  return [id, content.length, ...content];
}

function text(characters: string): readonly number[] {
  return [characters.length, ...Array.from(characters, (character) => character.charCodeAt(0))];
}

const four = [4, i32, i32, i32, i32];
const body = [0, ...[0, 1, 2, 3].flatMap((local) => [localGet, local]), call, 0, returnCallIndirect, 0, 0, end];

const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const bytes = new Uint8Array([
  ...header,
  ...section(typeSection, [2, functionType, ...four, 1, i32, functionType, ...four, 5, i32, i32, i32, i32, i32]),
  ...section(importSection, [
    2,
    ...text("vm"),
    ...text("table"),
    ...[kindTable, funcref, 0, 0],
    ...text("host"),
    ...text("run"),
    ...[kindFunction, 1],
  ]),
  ...section(functionSection, [1, 0]),
  ...section(exportSection, [1, ...text("enter"), kindFunction, 1]),
  ...section(codeSection, [1, body.length, ...body]),
]);

/** Its import, as its export. */
const stopBytes = new Uint8Array([
  ...header,
  ...section(typeSection, [1, functionType, ...four, 1, i32]),
  ...section(importSection, [1, ...text("host"), ...text("run"), kindFunction, 0]),
  ...section(exportSection, [1, ...text("enter"), kindFunction, 0]),
]);

/** Where the machine goes on: the parameters of the function in a slot of the table. */
export type Continuation = readonly [pc: number, sp: number, fp: number, oparg: number, slot: number];

/** Runs a trace. */
export type HostTrace = (pc: number, sp: number, fp: number, oparg: number) => Continuation;

/** Makes functions for the slots of one table. */
export function makeTrampolines(table: WebAssembly.Table): (run: HostTrace) => WebAssembly.ExportValue {
  const module = new WebAssembly.Module(bytes);
  return (run) => exported(new WebAssembly.Instance(module, { vm: { table }, host: { run } }));
}

/** Makes a function of the handlers' type that tells the host and returns to whoever entered WebAssembly. */
export function makeStop(run: (pc: number, sp: number, fp: number, oparg: number) => void): WebAssembly.ExportValue {
  const module = new WebAssembly.Module(stopBytes);
  return exported(
    new WebAssembly.Instance(module, {
      host: {
        run(pc: number, sp: number, fp: number, oparg: number): number {
          run(pc, sp, fp, oparg);
          return 0;
        },
      },
    }),
  );
}

function exported({ exports: { enter } }: WebAssembly.Instance): WebAssembly.ExportValue {
  if (enter === undefined) throw new Error("the module exports its function");
  return enter;
}
