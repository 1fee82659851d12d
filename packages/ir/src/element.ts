// Checked reads of lists whose indices the caller has computed.

/**
 * The element at `index`.
 * @throws RangeError when there is none: a defect of the caller, never of its input.
 */
export function elementAt<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`);
  return element;
}
