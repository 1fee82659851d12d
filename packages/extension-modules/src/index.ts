/// Native modules that CPython's library stands on, in TypeScript, for the tjit virtual machine.
export { extensionModule } from "./extension-module.ts";
export { type ExtensionModuleName, extensionModuleNames, isExtensionModuleName } from "./names.ts";
