import { typeName } from "../convert.ts";
import type { GoFunction } from "../function.ts";
import { any, define, string } from "./define.ts";
import { kindOf } from "./go-types.ts";
import { madeAnswer, madeBool, madeText } from "./make.ts";
import { deepEqual } from "./same.ts";

/** Sprig's reflection. */
export const types: Readonly<Record<string, GoFunction>> = {
  deepEqual: define("any", [any, any], ([a, b], call) => madeAnswer(deepEqual(a, b), call)),
  kindIs: define("any", [string, any], ([kind, value], call) => {
    const own = kindOf(value);
    return own === undefined ? undefined : madeBool(own === kind, call);
  }),
  kindOf: define("string", [any], ([value], call) => {
    const own = kindOf(value);
    return own === undefined ? undefined : madeText(own, call);
  }),
  typeIs: define("any", [string, any], ([type, value], call) => {
    const own = typeName(value);
    return own === undefined ? undefined : madeBool(own === type, call);
  }),
  typeIsLike: define("any", [string, any], ([type, value], call) => {
    const own = typeName(value);
    return own === undefined ? undefined : madeBool(own === type || own === `*${type}`, call);
  }),
  typeOf: define("string", [any], ([value], call) => {
    const own = typeName(value);
    return own === undefined ? undefined : madeText(own, call);
  }),
};
