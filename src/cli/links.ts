import { linkIn } from "../engine/scope.ts";
import { unlinkedOf } from "../engine/unlinked.ts";
import { formatLinksJson } from "../report/links-json.ts";
import { formatLinksTable } from "../report/links-table.ts";
import type { LinksReport } from "../report/report.ts";
import { rules } from "../../rules/index.ts";
import { decideColor, type ColorChoice } from "./color.ts";
import { note, print } from "./output.ts";
import { emptyNote, openSession, type SessionOptions } from "./session.ts";

export interface LinksOptions extends SessionOptions {
  readonly format: "table" | "json";
  readonly color: ColorChoice;
}

/** `irsa-lint links`: every edge between a service account and a role with an end in the given paths. */
export async function links(
  paths: readonly string[],
  options: LinksOptions,
  commands: readonly string[],
): Promise<number> {
  const color = decideColor(options.color);
  const session = openSession(
    paths,
    options,
    rules.map(({ id }) => id),
    commands,
  );
  const { scope } = session.input;
  const { serviceAccounts, roles } = unlinkedOf(session.model);
  const report: LinksReport = {
    links: session.model.links.filter((link) => linkIn(scope, link)),
    unlinked: {
      serviceAccounts: serviceAccounts.filter(({ at }) => scope(at.file.path)),
      roles: roles.filter(({ at }) => scope(at.file.path)),
    },
    counts: session.counts,
    files: session.files,
    color,
  };
  await print(options.format === "json" ? formatLinksJson(report) : formatLinksTable(report));
  const empty = emptyNote(session);
  if (empty !== undefined) note(empty);
  return 0;
}
