// The command as it is installed, built from the sources of this moment into a folder of its own, and run in child processes.

import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  /** Installs the native modules of a library that has no Python files. */
  readonly installNativeModules: () => void;
  readonly remove: () => void;
}

/** Runs a bundler of this workspace. */
function bundle(tool: string, folder: string, outdir: string): void {
  const bundler = fileURLToPath(new URL(`../../../../tools/${tool}.ts`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [bundler, folder, outdir], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** Builds the command. */
export function installCommand(): InstalledCommand {
  const root = mkdtempSync(join(tmpdir(), "tjit-command-"));
  const sources = fileURLToPath(new URL("../..", import.meta.url));
  copyFileSync(join(sources, "package.json"), join(root, "package.json"));
  cpSync(join(sources, "bin"), join(root, "bin"), { recursive: true });
  mkdirSync(join(root, "dist"));
  bundle("bundle-program", sources, join(root, "dist"));
  const launcher = join(root, "bin/tjit.js");
  const run = (words: readonly string[], { input = "", env = {} }: Surroundings = {}): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
      cwd: root,
      input,
      encoding: "utf8",
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, "cache"), ...env },
      maxBuffer: 1 << 26,
    });
    return { code: status, stdout, stderr };
  };
  const installNativeModules = (): void => {
    const modules = join(root, "node_modules/@tjit");
    for (const name of ["stdlib", "extension-modules"]) {
      mkdirSync(join(modules, name, "dist"), { recursive: true });
      const manifest = { name: `@tjit/${name}`, type: "module", exports: { "./*": "./*" } };
      writeFileSync(join(modules, name, "package.json"), JSON.stringify(manifest));
    }
    writeFileSync(join(modules, "stdlib/dist/code.json"), JSON.stringify({ file: "code.js", pieces: {} }));
    writeFileSync(join(modules, "stdlib/dist/code.js"), "");
    const extensions = fileURLToPath(new URL("../../../extension-modules", import.meta.url));
    bundle("bundle-extensions", extensions, join(modules, "extension-modules/dist"));
  };
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true });
  };
  return { folder: root, run, launcher, installNativeModules, remove };
}
