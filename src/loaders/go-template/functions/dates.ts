import { known } from "../../../model/text.ts";
import { parseDuration } from "../../go-duration.ts";
import type { Call, GoFunction } from "../function.ts";
import type { GoObject, Value } from "../value.ts";
import { wholeOf } from "./same.ts";
import { any, define, refuse, string } from "./define.ts";
import { madeText } from "./make.ts";

/** A moment and the offset from UTC that it is shown in. */
interface Moment {
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly zone: string;
}

const moments = new WeakMap<GoObject, Moment>();

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const two = (value: number): string => String(value).padStart(2, "0");

/** The parts of a layout that stand for something (Go's time package), the longer before the shorter. */
const LAYOUT =
  /January|Jan|Monday|Mon|MST|2006|002|01|02|03|04|05|06|15|PM|pm|Z070000|Z07:00:00|Z0700|Z07:00|Z07|-070000|-07:00:00|-0700|-07:00|-07|[.,]0+(?![0-9])|[.,]9+(?![0-9])|__2|_2006|_2|1|2|3|4|5/g;

function offsetText(offset: number, layout: string): string {
  if (layout.startsWith("Z") && offset === 0) return "Z";
  const size = Math.abs(offset);
  const [hours, minutes, seconds] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const colon = layout.includes(":") ? ":" : "";
  const count = layout.replaceAll(":", "").length;
  const sign = offset < 0 ? "-" : "+";
  if (count === 3) return `${sign}${two(hours)}`;
  const rest = count === 7 ? `${colon}${two(seconds)}` : "";
  return `${sign}${two(hours)}${colon}${two(minutes)}${rest}`;
}

function fraction(nanoseconds: number, layout: string): string {
  const digits = String(nanoseconds)
    .padStart(9, "0")
    .slice(0, layout.length - 1);
  if (layout.includes("0")) return layout.charAt(0) + digits.padEnd(layout.length - 1, "0");
  const trimmed = digits.replace(/0+$/, "");
  return trimmed === "" ? "" : layout.charAt(0) + trimmed;
}

