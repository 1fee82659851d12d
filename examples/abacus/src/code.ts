/** What {@link file://./build.ts} makes, once, for all machines: plain bytes that can be shipped. */
export interface AbacusCode {
  /** The tier-1 interpreter, a WebAssembly module. */
  readonly interpreter: Uint8Array<ArrayBuffer>;
  /** The stencil set, serialised. */
  readonly stencils: Uint8Array<ArrayBuffer>;
}
