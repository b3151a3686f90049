import { computedText, listNode } from "../convert.ts";
import { failure, type Failure, type Value } from "../value.ts";
import {
  binary,
  custom,
  integer,
  number,
  readArgument,
  string,
  unary,
  type Call,
  type FunctionGroup,
} from "./function.ts";
import { isInteger, toBigInt } from "../big-number.ts";
import type { Node } from "../../../../model/node.ts";

/** A range of addresses; `bits` is 32 or 128. */
interface Network {
  readonly address: bigint;
  readonly prefix: number;
  readonly bits: number;
}

/** Four decimal numbers; a leading zero is allowed, as in the addresses that Terraform has always read. */
function parseV4(text: string): bigint | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(text);
  if (match === null) return undefined;
  const bytes = match.slice(1).map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const expanded = groups.map(expandV4);
  if (expanded.some((half) => half === undefined)) return undefined;
  const [head = [], tail = []] = expanded.map((half) => half ?? []);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...new Array<string>(Math.max(0, missing)).fill("0"), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** An IPv4 address at the end of an IPv6 address as two groups. */
function expandV4(groups: readonly string[]): readonly string[] | undefined {
  const last = groups.at(-1);
  if (last?.includes(".") !== true) return groups;
  const value = parseV4(last);
  if (value === undefined) return undefined;
  return [...groups.slice(0, -1), (value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}

function parseNetwork(text: string, call: Call): Network | Failure {
  const wrong = failure(`"${text}" is not an address range in CIDR notation`, call.at);
  const match = /^([0-9a-fA-F:.]{1,50})\/(\d{1,3})$/.exec(text);
  if (match === null) return wrong;
  const [, host = "", length = ""] = match;
  const v4 = parseV4(host);
  const address = v4 ?? parseV6(host);
  const bits = v4 === undefined ? 128 : 32;
  const prefix = Number(length);
  if (address === undefined || prefix > bits) return wrong;
  return { address: address & maskOf(prefix, bits), prefix, bits };
}

/** The mask of a prefix, as a number. */
function maskOf(prefix: number, bits: number): bigint {
  const all = (1n << BigInt(bits)) - 1n;
  return all ^ (all >> BigInt(prefix));
}

/** RFC 5952: lower case, the longest run of two or more zero groups shortened. */
function formatAddress(address: bigint, bits: number): string {
  const count = bits === 32 ? 4 : 8;
  const size = BigInt(bits / count);
  const groups = Array.from({ length: count }, (_, at) => {
    return (address >> (size * BigInt(count - 1 - at))) & ((1n << size) - 1n);
  });
  if (bits === 32) return groups.join(".");
  const words = groups.map((group) => group.toString(16));
  const { start, length } = longestZeros(words);
  if (length < 2) return words.join(":");
  return `${words.slice(0, start).join(":")}::${words.slice(start + length).join(":")}`;
}

function longestZeros(words: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  words.forEach((word, at) => {
    if (word !== "0") start = at + 1;
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start };
  });
  return best;
}

const formatNetwork = ({ address, prefix, bits }: Network): string =>
  `${formatAddress(address, bits)}/${prefix}`;

function subnet(network: Network, newBits: number, index: bigint, call: Call): Network | Failure {
  const prefix = network.prefix + newBits;
  if (prefix > network.bits) {
    return failure(`a /${network.prefix} has no room for ${newBits} further bits`, call.at);
  }
  const count = 1n << BigInt(newBits);
  if (index >= count) return failure(`${newBits} bits do not hold ${index}`, call.at);
  return { address: network.address | (index << BigInt(network.bits - prefix)), prefix, bits: network.bits };
}

function cidrSubnet(args: readonly Node[], call: Call): Value | undefined {
  const [range, bits, index] = [
    readArgument(string, args[0], call),
    readArgument(integer, args[1], call),
    readArgument(number, args[2], call),
  ];
  if (!range.ok) return range.result;
  if (!bits.ok) return bits.result;
  if (!index.ok) return index.result;
  if (!isInteger(index.value)) return failure("a whole number is needed", call.at);
  // Terraform does not check these; what it then prints is of no use to anyone.
  if (bits.value < 0 || index.value.mantissa < 0n) return undefined;
  const network = parseNetwork(range.value, call);
  if ("kind" in network) return network;
  const found = subnet(network, bits.value, toBigInt(index.value), call);
  return "kind" in found ? found : computedText(formatNetwork(found), call.at);
}

/** Ranges one after another, each as long as its number of further bits says. */
function cidrSubnets(args: readonly Node[], call: Call): Value | undefined {
  const range = readArgument(string, args[0], call);
  if (!range.ok) return range.result;
  const network = parseNetwork(range.value, call);
  if ("kind" in network) return network;
  const items: Node[] = [];
  let next = network.address;
  const end = network.address + (1n << BigInt(network.bits - network.prefix));
  for (const argument of args.slice(1)) {
    const bits = integer(argument);
    if (!bits.ok) return bits.result;
    const prefix = network.prefix + bits.value;
    if (bits.value < 1 || prefix > network.bits)
      return failure(`there is no room for ${bits.value} further bits`, call.at);
    const size = 1n << BigInt(network.bits - prefix);
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end) return failure("the range is too small for all of these", call.at);
    items.push(computedText(formatNetwork({ address: start, prefix, bits: network.bits }), call.at));
    next = start + size;
  }
  return listNode(items, call.at);
}

function cidrHost(text: string, host: bigint, call: Call): Value {
  const network = parseNetwork(text, call);
  if ("kind" in network) return network;
  const count = 1n << BigInt(network.bits - network.prefix);
  const chosen = host < 0n ? count + host : host;
  if (chosen < 0n || chosen >= count) return failure(`the range has no address number ${host}`, call.at);
  return computedText(formatAddress(network.address + chosen, network.bits), call.at);
}

function cidrNetmask(text: string, call: Call): Value {
  const network = parseNetwork(text, call);
  if ("kind" in network) return network;
  if (network.bits !== 32) return failure("an IPv6 range has no netmask", call.at);
  return computedText(formatAddress(maskOf(network.prefix, 32), 32), call.at);
}

export const networks: FunctionGroup = {
  cidrhost: binary("string", string, number, (range, host, call) =>
    isInteger(host) ? cidrHost(range, toBigInt(host), call) : failure("a whole number is needed", call.at),
  ),
  cidrnetmask: unary("string", string, cidrNetmask),
  cidrsubnet: custom("string", 3, 3, cidrSubnet),
  cidrsubnets: custom("any", 1, Infinity, cidrSubnets),
};
