// A host's files that are in memory: all that hosts can do, but for links in the middle of a path and permissions.

import { type FileStatus, HostError, type HostFile, type HostFiles } from "@tjit/runtime";

/** What is at a path. */
interface Node {
  readonly kind: "file" | "folder" | "link";
  readonly inode: number;
  mode: number;
  bytes: Uint8Array;
  readonly target: string;
  modified: number;
  accessed: number;
}

const typeBits = { file: 0o100000, folder: 0o040000, link: 0o120000 } as const;

/** Files by their path in a folder, which is the current one. */
export function memoryFiles(folder: string, texts: Readonly<Record<string, string>>): HostFiles {
  const nodes = new Map<string, Node>();
  let here = folder;
  let inodes = 0;
  const add = (path: string, node: Partial<Node>): Node => {
    const { kind = "file" } = node;
    const mode = typeBits[kind] | ((node.mode ?? 0o777) & (kind === "file" ? 0o666 : 0o777));
    const made: Node = {
      bytes: new Uint8Array(0),
      target: "",
      modified: 1e9,
      accessed: 1e9,
      ...node,
      kind,
      mode,
      inode: ++inodes,
    };
    nodes.set(path, made);
    return made;
  };
  const absolute = (path: string): string => {
    const parts: string[] = [];
    for (const part of (path.startsWith("/") ? path : `${here}/${path}`).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}`;
  };
  /** The path behind the links at its end. */
  const followed = (path: string): string => {
    let at = absolute(path);
    for (let left = 40; nodes.get(at)?.kind === "link"; left--) {
      if (left === 0) throw new HostError("ELOOP");
      at = absolute(`${at}/../${nodes.get(at)?.target ?? ""}`);
    }
    return at;
  };
  const parent = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
  const find = (path: string): Node => {
    const node = nodes.get(path);
    if (node !== undefined) return node;
    throw new HostError(nodes.get(parent(path))?.kind === "file" ? "ENOTDIR" : "ENOENT");
  };
  const make = (path: string, node: Partial<Node>): Node => {
    const above = find(parent(path));
    if (above.kind !== "folder") throw new HostError("ENOTDIR");
    if (nodes.has(path)) throw new HostError("EEXIST");
    return add(path, node);
  };
  const namesIn = (path: string): readonly string[] =>
    [...nodes.keys()].filter((it) => it !== "/" && parent(it) === path).map((it) => it.slice(it.lastIndexOf("/") + 1));
  const statusOf = (node: Node | undefined): FileStatus | undefined =>
    node === undefined ? undefined : { ...node, size: node.kind === "link" ? node.target.length : node.bytes.length };

  add("/", { kind: "folder" });
  const addFolders = (path: string): void => {
    if (nodes.has(path)) return;
    addFolders(parent(path));
    add(path, { kind: "folder" });
  };
  addFolders(folder);
  for (const [path, text] of Object.entries(texts)) {
    addFolders(parent(absolute(path)));
    add(absolute(path), { bytes: new TextEncoder().encode(text) });
  }

  return {
    stat: (path) => statusOf(nodes.get(followed(path))),
    linkStat: (path) => statusOf(nodes.get(absolute(path))),
    read: (path) => nodes.get(followed(path))?.bytes,
    list: (path) => (nodes.get(followed(path))?.kind === "folder" ? namesIn(followed(path)) : undefined),
    currentFolder: () => here,
    changeFolder: (path) => {
      if (find(followed(path)).kind !== "folder") throw new HostError("ENOTDIR");
      here = followed(path);
    },
    open: (path, { access, create, contents, mode }) => {
      const at = create === "always" ? absolute(path) : followed(path);
      const isNew = create === "always" || (create === "missing" && !nodes.has(at));
      const node = isNew ? make(at, { mode }) : find(at);
      if (node.kind === "folder" && access !== "read") throw new HostError("EISDIR");
      if (contents === "drop") node.bytes = new Uint8Array(0);
      return openNode(node);
    },
    remove: (path) => {
      if (find(absolute(path)).kind === "folder") throw new HostError("EISDIR");
      nodes.delete(absolute(path));
    },
    rename: (from, to) => {
      const [source, target] = [absolute(from), absolute(to)];
      const node = find(source);
      find(parent(target));
      const replaced = nodes.get(target);
      if (replaced?.kind === "folder" && node.kind !== "folder") throw new HostError("EISDIR");
      if (node.kind === "folder" && replaced !== undefined) {
        if (replaced.kind !== "folder") throw new HostError("ENOTDIR");
        if (namesIn(target).length > 0) throw new HostError("ENOTEMPTY");
      }
      for (const [path, moved] of [...nodes]) {
        if (path !== source && !path.startsWith(`${source}/`)) continue;
        nodes.delete(path);
        nodes.set(target + path.slice(source.length), moved);
      }
    },
    makeFolder: (path, mode) => void make(absolute(path), { kind: "folder", mode }),
    removeFolder: (path) => {
      if (find(absolute(path)).kind !== "folder") throw new HostError("ENOTDIR");
      if (namesIn(absolute(path)).length > 0) throw new HostError("ENOTEMPTY");
      nodes.delete(absolute(path));
    },
    readLink: (path) => {
      const { kind, target } = find(absolute(path));
      if (kind !== "link") throw new HostError("EINVAL");
      return target;
    },
    makeLink: (target, path, kind) => {
      if (kind === "symbolic") make(absolute(path), { kind: "link", target });
      else nodes.set(absolute(path), find(absolute(target)));
    },
    setMode: (path, mode) => {
      const node = find(followed(path));
      node.mode = typeBits[node.kind] | mode;
    },
    setTimes: (path, accessed, modified) => void Object.assign(find(followed(path)), { accessed, modified }),
  };
}

function openNode(node: Node): HostFile {
  const resize = (size: number): void => {
    const bytes = new Uint8Array(size);
    bytes.set(node.bytes.subarray(0, size));
    node.bytes = bytes;
  };
  const status = (): FileStatus => ({ ...node, size: node.bytes.length });
  if (node.kind === "folder") return { status };
  return {
    status,
    read: (target, position) => {
      const part = node.bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
    write: (bytes, position) => {
      if (position + bytes.length > node.bytes.length) resize(position + bytes.length);
      node.bytes.set(bytes, position);
      return bytes.length;
    },
    truncate: resize,
  };
}
