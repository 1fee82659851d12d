/**
 * Private names: inside class `Spam`, `__eggs` is `_Spam__eggs`.
 *
 * @param className - Name of the innermost class; `null` outside of classes.
 */
export function mangle(className: string | null, name: string): string {
  if (className === null || !name.startsWith("__") || name.endsWith("__") || name.includes(".")) return name;
  const stripped = className.replace(/^_+/, "");
  return stripped === "" ? name : `_${stripped}${name}`;
}
