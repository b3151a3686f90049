import type { Location } from "../../../model/location.ts";
import type { Node } from "../../../model/node.ts";
import { textOf } from "../../../model/node.ts";
import { isAbsent, known, literal, split, type Text } from "../../../model/text.ts";
import type { Expression } from "../syntax/ast.ts";
import { idOf } from "../evaluate/identity.ts";
import type { BlockView, Names, ProviderIdentity, World } from "./instance.ts";
import { elementsOf } from "./repetition.ts";
import { mapOf, shapedText, textKey, unknownNode } from "./unknown.ts";

/** The provider configuration that an expression names: `aws`, `aws.west`, or the same in quotes. */
export function providerName(expression: Expression): string | undefined {
  if (expression.kind === "variable") return expression.name;
  if (expression.kind === "get-attribute" && expression.on.kind === "variable") {
    return `${expression.on.name}.${expression.name}`;
  }
  const [part] = expression.kind === "template" ? expression.parts : [];
  return part?.kind === "text" ? part.value : undefined;
}

/**
 * As `providerName`, and one of a repeated configuration by its key: `aws.by_region["eu-west-1"]` (OpenTofu,
 * "Provider Configuration", `for_each`). A key that is not known is the identity of its hole.
 */
export function providerReference(
  expression: Expression,
  evaluate: (key: Expression) => Node,
): string | undefined {
  if (expression.kind !== "index") return providerName(expression);
  const name = providerName(expression.on);
  const key = evaluate(expression.key);
  const text = key.kind === "text" ? known(key) : undefined;
  return name === undefined ? undefined : `${name}[${text === undefined ? idOf(key) : JSON.stringify(text)}]`;
}

/** The name of a provider configuration without the key of its copy. */
export function withoutKey(name: string): string {
  const bracket = name.indexOf("[");
  return bracket === -1 ? name : name.slice(0, bracket);
}

/** What `each` is in the copy of a repeated provider configuration. */
export function providerNames(
  name: string,
  forEach: Node | undefined,
  identity: string,
  at: Location,
): Names {
  if (forEach === undefined || !name.includes("[")) return new Map();
  const collection: Node = forEach.kind === "list" ? { ...forEach, flavour: "set" } : forEach;
  const found = elementsOf(collection).elements.find(
    ({ key }) => key.kind === "text" && name === `${withoutKey(name)}[${JSON.stringify(known(key))}]`,
  );
  const unknownPart = (part: string): Node => unknownNode(identity, `${name} ${part}`, at);
  const { key, value } = found ?? { key: unknownPart("each.key"), value: unknownPart("each.value") };
  return new Map([["each", mapOf(at, { key, value })]]);
}

/** Arguments of the AWS provider that choose its credentials. */
const CREDENTIALS = ["profile", "access_key", "shared_credentials_files", "shared_config_files", "token"];

/** The partition of a region (AWS general reference: regions of China, GovCloud, the isolated and sovereign ones). */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  if (region.startsWith("us-iso-")) return "aws-iso";
  if (region.startsWith("eusc-")) return "aws-eusc";
  return "aws";
}

function settingText(view: BlockView | undefined, name: string): Text | undefined {
  const node = view?.setting(name);
  if (view === undefined || node === undefined) return undefined;
  const text = textOf(node, view.at);
  return isAbsent(text) ? undefined : text;
}

const ACCOUNT = /^\d{12}$/;

/** The account in an ARN, where its five colons are known and something stands between the last two. */
export function accountInArn(arn: Text): Text | undefined {
  const pieces = split(arn, ":");
  const account = pieces[4];
  if (pieces.length < 6 || account === undefined || account.parts.length !== 1) return undefined;
  const value = known(account);
  return value === undefined || ACCOUNT.test(value) ? account : undefined;
}

function allowedAccount(view: BlockView): Text | undefined {
  const allowed: Node | undefined = view.setting("allowed_account_ids");
  const [only] = allowed?.kind === "list" && allowed.items.length === 1 ? allowed.items : [];
  const text = only && textOf(only, view.at);
  return text === undefined || isAbsent(text) ? undefined : text;
}

function assumedRole(view: BlockView | undefined): Text | undefined {
  const [assume] = view?.blocks("assume_role").items ?? [];
  return settingText(assume, "role_arn");
}

/**
 * What is known of an AWS provider configuration: its account from `allowed_account_ids`, the role it assumes or the
 * linter's configuration, its region, and the partition that follows. Configurations with the same credentials share
 * one unknown account: `data.aws_caller_identity` is one person in all of them.
 */
export function providerIdentity(
  view: BlockView | undefined,
  name: string,
  scopeAddress: string,
  world: Pick<World, "identity" | "account" | "at">,
): ProviderIdentity {
  const role = assumedRole(view);
  const usesDefault = role === undefined && !CREDENTIALS.some((setting) => settingText(view, setting));
  const credentials = usesDefault ? "default" : role ? textKey(role) : `${scopeAddress}/${name}`;
  const identity = `${world.identity}|credentials ${credentials}`;
  const region = settingText(view, "region");
  const regionName = region && known(region);
  const at = view?.at ?? world.at;
  const account =
    (view && allowedAccount(view)) ??
    (role && accountInArn(role)) ??
    (world.account === undefined ? undefined : unwritten(world.account, world));
  return {
    account: account ?? shapedText(identity, "data.aws_caller_identity.current.account_id", "account-id", at),
    region:
      region ??
      shapedText(`${identity}|${scopeAddress}/${name}`, "data.aws_region.current.name", "region", at),
    partition:
      region !== undefined && regionName !== undefined
        ? literal(partitionOf(regionName), region.at)
        : shapedText(identity, "data.aws_partition.current.partition", "partition", at),
  };
}

/** A known value that stands in no file that is read. */
function unwritten(value: string, world: Pick<World, "at">): Text {
  return { kind: "text", parts: [{ kind: "literal", value }], at: world.at };
}
