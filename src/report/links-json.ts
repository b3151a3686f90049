import type { Role, ServiceAccount } from "../model/entities.ts";
import type { Link } from "../model/link.ts";
import { lineColumn, type Location } from "../model/location.ts";
import { isAbsent, print, type Absent, type Text } from "../model/text.ts";
import type { FileNames, LinksReport } from "./report.ts";

interface JsonPlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

const nowhere: JsonPlace = { file: null, line: null, column: null };

function placeOf(at: Location, files: FileNames): JsonPlace {
  return { file: files.relative(at.file.path), ...lineColumn(at.file, at.span.start) };
}

function printOrNull(text: Text | Absent): string | null {
  return isAbsent(text) ? null : print(text);
}

function accountOf(account: ServiceAccount, at: Location, files: FileNames): object {
  const { namespace, name, origin } = account;
  return {
    namespace: print(namespace),
    name: print(name),
    cluster: printOrNull(origin.cluster),
    ...placeOf(at, files),
  };
}

/** The last segment of a role ARN, for a role that is named and defined nowhere. */
function nameInArn(arn: string): string | null {
  const at = arn.indexOf(":role/");
  return at === -1 ? null : arn.slice(Math.max(at + ":role/".length, arn.lastIndexOf("/") + 1));
}

function roleOf(role: Role, files: FileNames): object {
  return {
    name: print(role.name),
    arn: print(role.arn),
    address: role.address ?? null,
    ...placeOf(role.at, files),
  };
}

function linkOf(link: Link, files: FileNames): object {
  const { mechanism, serviceAccount, association, role, roleArn, environment, assumed, verdict } = link;
  const arn = print(roleArn);
  return {
    mechanism,
    serviceAccount: accountOf(serviceAccount, association?.at ?? roleArn.at, files),
    role: role ? roleOf(role, files) : { name: nameInArn(arn), arn, address: null, ...nowhere },
    environment,
    assumed,
    verdict,
    reasons: link.reasons.map(({ code, message, at }) => ({ code, message, ...placeOf(at, files) })),
  };
}

/** `links --format json` (contract.md). */
export function formatLinksJson({ links, unlinked, counts, files }: LinksReport): string {
  const result = {
    version: 1,
    links: links.map((link) => linkOf(link, files)),
    unlinked: {
      serviceAccounts: unlinked.serviceAccounts.map((account) => ({
        ...accountOf(account, account.at, files),
        environment: account.origin.environment,
      })),
      roles: unlinked.roles.map((role) => ({ ...roleOf(role, files), environment: role.origin.environment })),
    },
    coverage: {
      files: counts.files,
      parsed: counts.parsed,
      skipped: counts.skipped,
      unparseable: counts.unparseable,
      roles: counts.roles,
      serviceAccounts: counts.serviceAccounts,
    },
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
