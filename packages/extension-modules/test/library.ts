// A library of nothing but the native modules.

import { extensionModule } from "../src/index.ts";

/** What a machine is given to have them. */
export const library = { paths: [], code: () => undefined, source: () => undefined, nativeModule: extensionModule };
