// What `npm install @tjit/vm` puts on a disk: the unpacked size of the package and of everything that it depends on.
// Packages of this workspace are packed as they would be for publishing, so build before; others are weighed as installed.
// On its own: `node benchmarks/package-size.ts`.

import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { sizesSection } from "./report.ts";
import { type PackageFile, type PackageSize, sizeOf, unpackedSize } from "./sizes.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Packed {
  readonly name: string;
  readonly files: readonly PackageFile[];
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
    (left, right) => unpackedSize([right]) - unpackedSize([left]),
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
  return (JSON.parse(npm.stdout) as Packed[]).map(({ name, files }) => sizeOf(name, files));
}

function weigh(name: string): PackageSize {
  const folder = join(root, "node_modules", name);
  const files = globSync("**/*", { cwd: folder })
    .map((path) => ({ path, entry: statSync(join(folder, path)) }))
    .filter(({ entry }) => entry.isFile())
    .map(({ path, entry }) => ({ path, size: entry.size }));
  return sizeOf(name, files);
}

if (import.meta.main) console.log(sizesSection(packageSizes("@tjit/vm")));
