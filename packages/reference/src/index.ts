/// A slow, independent micro-op interpreter: the oracle that tests hold everything against.
export {};
