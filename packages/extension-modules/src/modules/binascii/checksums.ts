// Cyclic redundancy checks, a byte at a time.

/** CRC-CCITT (polynomial 0x1021), as BinHex 4 has it. */
export function crcHqx(bytes: Uint8Array, start: number): number {
  const table = Uint16Array.from({ length: 256 }, (_, index) => {
    let crc = index << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1;
    return crc;
  });
  let crc = start & 0xffff;
  for (const byte of bytes) crc = ((crc << 8) & 0xff00) ^ (table[(crc >> 8) ^ byte] as number);
  return crc;
}

const crc32Table = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 (ISO 3309), as zip has it. */
export function crc32(bytes: Uint8Array, start: number): number {
  let crc = ~start;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crc32Table[(crc ^ byte) & 255] as number);
  return ~crc >>> 0;
}
