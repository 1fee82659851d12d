// The image that the build stored with the code.

import { decodeImage } from "./image-format.ts";
import { imageText } from "./image-text.ts";
import { type RuntimeImage } from "./image.ts";

/** An image, or null where none was stored. */
export function storedImage(): RuntimeImage | null {
  return imageText === null ? null : decodeImage(imageText);
}
