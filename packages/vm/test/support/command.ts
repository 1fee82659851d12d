// The command as it is installed, built from the sources of this moment into a folder of its own, and run in child processes.

import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** How a run of the command ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is given besides its words. */
export interface Surroundings {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command in a folder where tests may put files; runs start there. */
export interface InstalledCommand {
  readonly folder: string;
  readonly run: (words: readonly string[], surroundings?: Surroundings) => Outcome;
  readonly launcher: string;
  readonly remove: () => void;
}

/** Builds the command. */
export function installCommand(): InstalledCommand {
  const root = mkdtempSync(join(tmpdir(), "tjit-command-"));
  const sources = fileURLToPath(new URL("../..", import.meta.url));
  copyFileSync(join(sources, "package.json"), join(root, "package.json"));
  cpSync(join(sources, "bin"), join(root, "bin"), { recursive: true });
  mkdirSync(join(root, "dist"));
  const bundler = fileURLToPath(new URL("../../../../tools/bundle-program.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [bundler, sources, join(root, "dist")], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const launcher = join(root, "bin/tjit.js");
  const run = (words: readonly string[], { input = "", env = {} }: Surroundings = {}): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
      cwd: root,
      input,
      encoding: "utf8",
      env: { ...process.env, ...env },
      maxBuffer: 1 << 26,
    });
    return { code: status, stdout, stderr };
  };
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true });
  };
  return { folder: root, run, launcher, remove };
}
