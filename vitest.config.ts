import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

// One config for every package: vitest runs in the package's folder (or at the root, for all of them).
const config: ViteUserConfig = defineConfig({
  // Workspace packages are read from source. Setting conditions replaces the defaults, so they are listed again.
  ssr: {
    resolve: {
      conditions: ["@tjit/source", "module", "node", "development|production"],
      externalConditions: ["@tjit/source", "module", "node"],
    },
  },
  test: {
    // A shared machine may be several times slower than a quiet one; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["**/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    setupFiles: [fileURLToPath(new URL("tools/vitest-setup.ts", import.meta.url))],
    // Files of one worker share module state; loading fast-check once per file costs more than the tests.
    isolate: false,
  },
});

export default config;
