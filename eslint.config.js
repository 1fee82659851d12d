import eslint from "@eslint/js";
import nx from "@nx/eslint-plugin";
import tseslint from "typescript-eslint";

const passes = ["type-inference", "constant-propagation", "refcount-elimination"];
const tiers = [...passes, "optimizer", "regalloc", "stencils", "specializer", "tracer"];

/** What the sources of a package may import: downward only. */
const mayImport = {
  ir: [],
  bytecode: ["ir"],
  "type-inference": ["ir"],
  "constant-propagation": ["ir"],
  "refcount-elimination": ["ir"],
  optimizer: ["ir", ...passes],
  regalloc: ["ir"],
  stencils: ["ir"],
  specializer: ["ir"],
  tracer: ["ir"],
  runtime: ["bytecode"],
  interpreter: ["bytecode", "stencils", "runtime"],
  parser: [],
  compiler: ["parser", "bytecode"],
  "extension-modules": ["runtime", "bytecode"],
  stdlib: ["extension-modules"],
  vm: [
    "ir",
    "bytecode",
    ...tiers,
    "runtime",
    "interpreter",
    "parser",
    "compiler",
    "stdlib",
    "extension-modules",
    "inspector",
  ],
  reference: ["ir", "bytecode"],
  testing: ["ir", "reference"],
  inspector: ["ir"],
};

/** What its tests may import besides: nothing that imports the package itself, so that Nx sees no cycle. */
const testsMayImport = {
  ...Object.fromEntries([...tiers, "inspector"].map((name) => [name, ["testing", "reference", "bytecode"]])),
  runtime: ["testing", "reference"],
  interpreter: ["testing", "reference"],
  compiler: ["testing", "reference"],
  "extension-modules": ["testing", "reference"],
  stdlib: ["bytecode"],
  vm: ["testing", "reference"],
};

const tag = (name) => `package:${name}`;

const boundaries = (extra) => [
  "error",
  {
    allowCircularSelfDependency: true,
    enforceBuildableLibDependency: false,
    depConstraints: [
      ...Object.entries(mayImport).map(([name, imports]) => ({
        sourceTag: tag(name),
        onlyDependOnLibsWithTags: [name, ...imports, ...(extra[name] ?? [])].map(tag),
      })),
      { sourceTag: "example", onlyDependOnLibsWithTags: Object.keys(mayImport).map(tag) },
    ],
  },
];

const noNode = {
  patterns: [{ group: ["node:*"], message: "Packages run in browsers too: the embedder passes the host in." }],
};

export default tseslint.config(
  { ignores: ["**/dist/", "**/generated/", "**/coverage/", ".nx/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-implied-eval": "off", // the typed rule of the preset replaces it
    },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-new-func": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Export by name." },
        { selector: "ExportAllDeclaration[exported=null]", message: "Name what is exported." },
      ],
    },
  },
  {
    files: ["packages/**/*.ts", "examples/**/*.ts"],
    plugins: { "@nx": nx },
    rules: { "@nx/enforce-module-boundaries": boundaries({}) },
  },
  {
    files: ["packages/*/test/**/*.ts"],
    rules: { "@nx/enforce-module-boundaries": boundaries(testsMayImport) },
  },
  {
    // The library is compiled when it is packed.
    files: ["packages/stdlib/build/**/*.ts"],
    rules: { "@nx/enforce-module-boundaries": boundaries({ stdlib: ["bytecode", "parser", "compiler"] }) },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["packages/vm/src/cli.ts", "packages/vm/src/cli/**"],
    rules: {
      "no-console": "error",
      "no-restricted-imports": ["error", noNode],
      "no-restricted-globals": ["error", "process", "Buffer", "require"],
    },
  },
  {
    // Deterministic packages: no clock, no chance.
    files: ["ir", "bytecode", "parser", "compiler", "reference", ...tiers].map(
      (name) => `packages/${name}/src/**/*.ts`,
    ),
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random" },
        { object: "Date", property: "now" },
        { object: "performance", property: "now" },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Export by name." },
        { selector: "ExportAllDeclaration[exported=null]", message: "Name what is exported." },
        { selector: "NewExpression[callee.name='Date']", message: "Deterministic packages read no clock." },
      ],
    },
  },
  {
    files: ["*.config.ts", "*.config.js", "docs/.vitepress/**"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.js"],
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
  },
);
