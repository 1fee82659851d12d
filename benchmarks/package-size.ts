// What `npm install @tjit/vm` puts on a disk: the unpacked size of the package and of everything that it depends on.
// Packages of this workspace are packed as they would be for publishing, so build before; others are weighed as installed.
// On its own: `node benchmarks/package-size.ts`.

import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { sizesSection } from "./report.ts";

/** One package. */
export interface PackageSize {
  readonly name: string;
  /** Bytes. */
  readonly unpacked: number;
  readonly files: number;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Packed {
  readonly name: string;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Weighs a package and its dependencies, sorted by size, the largest first.
 * @throws Error when npm cannot pack them.
 */
export function packageSizes(name: string): PackageSize[] {
  const names = [...withDependencies(name)];
  const own = names.filter(isOwn);
  return [...pack(own), ...names.filter((other) => !isOwn(other)).map(weigh)].toSorted(
    (left, right) => right.unpacked - left.unpacked,
  );
}

function isOwn(name: string): boolean {
  return name.startsWith("@tjit/");
}

function withDependencies(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const manifest = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as Manifest;
  for (const dependency of Object.keys(manifest.dependencies ?? {})) withDependencies(dependency, seen);
  return seen;
}

function pack(names: readonly string[]): PackageSize[] {
  const args = ["pack", "--dry-run", "--json", ...names.flatMap((name) => ["--workspace", name])];
  const npm = spawnSync("npm", args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (npm.status !== 0) throw new Error(`npm pack did not work: ${npm.stderr}`);
  return (JSON.parse(npm.stdout) as Packed[]).map(({ name, unpackedSize, entryCount }) => ({
    name,
    unpacked: unpackedSize,
    files: entryCount,
  }));
}

function weigh(name: string): PackageSize {
  const sizes = globSync("**/*", { cwd: join(root, "node_modules", name) })
    .map((file) => statSync(join(root, "node_modules", name, file)))
    .filter((entry) => entry.isFile());
  return { name, unpacked: sizes.reduce((sum, { size }) => sum + size, 0), files: sizes.length };
}

if (import.meta.main) console.log(sizesSection(packageSizes("@tjit/vm")));
