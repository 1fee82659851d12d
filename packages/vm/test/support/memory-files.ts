// A host's files that are in memory.

import type { HostFiles } from "@tjit/runtime";

/** Files by their path in a folder, which is the current one. */
export function memoryFiles(folder: string, texts: Readonly<Record<string, string>>): HostFiles {
  const files = new Map(
    Object.entries(texts).map(([path, text]) => [`${folder}/${path}`, new TextEncoder().encode(text)]),
  );
  const folders = new Map<string, Set<string>>([[folder, new Set()]]);
  for (const path of files.keys()) {
    for (
      let slash = path.lastIndexOf("/"), rest = path;
      slash > 0;
      rest = rest.slice(0, slash), slash = rest.lastIndexOf("/")
    ) {
      const parent = rest.slice(0, slash);
      folders.set(parent, (folders.get(parent) ?? new Set()).add(rest.slice(slash + 1)));
    }
  }
  return {
    stat: (path) => {
      const file = files.get(path);
      if (file !== undefined) return { kind: "file", size: file.length, modified: 0 };
      return folders.has(path) ? { kind: "folder", size: 0, modified: 0 } : undefined;
    },
    read: (path) => files.get(path),
    list: (path) => (folders.has(path) ? [...(folders.get(path) ?? [])] : undefined),
    currentFolder: () => folder,
  };
}
