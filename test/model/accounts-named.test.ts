import { describe, expect, it } from "vitest";
import { accountsNamed } from "../../src/model/accounts-named.ts";
import type { ServiceAccount } from "../../src/model/entities.ts";
import { wholeFile } from "../../src/model/location.ts";
import { literal, unknownText, type Text } from "../../src/model/text.ts";

const at = wholeFile({ path: "a.yaml", text: "" });
const account = (name: Text): ServiceAccount => ({ name }) as ServiceAccount;

describe("the accounts that may have a name", () => {
  const [api, open, worker] = [
    account(literal("api", at)),
    account(unknownText({ id: "x", name: "x" }, at)),
    account(literal("worker", at)),
  ];
  const accounts = [api, open, worker];

  it("are those that have it and those of an unknown name, in their order", () => {
    expect(accountsNamed(accounts, literal("worker", at))).toEqual([open, worker]);
    expect(accountsNamed(accounts, literal("api", at))).toEqual([api, open]);
    expect(accountsNamed(accounts, literal("other", at))).toEqual([open]);
  });

  it("are all of them when the name is not known", () => {
    expect(accountsNamed(accounts, unknownText({ id: "y", name: "y" }, at))).toBe(accounts);
  });

  it("are each list's own", () => {
    expect(accountsNamed([worker], literal("worker", at))).toEqual([worker]);
  });
});
