import type { Node } from "../../../../model/node.ts";
import { concat, concatAll, known, type Text } from "../../../../model/text.ts";
import { numberVerb } from "./format-number.ts";
import { isInteger } from "../big-number.ts";
import { bigNumberOf, computedText, convertPrimitive, isUntypedNull, listNode, toText } from "../convert.ts";
import { encodeJson, knownJson } from "../encode-json.ts";
import { flatten } from "../../../../model/flat-text.ts";
import { derivedId, unknownString } from "../identity.ts";
import { failure, isFailure, type Failure, type Value } from "../value.ts";
import { custom, making, readArgument, text, type Call, type FunctionGroup } from "./function.ts";
import { graphemes } from "./graphemes.ts";

/** One verb of a format string: `%-5.2f`, `%[2]s`. */
interface Verb {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  /** The argument, counted from zero. */
  readonly argument: number;
  readonly verb: string;
}

const VERB = /%([ +#0-]*)(\d+)?(?:\.(\d*))?(?:\[(\d+)\])?(.)/gsu;
const MAX_WIDTH = 10_000;

/** The pieces of a format string: ranges to copy, and verbs. */
function* pieces(format: string): Generator<{ from: number; to: number } | Verb | "percent" | undefined> {
  let from = 0;
  let next = 0;
  for (const match of format.matchAll(VERB)) {
    const [whole, flags = "", width, precision, index, verb = ""] = match;
    // A percent sign that the pattern jumped over begins no verb.
    if (format.slice(from, match.index).includes("%")) yield undefined;
    yield { from, to: match.index };
    from = match.index + whole.length;
    if (verb === "%") {
      yield "percent";
      continue;
    }
    const argument = index === undefined ? next : Number(index) - 1;
    next = argument + 1;
    yield {
      flags,
      width: width === undefined ? undefined : Number(width),
      precision: precision === undefined ? undefined : Number(precision || "0"),
      argument,
      verb,
    };
  }
  if (format.slice(from).includes("%")) yield undefined;
  yield { from, to: format.length };
}

/** go-cty's `format`. Undefined when the result depends on what is not known. */
function formatText(format: Text, args: readonly Node[], call: Call): Text | Failure | undefined {
  const content = known(format);
  if (content === undefined) return undefined;
  const { slice } = flatten(format);
  const texts: (Text | string)[] = [];
  let used = 0;
  for (const piece of pieces(content)) {
    if (piece === undefined) return failure("the format ends in the middle of a verb", call.at);
    if (piece === "percent") texts.push("%");
    else if ("from" in piece) texts.push(slice(piece.from, piece.to));
    else {
      const argument = args[piece.argument];
      if (argument === undefined) return failure(`the format needs ${piece.argument + 1} values`, call.at);
      const formatted = formatVerb(piece, argument, call);
      if (formatted === undefined || isFailure(formatted)) return formatted;
      texts.push(formatted);
      used = Math.max(used, piece.argument + 1);
    }
  }
  if (used < args.length) return failure(`the format uses ${used} of ${args.length} values`, call.at);
  return concatAll(call.at, texts);
}

function formatVerb(verb: Verb, argument: Node, call: Call): Text | Failure | undefined {
  if ((verb.width ?? 0) > MAX_WIDTH || (verb.precision ?? 0) > MAX_WIDTH) {
    return failure("the width is out of range", call.at);
  }
  switch (verb.verb) {
    case "v":
      return formatAny(verb, argument, call);
    case "s":
    case "q":
      return formatString(verb, argument, call);
    case "t":
      return formatBoolean(verb, argument, call);
    case "b":
    case "d":
    case "o":
    case "x":
    case "X":
    case "e":
    case "E":
    case "f":
    case "g":
    case "G":
      return formatNumeric(verb, argument, call);
    default:
      return failure(`format has no verb %${verb.verb}`, call.at);
  }
}

/** `%v`: strings as they are, numbers as `%g`, the rest as JSON; `%#v`: all as JSON. */
function formatAny(verb: Verb, argument: Node, call: Call): Text | Failure | undefined {
  if (verb.flags.includes("#")) {
    const json = knownJson(argument);
    if (json !== undefined) return padded(computedText(json, call.at), verb);
    return verb.width === undefined ? encodeJson(argument, call.at) : undefined;
  }
  switch (argument.kind) {
    case "text":
      return formatString({ ...verb, verb: "s" }, argument, call);
    case "number":
      return formatNumeric({ ...verb, verb: "g" }, argument, call);
    case "boolean":
      return formatBoolean(verb, argument, call);
    case "unknown":
      return formatString({ ...verb, verb: "s" }, argument, call);
    case "null":
      // go-cty leaves a null under %v unknown.
      return undefined;
    case "list":
    case "map": {
      const json = knownJson(argument);
      return json === undefined ? encodeJson(argument, call.at) : padded(computedText(json, call.at), verb);
    }
  }
}

function formatString(verb: Verb, argument: Node, call: Call): Text | Failure | undefined {
  if (argument.kind === "null") return undefined;
  const converted = toText(argument);
  if (isFailure(converted)) return converted;
  const content = known(converted);
  if (verb.verb === "q") {
    const quoted = encodeJson(converted, call.at);
    return quoted === undefined
      ? undefined
      : padded(computedText(knownJson(converted) ?? "", call.at), verb, quoted);
  }
  if (verb.width === undefined && verb.precision === undefined) return converted;
  if (content === undefined) return undefined;
  if (verb.precision === undefined) return padded(converted, verb);
  const kept = graphemes(content).slice(0, verb.precision).join("");
  return padded(flatten(converted).slice(0, kept.length), verb);
}

function formatBoolean(verb: Verb, argument: Node, call: Call): Text | Failure | undefined {
  if (argument.kind === "null") return undefined;
  const flag = convertPrimitive(argument, "bool");
  if (isFailure(flag)) return flag;
  if (flag.kind !== "boolean") return undefined;
  const content = computedText(flag.raw, call.at);
  // go-cty pads a Boolean under %v, not under %t.
  return verb.verb === "v" ? padded(content, verb) : content;
}

function formatNumeric(verb: Verb, argument: Node, call: Call): Text | Failure | undefined {
  if (argument.kind === "null") return undefined;
  const converted = convertPrimitive(argument, "number");
  if (isFailure(converted)) return converted;
  const value = converted.kind === "number" ? bigNumberOf(converted) : undefined;
  if (value === undefined) return undefined;
  if ("bdoxX".includes(verb.verb) && !isInteger(value)) return failure("a whole number is needed", call.at);
  return computedText(numberVerb(value, verb), call.at);
}

/** A text widened with blanks, which are counted in grapheme clusters. */
function padded(content: Text, verb: Verb, unpadded: Text = content): Text | undefined {
  if (verb.width === undefined) return unpadded;
  const length = graphemes(known(content) ?? "").length;
  const padding = " ".repeat(Math.max(0, verb.width - length));
  return verb.flags.includes("-")
    ? concat(content.at, content, padding)
    : concat(content.at, padding, content);
}

function format(args: readonly Node[], call: Call): Value | undefined {
  const first = readArgument(text, args[0], call);
  if (!first.ok) return first.result;
  return args.some(isUntypedNull) ? undefined : formatText(first.value, args.slice(1), call);
}

/** `formatlist`: lists of one length go round together, other values are the same in every round. */
function formatList(args: readonly Node[], call: Call): Value | undefined {
  const first = readArgument(text, args[0], call);
  if (!first.ok) return first.result;
  const rest = args.slice(1);
  if (rest.some((argument) => argument.kind === "unknown" || isUntypedNull(argument))) return undefined;
  const lengths = rest.flatMap((argument) => (argument.kind === "list" ? [argument.items.length] : []));
  const rounds = lengths[0] ?? 1;
  if (lengths.some((length) => length !== rounds)) return failure("the lists differ in length", call.at);
  const items: Text[] = [];
  for (let round = 0; round < rounds; round++) {
    const values = rest.map((argument) =>
      argument.kind === "list" ? (argument.items[round] ?? argument) : argument,
    );
    const item = formatText(first.value, values, call);
    if (item !== undefined && isFailure(item)) return item;
    items.push(item ?? unknownString(derivedId("format", [first.value, ...values]), call.label, call.at));
  }
  return listNode(items, call.at);
}

export const formats: FunctionGroup = {
  format: custom("string", 1, Infinity, format),
  formatlist: making(custom("any", 1, Infinity, formatList)),
};
