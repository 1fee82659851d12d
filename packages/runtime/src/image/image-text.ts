import { type ImageText } from "./image-format.ts";

/** An image of a machine. The build puts it in place of this module; run from source there is none, so that none is out of date. */
export const imageText: ImageText | null = null;
