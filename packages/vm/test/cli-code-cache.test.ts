// The compiled code that the command keeps between runs.

import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type InstalledCommand, installCommand } from "./support/command.ts";

let command: InstalledCommand;
beforeAll(() => {
  command = installCommand();
});
afterAll(() => {
  command.remove();
});

/** Surroundings in which a folder is the user's own, whatever the system. */
function home(name: string): { readonly folder: string; readonly env: Readonly<Record<string, string>> } {
  const folder = join(command.folder, name);
  mkdirSync(folder);
  return { folder, env: { NODE_COMPILE_CACHE: "", XDG_CACHE_HOME: "", HOME: folder, LOCALAPPDATA: folder } };
}

const kept = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => basename(path).startsWith("tjit-"));
const words = ["-c", "print(1)"];

test("code is kept in the user's folder, and a run that uses it prints the same", () => {
  const { folder, env } = home("user");
  const first = command.run(words, { env });
  expect(first).toEqual({ code: 0, stdout: "1\n", stderr: "" });
  expect(kept(folder)).toHaveLength(1);
  expect(command.run(words, { env })).toEqual(first);
  expect(kept(folder)).toHaveLength(1);
});

test("code that is damaged is not used", () => {
  const { folder, env } = home("damaged");
  command.run(words, { env });
  for (const file of kept(folder)) writeFileSync(join(folder, file), "not code");
  expect(command.run(words, { env })).toEqual({ code: 0, stdout: "1\n", stderr: "" });
});

test("what versions that are gone left is removed, and nothing else", () => {
  const folder = join(command.folder, "shared");
  mkdirSync(folder);
  for (const name of ["tjit-old", "another"]) {
    writeFileSync(join(folder, name), "");
    utimesSync(join(folder, name), 0, 0);
  }
  command.run(words, { env: { NODE_COMPILE_CACHE: folder } });
  expect(kept(folder)).toHaveLength(1);
  expect(kept(folder)).not.toContain("tjit-old");
  expect(readdirSync(folder)).toContain("another");
});

test("nothing is kept with NODE_DISABLE_COMPILE_CACHE, and nothing is said where nothing can be", () => {
  const { folder, env } = home("off");
  command.run(words, { env: { ...env, NODE_DISABLE_COMPILE_CACHE: "1" } });
  expect(kept(folder)).toHaveLength(0);
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(command.run(words, { env: { NODE_COMPILE_CACHE: file } })).toEqual({ code: 0, stdout: "1\n", stderr: "" });
});
