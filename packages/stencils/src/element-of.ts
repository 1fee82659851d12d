/** The element at an index that must exist. @throws RangeError when it does not. */
export function elementOf<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no element ${index} of ${items.length}`);
  return item;
}
