/// Trace viewer and event exporters, clients of the virtual machine's event stream.
export {};
