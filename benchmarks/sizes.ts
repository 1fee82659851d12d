// The sizes of packages, and what their files are for.

/** What files are for, by the ends of their names; the first that fits. */
const kinds = {
  declarations: /\.d\.[cm]?ts$/,
  maps: /\.map$/,
  sources: /\.ts$/,
  code: /\.[cm]?js$|\.wasm$/,
  other: /$/,
};

/** What a file is for. */
export type FileKind = keyof typeof kinds;

/** All kinds, in the order of the columns. */
export const fileKinds: readonly FileKind[] = ["code", "declarations", "maps", "sources", "other"];

/** One package. */
export interface PackageSize {
  readonly name: string;
  /** Bytes of each kind of file. */
  readonly bytes: Readonly<Record<FileKind, number>>;
}

/** A file of a package. */
export interface PackageFile {
  readonly path: string;
  readonly size: number;
}

/** Bytes of packages, all together. */
export function unpackedSize(sizes: readonly PackageSize[], ofKinds: readonly FileKind[] = fileKinds): number {
  return sizes.reduce((sum, { bytes }) => ofKinds.reduce((sumOfKinds, kind) => sumOfKinds + bytes[kind], sum), 0);
}

/** Sums up files by what they are for. */
export function sizeOf(name: string, files: readonly PackageFile[]): PackageSize {
  const bytes = { code: 0, declarations: 0, maps: 0, sources: 0, other: 0 };
  for (const { path, size } of files) bytes[kindOf(path)] += size;
  return { name, bytes };
}

function kindOf(path: string): FileKind {
  return (Object.keys(kinds) as FileKind[]).find((kind) => kinds[kind].test(path)) ?? "other";
}
