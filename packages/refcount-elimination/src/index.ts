/// A trace pass: finds borrowed and unique references and removes the reference counting they make unnecessary.
export {};
