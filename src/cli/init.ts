import { existsSync, writeFileSync } from "node:fs";
import { starterConfiguration, type Seen } from "../engine/config/starter.ts";
import type { OidcProvider } from "../model/entities.ts";
import { known } from "../model/text.ts";
import { rules } from "../../rules/index.ts";
import { CONFIG_NAMES, reasonOf } from "../workspace/boundary.ts";
import { note } from "./output.ts";
import { openSession } from "./session.ts";
import { UsageError } from "./usage-error.ts";

const target = CONFIG_NAMES[0];

/** Of a long list the beginning is enough for a beginning. */
const shownOfList = 20;

/** Terraform loads `terraform.tfvars` and `*.auto.tfvars` itself (its page on input variables). */
function wantsNaming(path: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(path) && !/(?:^|\/)terraform\.tfvars|\.auto\.tfvars/.test(path);
}

function issuersOf(providers: readonly OidcProvider[]): Seen["issuers"] {
  const accounts = new Map<string, string | undefined>();
  for (const { issuer, account } of providers) {
    const name = known(issuer);
    const id = known(account);
    // The schema wants twelve digits, and an issuer without blanks: what is no such thing is no help.
    if (name === undefined || !/^[A-Za-z0-9._/-]*[A-Za-z0-9]$/.test(name)) continue;
    accounts.set(name, id !== undefined && /^\d{12}$/.test(id) ? id : accounts.get(name));
  }
  return [...accounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, shownOfList)
    .map(([issuer, account]) => ({ issuer, account }));
}

function lookAround(commands: readonly string[]): Seen {
  const ids = rules.map(({ id }) => id);
  const { model, input } = openSession(["."], { config: false, isolated: true }, ids, commands);
  return {
    issuers: issuersOf(model.oidcProviders),
    varFiles: input.workspace.paths.filter(wantsNaming).slice(0, shownOfList),
  };
}

/** `irsa-lint init`: writes a commented configuration that fits the working directory; one that is there stays. */
export function init(commands: readonly string[]): number {
  const there = CONFIG_NAMES.find((name) => existsSync(name));
  if (there !== undefined) throw new UsageError(`there is a configuration already: ${there}`);
  const text = starterConfiguration(lookAround(commands));
  try {
    // "wx" fails when the file came into being meanwhile.
    writeFileSync(target, text, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`cannot write ${target}: ${reasonOf(cause)}`, { cause });
  }
  note(`${target} is written; all of it but "root: true" is a comment`);
  return 0;
}
