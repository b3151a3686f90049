import { known, print, type Text } from "../../../model/text.ts";
import { goMap, isSeveral } from "../convert.ts";
import { RefusedByTemplate, type Call, type GoFunction } from "../function.ts";
import { identityOf } from "../identity.ts";
import type { Value } from "../value.ts";
import { isTrue } from "./comparison.ts";
import { any, bool, define, refuse, string, text, variadic } from "./define.ts";
import { madeBool, madeText } from "./make.ts";

/**
 * Sprig's `default`: a value that is not empty, else the other. Which of the two it is when the value is not known is
 * decided by the world, unless it makes no difference.
 */
function defaulted(fallback: Value, given: Value, call: Call): Value {
  if (identityOf(fallback) === identityOf(given)) return given;
  // A string that is empty is the same as an empty default.
  if (given.kind === "text" && fallback.kind === "text" && known(fallback) === "") return given;
  return isTrue(given, call) ? given : fallback;
}

const dfault = variadic("any", [any], any, ([fallback], [given], call) =>
  given === undefined ? fallback : defaulted(fallback, given, call),
);

const coalesce = variadic("any", [], any, (_, values, call): Value => {
  const found = values.find((value) => isTrue(value, call));
  return found ?? { kind: "null", at: call.at };
});

/** Helm's `required`: what is nil or an empty string stops the template. What is not known is taken to be there. */
const required = define("any", [text, any], ([message, value], call) => {
  if (value.kind === "null" || (value.kind === "text" && known(value) === ""))
    refused(message, call, "error calling required: ");
  return value;
});

const fail = define("string", [text], ([message], call): Text => refused(message, call));

function refused(message: Text, { at }: Call, before = ""): never {
  const said = print(message);
  throw new RefusedByTemplate(said, at, `${before}${said}`);
}

const include = define("string", [string, any], ([name, dot], call) => call.host.include(name, dot, call.at));

const tpl = define("string", [text, any], ([template, dot], call) => call.host.tpl(template, dot, call.at));

/** Helm's `lookup` finds nothing where there is no cluster. */
const lookup = define("any", [string, string, string, string], (_, call) => goMap([], call.at));

/** Sprig's flow control and defaults. */
export const flow: Readonly<Record<string, GoFunction>> = {
  all: variadic("any", [], any, (_, values, call) =>
    madeBool(
      values.every((value) => isTrue(value, call)),
      call,
    ),
  ),
  any: variadic("any", [], any, (_, values, call) =>
    madeBool(
      values.some((value) => isTrue(value, call)),
      call,
    ),
  ),
  coalesce,
  compact: define("any", [any], ([list], call) => compacted(list, call)),
  default: dfault,
  empty: define("any", [any], ([value], call) => madeBool(!isTrue(value, call), call)),
  fail,
  hello: define("string", [], (_, call) => madeText("Hello!", call)),
  mustCompact: define("any", [any], ([list], call) => compacted(list, call)),
  ternary: define("any", [any, any, bool], ([yes, no, condition]) => (condition ? yes : no)),
};

function compacted(list: Value, call: Call): Value | undefined {
  if (list.kind === "unknown") return undefined;
  if (list.kind !== "go-list") return refuse("Cannot compact on this type", call);
  if (list.items.some(isSeveral)) return undefined;
  return { kind: "go-list", items: list.items.filter((item) => isTrue(item, call)), at: call.at };
}

/** What only Helm has of these. */
export const helmFlow: Readonly<Record<string, GoFunction>> = {
  getHostByName: define("string", [text], (_, call) => madeText("", call)),
  include,
  lookup,
  required,
  tpl,
};
