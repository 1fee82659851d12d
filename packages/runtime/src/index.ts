/// Heap, object model, builtins and native modules of the tjit virtual machine.
export {};
