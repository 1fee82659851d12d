/**
 * Constants of the serialised form of stencil sets. Everything that loading must look at is at the front and in few pieces; a body is
 * decoded when the first trace needs it.
 *
 *   LEB128   version, K, scratch counts; types as entries of a type section; callees' names as one text, kind and type of each;
 *            uops' names as one text; counts of stencils and of bodies
 *   fixed    by uop: its first stencil, 16 bits, and the end of the last
 *            by stencil: inputs 8 bits, outputs 8 bits, body 16 bits
 *            by body: its offset from the end of the tables, 32 bits, and the end of the last
 *   bodies   LEB128: bytes, holes, unlikely branches; equal bodies once
 */
export const stencilFormat = {
  version: 2,
  /** Between names in a text. */
  separator: "\n",
  uopEntrySize: 2,
  stencilEntrySize: 4,
  bodyEntrySize: 4,
  /** Bits above a hole's kind: it has a base other than 0, and a scale other than 0 with its mask. */
  hasBase: 0x40,
  hasScale: 0x80,
  kindMask: 0x3f,
} as const;
