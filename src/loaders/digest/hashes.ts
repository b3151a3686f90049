/**
 * MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4) in plain JavaScript: loaders run without `node:` modules, and what is
 * hashed here is short.
 */
export type Bytes = Uint8Array;

const rotateLeft = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
const rotateRight = (value: number, by: number): number => (value >>> by) | (value << (32 - by));

/** The message, a one bit, zeros and its length in bits: a whole number of blocks. */
function padded(message: Bytes, block: number, lengthBytes: number, littleEndian: boolean): DataView {
  const length = Math.ceil((message.length + 1 + lengthBytes) / block) * block;
  const bytes = new Uint8Array(length);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  const bits = BigInt(message.length) * 8n;
  view.setBigUint64(length - 8, bits, littleEndian);
  return view;
}

function words32(words: readonly number[], littleEndian: boolean): Bytes {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, index) => {
    view.setUint32(index * 4, word >>> 0, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

/** The first `count` prime numbers. */
function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** The integer root: the largest whole number whose power does not exceed the value. */
function integerRoot(value: bigint, power: bigint): bigint {
  let low = 0n;
  let high = value;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** power <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** The first bits of the fractional part of a prime's square or cube root: the constants of SHA-2. */
function rootBits(prime: number, power: bigint, bits: bigint): bigint {
  return integerRoot(BigInt(prime) << (power * bits), power) & ((1n << bits) - 1n);
}

const at = (values: readonly number[], index: number): number => values[index] ?? 0;

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const md5Constants = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

function md5Step(i: number, b: number, c: number, d: number): { mix: number; word: number } {
  if (i < 16) return { mix: (b & c) | (~b & d), word: i };
  if (i < 32) return { mix: (d & b) | (~d & c), word: (5 * i + 1) % 16 };
  if (i < 48) return { mix: b ^ c ^ d, word: (3 * i + 5) % 16 };
  return { mix: c ^ (b | ~d), word: (7 * i) % 16 };
}

/** The MD5 digest of a message. */
export function md5(message: Bytes): Bytes {
  const view = padded(message, 64, 8, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let i = 0; i < 64; i++) {
      const { mix, word } = md5Step(i, b, c, d);
      const sum = (a + mix + at(md5Constants, i) + view.getUint32(offset + word * 4, true)) | 0;
      const shift = at(md5Shifts, (i >> 4) * 4 + (i % 4));
      [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, shift)) | 0];
    }
    [a, b, c, d].forEach((value, index) => (state[index] = (at(state, index) + value) | 0));
  }
  return words32(state, true);
}

function sha1Step(i: number, b: number, c: number, d: number): { mix: number; constant: number } {
  if (i < 20) return { mix: (b & c) | (~b & d), constant: 0x5a827999 };
  if (i < 40) return { mix: b ^ c ^ d, constant: 0x6ed9eba1 };
  if (i < 60) return { mix: (b & c) | (b & d) | (c & d), constant: 0x8f1bbcdc };
  return { mix: b ^ c ^ d, constant: 0xca62c1d6 };
}

/** The SHA-1 digest of a message. */
export function sha1(message: Bytes): Bytes {
  const view = padded(message, 64, 8, false);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    const schedule = Array.from({ length: 16 }, (_, i) => view.getInt32(offset + i * 4));
    for (let i = 16; i < 80; i++) {
      const mixed = at(schedule, i - 3) ^ at(schedule, i - 8) ^ at(schedule, i - 14) ^ at(schedule, i - 16);
      schedule.push(rotateLeft(mixed, 1));
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (let i = 0; i < 80; i++) {
      const { mix, constant } = sha1Step(i, b, c, d);
      const next = (rotateLeft(a, 5) + mix + e + constant + at(schedule, i)) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, index) => (state[index] = (at(state, index) + value) | 0));
  }
  return words32(state, false);
}

/** Makes a value when it is first asked for: most runs never do. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const sha256Constants = once(() => primes(64).map((prime) => Number(rootBits(prime, 3n, 32n))));
const sha256Start = once(() => primes(8).map((prime) => Number(rootBits(prime, 2n, 32n))));

function sha256Schedule(view: DataView, offset: number): readonly number[] {
  const schedule = Array.from({ length: 16 }, (_, i) => view.getInt32(offset + i * 4));
  for (let i = 16; i < 64; i++) {
    const early = at(schedule, i - 15);
    const late = at(schedule, i - 2);
    const s0 = rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3);
    const s1 = rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10);
    schedule.push((at(schedule, i - 16) + s0 + at(schedule, i - 7) + s1) | 0);
  }
  return schedule;
}

/** The SHA-256 digest of a message. */
export function sha256(message: Bytes): Bytes {
  const view = padded(message, 64, 8, false);
  const state = [...sha256Start()];
  const constants = sha256Constants();
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    const schedule = sha256Schedule(view, offset);
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(constants, i) + at(schedule, i)) | 0;
      const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = (at(state, index) + value) | 0));
  }
  return words32(state, false);
}

const MASK64 = (1n << 64n) - 1n;
const sha512Constants = once(() => primes(80).map((prime) => rootBits(prime, 3n, 64n)));
const sha512Start = once(() => primes(8).map((prime) => rootBits(prime, 2n, 64n)));
const rotate64 = (value: bigint, by: bigint): bigint => ((value >> by) | (value << (64n - by))) & MASK64;
const wide = (values: readonly bigint[], index: number): bigint => values[index] ?? 0n;

function sha512Schedule(view: DataView, offset: number): readonly bigint[] {
  const schedule = Array.from({ length: 16 }, (_, i) => view.getBigUint64(offset + i * 8));
  for (let i = 16; i < 80; i++) {
    const early = wide(schedule, i - 15);
    const late = wide(schedule, i - 2);
    const s0 = rotate64(early, 1n) ^ rotate64(early, 8n) ^ (early >> 7n);
    const s1 = rotate64(late, 19n) ^ rotate64(late, 61n) ^ (late >> 6n);
    schedule.push((wide(schedule, i - 16) + s0 + wide(schedule, i - 7) + s1) & MASK64);
  }
  return schedule;
}

/** The SHA-512 digest of a message. */
export function sha512(message: Bytes): Bytes {
  const view = padded(message, 128, 16, false);
  const state = [...sha512Start()];
  const constants = sha512Constants();
  for (let offset = 0; offset < view.byteLength; offset += 128) {
    const schedule = sha512Schedule(view, offset);
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
    for (let i = 0; i < 80; i++) {
      const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & MASK64 & g)) + wide(constants, i) + wide(schedule, i);
      const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK64, c, b, a, (t1 + t2) & MASK64];
    }
    [a, b, c, d, e, f, g, h].forEach((v, index) => (state[index] = (wide(state, index) + v) & MASK64));
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, index) => {
    out.setBigUint64(index * 8, word);
  });
  return new Uint8Array(out.buffer);
}

/** Bytes as lower-case hexadecimal digits. */
export function hex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of a string in UTF-8, as Terraform has its strings. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}
