import type { Node } from "../../../../model/node.ts";
import { parseDuration } from "../../../go-duration.ts";
import { computedText, smallNumber } from "../convert.ts";
import { derivedId, unknownString } from "../identity.ts";
import { failure, type Value } from "../value.ts";
import { binary, custom, string, type Call, type FunctionGroup } from "./function.ts";

/** A moment with the offset from UTC that it is written in. */
interface Timestamp {
  /** Milliseconds since 1970, and the rest of the fraction in nanoseconds. */
  readonly milliseconds: number;
  readonly nanoseconds: number;
  readonly offsetMinutes: number;
  readonly zulu: boolean;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:(Z)|([+-])(\d\d):(\d\d))$/;

/** A timestamp as RFC 3339 has it; undefined for anything else, impossible dates included. */
function parseTimestamp(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > last) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const [offsetHours, offsetMinutes] = [Number(match[10] ?? "0"), Number(match[11] ?? "0")];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (match[9] === "-" ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  const fraction = Number((match[7] ?? ".0").slice(1).padEnd(9, "0"));
  return {
    milliseconds:
      Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000 + Math.floor(fraction / 1e6),
    nanoseconds: fraction % 1e6,
    offsetMinutes: offset,
    zulu: match[8] === "Z",
  };
}

const two = (value: number): string => String(value).padStart(2, "0");

function offsetText({ offsetMinutes }: Timestamp, colon: string): string {
  const size = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
}

/** The calendar of a moment in its own offset. */
const calendar = (moment: Timestamp): Date => new Date(moment.milliseconds + moment.offsetMinutes * 60_000);

function formatRfc3339(moment: Timestamp): string {
  const date = calendar(moment);
  const zone = moment.offsetMinutes === 0 ? "Z" : offsetText(moment, ":");
  return `${date.toISOString().slice(0, 19)}${zone}`;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The format sequences of `formatdate` (Terraform's language documentation, "formatdate"). */
const sequences: ReadonlyMap<string, (moment: Timestamp, date: Date) => string> = new Map<
  string,
  (moment: Timestamp, date: Date) => string
>([
  ["YYYY", (_, date) => String(date.getUTCFullYear()).padStart(4, "0")],
  ["YY", (_, date) => two(date.getUTCFullYear() % 100)],
  ["MMMM", (_, date) => months[date.getUTCMonth()] ?? ""],
  ["MMM", (_, date) => (months[date.getUTCMonth()] ?? "").slice(0, 3)],
  ["MM", (_, date) => two(date.getUTCMonth() + 1)],
  ["M", (_, date) => String(date.getUTCMonth() + 1)],
  ["DD", (_, date) => two(date.getUTCDate())],
  ["D", (_, date) => String(date.getUTCDate())],
  ["EEEE", (_, date) => days[date.getUTCDay()] ?? ""],
  ["EEE", (_, date) => (days[date.getUTCDay()] ?? "").slice(0, 3)],
  ["hh", (_, date) => two(date.getUTCHours())],
  ["h", (_, date) => String(date.getUTCHours())],
  ["HH", (_, date) => two(date.getUTCHours() % 12 || 12)],
  ["H", (_, date) => String(date.getUTCHours() % 12 || 12)],
  ["AA", (_, date) => (date.getUTCHours() < 12 ? "AM" : "PM")],
  ["aa", (_, date) => (date.getUTCHours() < 12 ? "am" : "pm")],
  ["mm", (_, date) => two(date.getUTCMinutes())],
  ["m", (_, date) => String(date.getUTCMinutes())],
  ["ss", (_, date) => two(date.getUTCSeconds())],
  ["s", (_, date) => String(date.getUTCSeconds())],
  ["ZZZZZ", (moment) => offsetText(moment, ":")],
  ["ZZZZ", (moment) => offsetText(moment, "")],
  ["ZZZ", (moment) => (moment.offsetMinutes === 0 ? "UTC" : offsetText(moment, ""))],
  ["Z", (moment) => (moment.offsetMinutes === 0 ? "Z" : offsetText(moment, ":"))],
]);

function formatDate(spec: string, timestamp: string, call: Call): Value {
  const moment = parseTimestamp(timestamp);
  if (moment === undefined) return failure(`"${timestamp}" is not an RFC 3339 timestamp`, call.at);
  const date = calendar(moment);
  let written = "";
  for (const match of spec.matchAll(/'((?:[^']|'')*)('?)|([A-Za-z])\3*|[^A-Za-z']+/gs)) {
    const [whole, quoted, closing, letter] = match;
    if (quoted !== undefined) {
      if (closing === "") return failure("a quote is not closed", call.at);
      written += whole === "''" ? "'" : quoted.replaceAll("''", "'");
    } else if (letter === undefined) {
      written += whole;
    } else {
      const sequence = sequences.get(whole);
      if (sequence === undefined) return failure(`formatdate has no sequence "${whole}"`, call.at);
      written += sequence(moment, date);
    }
  }
  return computedText(written, call.at);
}

function timeAdd(timestamp: string, duration: string, call: Call): Value | undefined {
  const moment = parseTimestamp(timestamp);
  const length = parseDuration(duration);
  if (moment === undefined) return failure(`"${timestamp}" is not an RFC 3339 timestamp`, call.at);
  if (length === undefined) return failure(`"${duration}" is not a duration`, call.at);
  const total = BigInt(moment.milliseconds) * 1_000_000n + BigInt(moment.nanoseconds) + length;
  const milliseconds = Number(total / 1_000_000n) - (total % 1_000_000n < 0n ? 1 : 0);
  const sum = { ...moment, milliseconds };
  const year = calendar(sum).getUTCFullYear();
  return year >= 0 && year <= 9999 ? computedText(formatRfc3339(sum), call.at) : undefined;
}

function timeCompare(a: string, b: string, call: Call): Value {
  const [left, right] = [parseTimestamp(a), parseTimestamp(b)];
  if (left === undefined || right === undefined)
    return failure("an argument is not an RFC 3339 timestamp", call.at);
  const difference = left.milliseconds - right.milliseconds || left.nanoseconds - right.nanoseconds;
  return smallNumber(Math.sign(difference), call.at);
}

/** A string that differs at each call: named by its place and the rounds of the loops around it. */
export function fresh(_: readonly Node[], call: Call): Value {
  const { scope, round } = call.context;
  const id = `${scope.instance}|${call.name}() at ${call.at.file.path}:${call.at.span.start}${round}`;
  return unknownString(id, call.label, call.at);
}

export const dates: FunctionGroup = {
  formatdate: binary("string", string, string, formatDate),
  // One moment for a whole plan, so the same everywhere.
  plantimestamp: custom("string", 0, 0, (_, call) =>
    unknownString(derivedId("plantimestamp", []), call.label, call.at),
  ),
  timeadd: binary("string", string, string, timeAdd),
  timecmp: binary("any", string, string, timeCompare),
  timestamp: custom("string", 0, 0, fresh),
};
