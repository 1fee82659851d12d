// What `open` makes.

/** Names of types of the module among the native types. */
export const openedTypes = {
  file: "_io.FileIO",
  reader: "_io.BufferedReader",
  writer: "_io.BufferedWriter",
  random: "_io.BufferedRandom",
  text: "_io.TextIOWrapper",
} as const;