/** Go's Time.Format; undefined for years that a date here cannot show. */
function format(moment: Moment, layout: string): string | undefined {
  const date = new Date((moment.seconds + moment.offset) * 1000);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > 9999) return undefined;
  const [month, day, hour] = [date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  const yearDay = Math.floor((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const half = String(hour % 12 || 12);
  const values: Readonly<Record<string, string>> = {
    January: MONTHS[month] ?? "",
    Jan: (MONTHS[month] ?? "").slice(0, 3),
    Monday: DAYS[date.getUTCDay()] ?? "",
    Mon: (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
    MST: moment.zone,
    "2006": String(year).padStart(4, "0"),
    _2006: `_${String(year).padStart(4, "0")}`,
    "06": two(year % 100),
    "002": String(yearDay).padStart(3, "0"),
    __2: String(yearDay).padStart(3, " "),
    "01": two(month + 1),
    "1": String(month + 1),
    "02": two(day),
    _2: String(day).padStart(2, " "),
    "2": String(day),
    "15": two(hour),
    "03": half.padStart(2, "0"),
    "3": half,
    "04": two(date.getUTCMinutes()),
    "4": String(date.getUTCMinutes()),
    "05": two(date.getUTCSeconds()),
    "5": String(date.getUTCSeconds()),
    PM: hour < 12 ? "AM" : "PM",
    pm: hour < 12 ? "am" : "pm",
  };
  return layout.replaceAll(LAYOUT, (part) => {
    const value = values[part];
    if (value !== undefined) return value;
    return /^[.,]/.test(part) ? fraction(moment.nanoseconds, part) : offsetText(moment.offset, part);
  });
}

/** What a template has of a time.Time. */
function timeObject(moment: Moment, call: Call): GoObject {
  const object: GoObject = {
    kind: "object",
    type: "time.Time",
    at: call.at,
    member: (name, args) => {
      const layout = args[0]?.kind === "text" ? known(args[0]) : undefined;
      if (name === "Format" && layout !== undefined) {
        const text = format(moment, layout);
        return text === undefined ? undefined : madeText(text, call);
      }
      return undefined;
    },
  };
  moments.set(object, moment);
  return object;
}

/** A point in time from a value: a time, or seconds since 1970. Undefined for one that the clock tells. */
function momentOf(value: Value): Moment | undefined {
  if (value.kind === "object") return moments.get(value);
  if (value.kind !== "number" || value.go === "float64") return undefined;
  return { seconds: Number(wholeOf(value)), nanoseconds: 0, offset: 0, zone: "UTC" };
}

/** A time in UTC. Other zones are not known here, nor is the machine's own. */
function inZone(layout: string, value: Value, zone: string, call: Call): Value | undefined {
  const moment = momentOf(value);
  if (moment === undefined || !["UTC", ""].includes(zone)) return undefined;
  const text = format({ ...moment, offset: 0, zone: "UTC" }, layout);
  return text === undefined ? undefined : madeText(text, call);
}

/** Whole and part of a second or less, without zeros at the end. */
function decimal(value: bigint, unit: bigint): string {
  const rest = value % unit;
  const digits = String(rest)
    .padStart(String(unit).length - 1, "0")
    .replace(/0+$/, "");
  return `${value / unit}${digits === "" || rest === 0n ? "" : `.${digits}`}`;
}

/** Go's Duration.String. */
function durationText(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const sign = nanoseconds < 0n ? "-" : "";
  if (size === 0n) return "0s";
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1_000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const seconds = decimal(size % 60_000_000_000n, 1_000_000_000n);
  const minutes = size / 60_000_000_000n;
  if (minutes === 0n) return `${sign}${seconds}s`;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}s`;
}

const duration = define("string", [any], ([value], call) => {
  let seconds = 0n;
  if (value.kind === "text") {
    const content = known(value);
    if (content === undefined) return undefined;
    seconds = /^[+-]?\d+$/.test(content) ? BigInt(content.replace("+", "")) : 0n;
    const limit = 2n ** 63n;
    seconds = seconds >= limit ? limit - 1n : seconds < -limit ? -limit : seconds;
  } else if (value.kind === "number" && value.go === "int64") seconds = wholeOf(value);
  else if (value.kind === "unknown") return undefined;
  return madeText(durationText(BigInt.asIntN(64, seconds * 1_000_000_000n)), call);
});

const SPANS: readonly (readonly [bigint, string])[] = [
  [3600n * 24n * 365n, "y"],
  [3600n * 24n * 30n, "mo"],
  [3600n * 24n, "d"],
  [3600n, "h"],
  [60n, "m"],
  [1n, "s"],
];

const durationRound = define("string", [any], ([value], call) => {
  let length = 0n;
  if (value.kind === "text") {
    const content = known(value);
    if (content === undefined) return undefined;
    length = parseDuration(content) ?? 0n;
  } else if (value.kind === "number" && value.go === "int64") length = wholeOf(value);
  else if (value.kind === "unknown" || value.kind === "object") return undefined;
  const size = length < 0n ? -length : length;
  const span = SPANS.find(([seconds]) => size > seconds * 1_000_000_000n);
  return madeText(span === undefined ? "0s" : `${size / (span[0] * 1_000_000_000n)}${span[1]}`, call);
});

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** A time that is written with its zone; other layouts are not read here, since the machine's zone counts. */
function parseTime(layout: string, text: string): Moment | undefined {
  if (layout !== "2006-01-02T15:04:05Z07:00") return undefined;
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > last || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const sign = match[8] === "-" ? -1 : 1;
  const offset = sign * (Number(match[9] ?? "0") * 3600 + Number(match[10] ?? "0") * 60);
  // Another offset than UTC may be the machine's own, which has a name.
  if (offset !== 0) return undefined;
  return {
    seconds: Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offset,
    nanoseconds: Number((match[7] ?? "0").padEnd(9, "0")),
    offset,
    zone: "UTC",
  };
}

const toDate = define("any", [string, string], ([layout, text], call) => {
  const moment = parseTime(layout, text);
  return moment && timeObject(moment, call);
});

/** A time moved by a duration. */
const dateModify = (must: boolean): GoFunction =>
  define("any", [string, any], ([text, date], call) => {
    const length = parseDuration(text);
    if (date.kind !== "object" && date.kind !== "unknown")
      return refuse("wrong type for value; expected time.Time", call);
    if (length === undefined) return must ? refuse(`time: invalid duration "${text}"`, call) : date;
    const moment = momentOf(date);
    if (moment === undefined) return undefined;
    const total = BigInt(moment.seconds) * 1_000_000_000n + BigInt(moment.nanoseconds) + length;
    const nanoseconds = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    return timeObject(
      {
        ...moment,
        seconds: Number((total - nanoseconds) / 1_000_000_000n),
        nanoseconds: Number(nanoseconds),
      },
      call,
    );
  });

const dateInZone = define("string", [string, any, string], ([layout, value, zone], call) =>
  inZone(layout, value, zone, call),
);

/** Sprig's dates. What the clock or the machine's zone decides is not known. */
export const dates: Readonly<Record<string, GoFunction>> = {
  date: define("string", [string, any], () => undefined),
  dateInZone,
  dateModify: dateModify(false),
  date_in_zone: dateInZone,
  date_modify: dateModify(false),
  duration,
  durationRound,
  htmlDate: define("string", [any], () => undefined),
  htmlDateInZone: define("string", [any, string], ([value, zone], call) =>
    inZone("2006-01-02", value, zone, call),
  ),
  mustDateModify: dateModify(true),
  mustToDate: toDate,
  must_date_modify: dateModify(true),
  toDate,
  unixEpoch: define("string", [any], ([value], call) => {
    if (value.kind === "unknown") return undefined;
    if (value.kind !== "object") return refuse("wrong type for value; expected time.Time", call);
    const moment = moments.get(value);
    return moment && madeText(String(moment.seconds), call);
  }),
};
