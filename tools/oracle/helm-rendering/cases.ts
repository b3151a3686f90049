// What real Helm is asked about the charts of test/oracle/helm-rendering/charts.

/** One question: a chart, and how it is installed. */
export interface RenderingCase {
  readonly situation: string;
  readonly chart: "umbrella" | "legacy" | "profiles";
  readonly release: string;
  readonly namespace: string;
  /** Values files as JSON, weakest first. */
  readonly values: readonly unknown[];
  readonly set: readonly string[];
}

const of = (
  situation: string,
  values: readonly unknown[] = [],
  set: readonly string[] = [],
  more: Partial<Pick<RenderingCase, "chart" | "release" | "namespace">> = {},
): RenderingCase => ({
  situation,
  chart: "umbrella",
  release: "web",
  namespace: "apps",
  values,
  set,
  ...more,
});

const account = (more: object): unknown => ({ serviceAccount: more });
const ROLE = "arn:aws:iam::111122223333:role/web";

export const renderingCases: readonly RenderingCase[] = [
  of("nothing set"),
  of("a release that holds the chart's name", [], [], { release: "my-umbrella" }),
  of("a name", [account({ name: "named" })]),
  of("a role", [account({ annotations: { "eks.amazonaws.com/role-arn": ROLE } })]),
  of("a role that is a template", [
    account({
      annotations: {
        "eks.amazonaws.com/role-arn": "arn:aws:iam::{{ .Values.global.account }}:role/{{ .Release.Name }}",
      },
    }),
  ]),
  of("a role with --set", [], ["serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=" + ROLE]),
  of(
    "a role with --set that lacks its backslashes",
    [],
    ["serviceAccount.annotations.eks.amazonaws.com/role-arn=" + ROLE],
  ),
  of("no account", [account({ create: false })]),
  of("no account but a name", [account({ create: false, name: "there-already" })]),
  of("a null for a map", [account({ annotations: null })]),
  of("a later file over an earlier one", [account({ name: "first" }), account({ name: "second" })]),
  of("a text over a file", [account({ name: "first" })], ["serviceAccount.name=1234"]),
  of("a chart switched off", [{ cache: { enabled: false } }]),
  of("the same chart under two names", [{ sessions: { enabled: true, serviceAccount: { name: "s" } } }]),
  of("only the alias", [{ cache: { enabled: false }, sessions: { enabled: true } }]),
  of("a chart in a chart switched off", [{ cache: { metrics: { enabled: false } } }]),
  of("a tag switched off", [{ tags: { async: false } }]),
  of("one of two tags", [{ tags: { async: false, back: true } }]),
  of("tags of charts inside charts", [{ cache: { metrics: { enabled: null } }, tags: { watch: false } }]),
  of("a chart beside the chart", [{ beside: { enabled: true } }]),
  of("globals", [{ global: { account: "999999999999", labels: { tier: "front" } } }]),
  of("globals below a chart", [{ cache: { global: { account: "1", labels: { tier: "mine", more: "x" } } } }]),
  of("a null below a chart", [{ cache: { serviceAccount: { annotations: { owner: null } } } }]),
  of("a null for a chart's map", [{ cache: { serviceAccount: { annotations: null } } }]),
  of("a null for an imported value", [{ imported: { account: { more: null } }, fromDefaults: null }]),
  of("an imported value that is set", [{ fromDefaults: "set", imported: { account: { more: "set" } } }]),
  of("an exported value of the chart itself", [
    { settings: { exports: { defaults: { fromDefaults: "x" } } } },
  ]),
  of("values of a packed chart", [{ queue: { accounts: { worker: { a: "b" }, sender: null, more: {} } } }]),
  of("a list", [{ jobs: [{ name: "one" }, { name: "two", account: "x" }] }]),
  of("an item with --set", [], ["jobs[1].account=late", "jobs[2].name=third"]),
  of("shared annotations", [{ shared: { "eks.amazonaws.com/role-arn": ROLE, size: 3, on: true } }]),
  of("a store", [{ store: { name: "aws" } }]),
  of("a store in another region", [
    { store: { name: "aws", region: "us-east-1" }, serviceAccount: { name: "store-reader" } },
  ]),
  of("further objects", [
    {
      extraObjects: [
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "{{ .Release.Name }}-extra" } },
        'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ include "umbrella.fullname" . }}-text\n',
        {
          apiVersion: "v1",
          kind: "ServiceAccount",
          metadata: { name: "n", namespace: "other", annotations: { n: 1.5 } },
        },
      ],
    },
  ]),
  of("a namespace of an object's own", [{ elsewhere: "kube-system" }]),
  of("a name that is required", [{ strict: { name: "given" } }]),
  of("a name that is required and not there", [{ strict: { other: 1 } }]),
  of("numbers and words as Helm prints them", [
    account({ annotations: { a: 1000000, b: 1.5, c: true, d: "yes", e: null, f: "0123" } }),
  ]),
  of("the first format", [], [], { chart: "legacy" }),
  of("an alias of the first format", [{ core: { role: "other" } }], [], { chart: "legacy" }),
  of("the first format switched off", [{ core: { enabled: false } }], [], { chart: "legacy" }),
  of("values that a template makes for the others", [], [], { chart: "profiles" }),
  of("a profile", [{ profile: "full", runner: { enabled: false } }], [], { chart: "profiles" }),
  of("a profile and a name", [{ profile: "full", serviceAccount: { name: "set" } }], [], {
    chart: "profiles",
  }),
  of("a profile and no account", [{ profile: "full", serviceAccount: { create: false } }], [], {
    chart: "profiles",
  }),
];
