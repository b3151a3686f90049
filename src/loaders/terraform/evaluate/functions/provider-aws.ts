import type { Node } from "../../../../model/node.ts";
import { concatAll, type Text } from "../../../../model/text.ts";
import { computedText, objectNode } from "../convert.ts";
import { flatten, isSearchable } from "../../../../model/flat-text.ts";
import { failure, type Value } from "../value.ts";
import { custom, string, text, unary, readArgument, type Call, type FunctionGroup } from "./function.ts";

/** The AWS provider's names of an ARN's parts (its documentation, "Function: arn_parse"). */
const parts = ["partition", "service", "region", "account_id", "resource"] as const;

function parseArn(arn: Text, call: Call): Value | undefined {
  if (!isSearchable(arn, ":")) return undefined;
  const { flat, slice } = flatten(arn);
  const pieces: Text[] = [];
  let from = 0;
  for (let at = flat.indexOf(":"); at !== -1 && pieces.length < 5; at = flat.indexOf(":", from)) {
    pieces.push(slice(from, at));
    from = at + 1;
  }
  pieces.push(slice(from));
  if (pieces.length !== 6 || flat.slice(0, 4) !== "arn:") return failure("this is not an ARN", call.at);
  return objectNode(
    parts.map((name, index) => ({
      key: computedText(name, call.at),
      value: pieces[index + 1] ?? computedText("", call.at),
    })),
    call.at,
  );
}

function buildArn(args: readonly Node[], call: Call): Value | undefined {
  const pieces: (Text | string)[] = ["arn"];
  for (const argument of args) {
    const piece = readArgument(text, argument, call);
    if (!piece.ok) return piece.result;
    pieces.push(":", piece.value);
  }
  return concatAll(call.at, pieces);
}

/** A role's ARN without its path ("Function: trim_iam_role_path"). */
function trimRolePath(arn: string, call: Call): Value {
  const match = /^(arn:[^:]*:iam:[^:]*:[^:]*:role\/)(?:[^/]*\/)*([^/]+)$/.exec(arn);
  if (match === null) return failure("this is not the ARN of a role", call.at);
  return computedText(`${match[1] ?? ""}${match[2] ?? ""}`, call.at);
}

export const providerAws: FunctionGroup = {
  "provider::aws::arn_build": custom("string", 5, 5, buildArn),
  "provider::aws::arn_parse": unary("any", text, parseArn),
  "provider::aws::trim_iam_role_path": unary("string", string, trimRolePath),
};
