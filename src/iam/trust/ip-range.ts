/** An address as a number with the number of its bits: 32 or 128. */
interface Address {
  readonly value: bigint;
  readonly bits: number;
}

function groupsOf(text: string): readonly number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":");
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

function addressOf(text: string): Address | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const bytes = text.split(".").map(Number);
    if (bytes.some((byte) => byte > 255)) return undefined;
    return { value: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), bits: 32 };
  }
  const [head, tail, ...more] = text.split("::");
  const [left, right] = [groupsOf(head ?? ""), tail === undefined ? [] : groupsOf(tail)];
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...new Array<number>(missing).fill(0), ...right];
  return { value: groups.reduce((sum, group) => sum * 65536n + BigInt(group), 0n), bits: 128 };
}

/**
 * Whether an address lies in a range written as an address or in CIDR form (RFC 4632), which is what IpAddress
 * takes; undefined when one of the two is no address.
 */
export function inRange(address: string, range: string): boolean | undefined {
  const [base, length, ...more] = range.split("/");
  const got = addressOf(address);
  const wanted = addressOf(base ?? "");
  if (got === undefined || wanted === undefined || more.length > 0) return undefined;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const kept = length === undefined ? wanted.bits : Number(length);
  if (kept > wanted.bits) return undefined;
  if (got.bits !== wanted.bits) return false;
  const shift = BigInt(wanted.bits - kept);
  return got.value >> shift === wanted.value >> shift;
}
