// Which users depend on which references: an exact map, from kind and reference to users in the order they came.
//
// CPython keeps a 256-bit bloom filter per executor and scans them all; that is cheap in memory and in C, but drops
// executors by mistake. Here one map look-up finds exactly those that depend, and a Set per reference is small next to a
// compiled module. Cost: O(dependencies) to add or remove a user, O(users found) to look up.

import type { Dependency } from "@tjit/ir";

/** Users by dependency. */
export class DependencyIndex<User> {
  readonly #byKind = new Map<string, Map<number, Set<User>>>();

  add(user: User, dependencies: readonly Dependency[]): void {
    for (const { kind, reference } of dependencies) {
      const byReference = this.#byKind.get(kind) ?? new Map<number, Set<User>>();
      this.#byKind.set(kind, byReference);
      const users = byReference.get(reference) ?? new Set<User>();
      byReference.set(reference, users.add(user));
    }
  }

  remove(user: User, dependencies: readonly Dependency[]): void {
    for (const { kind, reference } of dependencies) {
      const byReference = this.#byKind.get(kind);
      const users = byReference?.get(reference);
      users?.delete(user);
      if (users?.size === 0) byReference?.delete(reference);
    }
  }

  /** A copy: users may be removed while one goes through it. */
  dependents(kind: string, reference: number): readonly User[] {
    return [...(this.#byKind.get(kind)?.get(reference) ?? [])];
  }

  /** Whether anything depends on the reference: whether it is worth watching. */
  has(kind: string, reference: number): boolean {
    return this.#byKind.get(kind)?.has(reference) ?? false;
  }

  get isEmpty(): boolean {
    return [...this.#byKind.values()].every((byReference) => byReference.size === 0);
  }
}
