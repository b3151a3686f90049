import { describe, expect, it } from "vitest";
import { withPlaceholders } from "../../../src/loaders/yaml/placeholders.ts";
import { textAt } from "../../../src/model/location.ts";
import { holesOf, literal, print, type Text } from "../../../src/model/text.ts";

function text(value: string, path = "sa.yaml"): Text {
  return literal(value, { file: { path, text: value }, route: [], span: { start: 0, end: value.length } });
}

const none = { placeholders: [] };

describe("placeholders", () => {
  it.each([
    ["arn:aws:iam::<ACCOUNT_ID>:role/x", "ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::<your-account-id>:role/x", "your-account-id", "account-id"],
    ["arn:aws:iam::${AWS_ACCOUNT_ID}:role/x", "AWS_ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::${account:-123}:role/x", "account:-123", undefined],
    ["arn:aws:iam::$(ACCOUNT):role/x", "ACCOUNT", undefined],
    ["arn:aws:iam::$ACCOUNT_ID:role/x", "ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::{{ .Values.account }}:role/x", ".Values.account", undefined],
    ["arn:aws:iam::{{- $account -}}:role/x", "$account", undefined],
    ["arn:aws:iam::ACCOUNT_ID:role/x", "ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::YOUR_ACCOUNT_ID:role/x", "YOUR_ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::111122223333:role/YOUR_ROLE", "YOUR_ROLE", undefined],
    ["arn:aws:iam::xxxxxxxxxxxx:role/x", "xxxxxxxxxxxx", undefined],
    ["arn:aws:iam::111122223333:role/REPLACE_ME", "REPLACE_ME", undefined],
    ["arn:aws:iam::[ACCOUNT-ID]:role/x", "ACCOUNT-ID", "account-id"],
    ["arn:aws:iam::__ACCOUNT_ID__:role/x", "ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::@ACCOUNT_ID@:role/x", "ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::%ACCOUNT_ID%:role/x", "ACCOUNT_ID", "account-id"],
    ["arn:aws:iam::#{account}#:role/x", "account", undefined],
    ["arn:<partition>:iam::111122223333:role/x", "partition", "partition"],
  ])("become a hole in %s", (value, name, shape) => {
    const result = withPlaceholders(text(value), none);
    expect(holesOf(result).map((hole) => [hole.name, hole.shape])).toEqual([[name, shape]]);
    const [hole] = holesOf(result);
    expect(hole?.at && value.startsWith(textAt(hole.at), hole.at.span.start)).toBe(true);
    expect(print(result).length).toBe(
      value.length - textLength(hole?.at && textAt(hole.at)) + name.length + 3,
    );
  });

  function textLength(value: string | undefined): number {
    return value?.length ?? Number.NaN;
  }

  it.each([
    "arn:aws:iam::111122223333:role/reader",
    "arn:aws:iam::123456789012:role/aws-load-balancer-controller",
    "arn:aws:iam::12345678901:role/reader",
    "external-secrets",
    "my-role",
    "todo-app",
    "xxx",
    "<no value>",
    "role/account-reader",
    "arn:aws:iam::111122223333:role/MyACCOUNT_IDRole",
    "arn:aws:iam::111122223333:role/path/a@b+c=d,e",
    "arn:aws:iam::111122223333:role/x@prod",
  ])("are not %s", (value) => {
    const whole = text(value);
    expect(withPlaceholders(whole, none)).toBe(whole);
  });

  it("are the configuration's own words, too", () => {
    const result = withPlaceholders(text("arn:aws:iam::~account~:role/x.y"), {
      placeholders: ["~account~", "x.y"],
    });
    expect(print(result)).toBe("arn:aws:iam::${~account~}:role/${x.y}");
    expect(withPlaceholders(text("role/xzy"), { placeholders: ["x.y"] }).parts).toHaveLength(1);
  });

  it("are the same hole in one file, and another in the next", () => {
    const ids = (value: Text): readonly string[] =>
      holesOf(withPlaceholders(value, none)).map(({ id }) => id);
    const [first, second] = ids(text("<a>:<a>"));
    expect(first).toBe(second);
    expect(ids(text("<a>", "other.yaml"))).not.toContain(first);
  });

  it.each(["<", "${", "{{", "[[", "$(", "x", "__a", "YOUR_"])("take linear time on many %s", (token) => {
    const value = text(token.repeat(20_000));
    expect(withPlaceholders(value, none).parts.length).toBeGreaterThan(0);
  });
});
