// What tests of a native module start from: CPython, and for every test a machine of its own, which must leave nothing behind.

import {
  type CPython,
  type Case,
  type Expression,
  TestMachine,
  agree,
  loadCPython,
  module,
} from "@tjit/runtime/testing";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import { library } from "./library.ts";

/** Filled in before each test. */
export interface ModuleFixture {
  python: CPython;
  machine: TestMachine;
  /** Holds what expressions are in the machine against what they are in CPython. */
  readonly compare: (expressions: readonly Expression[]) => void;
}

/**
 * Sets the hooks of a test file.
 * @param name The module: it is imported before objects are counted.
 * @param preparation Statements that CPython runs once.
 */
export function useModule(name: string, preparation = ""): ModuleFixture {
  const fixture = {
    compare: (expressions: readonly Expression[]): void => {
      agree(
        fixture.python,
        expressions.map((it): Case => fixture.machine.case(it)),
      );
    },
  } as ModuleFixture;
  let before: number;
  beforeAll(async () => {
    fixture.python = await loadCPython();
    fixture.python.execute(preparation);
  }, 60000);
  beforeEach(() => {
    fixture.machine = new TestMachine({ library });
    fixture.machine.evaluate(module(name));
    before = fixture.machine.liveObjects();
  });
  afterEach(() => {
    expect(fixture.machine.liveObjects()).toBe(before);
  });
  return fixture;
}
