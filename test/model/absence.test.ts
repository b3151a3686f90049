import { describe, expect, it } from "vitest";
import { couldExist, isDescribed, rolesOfAccount, type Wanted } from "../../src/model/absence.ts";
import type { Fact } from "../../src/model/entities.ts";
import type { Answer } from "../../src/model/text.ts";
import { account, association, gap, linked, provider, role, ROLE } from "../support/facts.ts";
import { marked } from "../support/marked-text.ts";
import { ACCOUNT, PROVIDER } from "../support/policies.ts";

const wantedRole: Wanted = { kind: "role", arn: marked(ROLE) };
const wantedProvider: Wanted = { kind: "oidc-provider", arn: marked(PROVIDER) };
const wantedAccount: Wanted = { kind: "service-account", namespace: marked("a"), name: marked("b") };
const wantedAssociation: Wanted = { kind: "association", namespace: marked("a"), name: marked("b") };
const wantedStore: Wanted = {
  kind: "secret-store",
  storeKind: "ClusterSecretStore",
  namespace: marked("a"),
  name: marked("aws"),
};

describe("whether something may exist", () => {
  it.each<[string, Wanted, readonly Fact[], Answer]>([
    ["the role is here", wantedRole, [role()], "yes"],
    ["nothing is here", wantedRole, [], "no"],
    ["another role", wantedRole, [role({ arn: `arn:aws:iam::${ACCOUNT}:role/x` })], "no"],
    [
      "a role whose name has a hole",
      wantedRole,
      [role({ arn: `arn:aws:iam::${ACCOUNT}:role/⟦x⟧er` })],
      "maybe",
    ],
    ["a role that may not be created", wantedRole, [role({ exists: "maybe" })], "maybe"],
    ["an unread module", wantedRole, [gap(["role"])], "maybe"],
    ["an unread module of that account", wantedRole, [gap(["role"], { account: ACCOUNT })], "maybe"],
    ["an unread module of another account", wantedRole, [gap(["role"], { account: "444455556666" })], "no"],
    ["the role is looked up", wantedRole, [gap(["role"], { arn: ROLE })], "maybe"],
    [
      "another role of that account is looked up",
      wantedRole,
      [gap(["role"], { account: ACCOUNT, arn: `${ROLE}-x` })],
      "no",
    ],
    ["an unread chart", wantedRole, [gap(["service-account"])], "no"],
    ["the provider", wantedProvider, [provider()], "yes"],
    ["no provider", wantedProvider, [role()], "no"],
    ["the account", wantedAccount, [account()], "yes"],
    ["the account, annotated only", wantedAccount, [account({ existence: "annotated" })], "maybe"],
    ["an account in a namespace that is not known", wantedAccount, [account({ namespace: "⟦x⟧" })], "maybe"],
    ["an account of another namespace", wantedAccount, [account({ namespace: "x" })], "no"],
    ["a chart in that namespace", wantedAccount, [gap(["service-account"], { namespace: "a" })], "maybe"],
    ["a chart in another namespace", wantedAccount, [gap(["service-account"], { namespace: "x" })], "no"],
    ["the association", wantedAssociation, [association()], "yes"],
    ["another association", wantedAssociation, [association({ name: "x" })], "no"],
    [
      "a store for all from a chart of another namespace",
      wantedStore,
      [gap(["secret-store"], { namespace: "x" })],
      "maybe",
    ],
    [
      "a chart that has no store for all",
      wantedStore,
      [{ ...gap(["secret-store"], { namespace: "a" }), clusterWide: false }],
      "no",
    ],
    [
      "a store for all of another name",
      wantedStore,
      [{ ...gap(["secret-store"]), names: [marked("vault")] }],
      "no",
    ],
    [
      "a store for all whose name a value completes",
      wantedStore,
      [{ ...gap(["secret-store"]), names: [marked("a⟦x⟧")] }],
      "maybe",
    ],
    [
      "a values file that names the account",
      wantedAccount,
      [{ ...gap(["service-account"]), names: [marked("x"), marked("b")] }],
      "maybe",
    ],
    [
      "a values file that names another account",
      wantedAccount,
      [{ ...gap(["service-account"]), names: [marked("x")] }],
      "no",
    ],
    ["no store", wantedStore, [account()], "no"],
  ])("%s", (_, wanted, facts, answer) => {
    expect(couldExist(linked(facts), wanted)).toBe(answer);
  });

  it("knows which namespaces and accounts are described here", () => {
    const model = linked([account(), role()]);
    expect([isDescribed(model, marked("a")), isDescribed(model, marked("x"))]).toEqual([true, false]);
    expect(rolesOfAccount(model, marked(ROLE))).toHaveLength(1);
    expect(rolesOfAccount(model, marked("arn:aws:iam::444455556666:role/x"))).toEqual([]);
    expect(rolesOfAccount(model, marked("⟦x⟧"))).toEqual([]);
  });
});
