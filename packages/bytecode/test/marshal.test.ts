import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type CodeConstant, type CodeObject, MarshalError, marshalCode, unmarshalCode } from "../src/index.ts";
import { sampleCode } from "./marshal-sample.ts";

/** All fields as plain data: the tables of a code object that was read are getters. */
function plain(code: CodeObject): unknown {
  const { positions, exceptionTable, consts } = code;
  return { ...code, positions, exceptionTable, consts: consts.map(plainConstant) };
}

function plainConstant(constant: CodeConstant): unknown {
  return constant.type === "code" ? { type: "code", code: plain(constant.code) } : constant;
}

const leaf: fc.Arbitrary<CodeConstant> = fc.oneof(
  fc.constantFrom<CodeConstant>(
    { type: "None" },
    { type: "Ellipsis" },
    { type: "bool", value: true },
    { type: "bool", value: false },
  ),
  fc.integer().map((value): CodeConstant => ({ type: "int", value })),
  fc
    .bigInt()
    .filter((value) => BigInt.asIntN(32, value) !== value)
    .map((value): CodeConstant => ({ type: "int", value })),
  fc.double().map((value): CodeConstant => ({ type: "float", value })),
  fc.tuple(fc.double(), fc.double()).map(([real, imag]): CodeConstant => ({ type: "complex", real, imag })),
  fc.string({ unit: "binary" }).map((value): CodeConstant => ({ type: "str", value })),
  fc
    .constantFrom("\ud800", "a\udfffb", "é\ud912", "name", "", "x".repeat(300))
    .map((value): CodeConstant => ({ type: "str", value })),
  fc.uint8Array().map((value): CodeConstant => ({ type: "bytes", value })),
);

const constant: fc.Arbitrary<CodeConstant> = fc.letrec<{ it: CodeConstant }>((tie) => ({
  it: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("it")).map((items): CodeConstant => ({ type: "tuple", items })),
    fc.array(leaf).map((items): CodeConstant => ({ type: "frozenset", items })),
    fc.tuple(leaf, leaf, leaf).map(([start, stop, step]): CodeConstant => ({ type: "slice", start, stop, step })),
  ),
})).it;

describe("marshalCode and unmarshalCode", () => {
  it("are inverse on a code object with everything in it", () => {
    expect(plain(unmarshalCode(marshalCode(sampleCode)))).toEqual(plain(sampleCode));
  });

  test.prop([fc.array(constant)])("are inverse on constants", (consts) => {
    expect(plain(unmarshalCode(marshalCode({ ...sampleCode, consts })))).toEqual(plain({ ...sampleCode, consts }));
  });

  it("write what occurs again once", () => {
    const name = "n".repeat(200);
    const once = marshalCode({ ...sampleCode, consts: [{ type: "str", value: name }] });
    const twice = marshalCode({
      ...sampleCode,
      consts: [
        { type: "str", value: name },
        { type: "str", value: name },
      ],
    });
    expect(twice.length - once.length).toBeLessThan(10);
  });

  it("replace the file name everywhere", () => {
    const code = unmarshalCode(marshalCode(sampleCode), { filename: "/there.py" });
    const [inner] = code.consts;
    expect(code.filename).toBe("/there.py");
    expect(inner?.type === "code" && inner.code.filename).toBe("/there.py");
  });

  it("read from a Buffer, wherever it is in its memory", () => {
    for (let offset = 0; offset < 4; offset++) {
      const bytes = Buffer.concat([Buffer.alloc(offset), marshalCode(sampleCode)]).subarray(offset);
      expect(plain(unmarshalCode(bytes))).toEqual(plain(sampleCode));
    }
  });

  it("refuse what is no code object", () => {
    expect(() => unmarshalCode(Uint8Array.of(0x4e))).toThrow(MarshalError);
    expect(() => unmarshalCode(marshalCode(sampleCode).slice(0, -1))).toThrow(MarshalError);
    expect(() => unmarshalCode(new Uint8Array())).toThrow(MarshalError);
  });
});
