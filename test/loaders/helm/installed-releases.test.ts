import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/engine/config/read-configuration.ts";
import type { InstalledRelease } from "../../../src/loaders/loader.ts";
import { releaseWorlds } from "../../../src/loaders/helm/release-worlds.ts";
import { textAt } from "../../../src/model/location.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { accountsIn, namesOf, readDeployments } from "../../support/deployments.ts";

const ARN = "arn:aws:iam::111122223333:role/dns";

function releasesIn(yaml: string): readonly InstalledRelease[] {
  const read = readConfiguration({ path: ".irsa-lint.yaml", text: yaml }, []);
  if (read.kind === "errors") throw new Error(read.errors.map(({ message }) => message).join("; "));
  return read.configuration.releases;
}

const releases = releasesIn(`releases:
  - name: dns
    namespace: kube-system
    chart: external-dns
    repository: https://kubernetes-sigs.github.io/external-dns/
    version: "1.15.0"
    cluster: prod
    values: [helm/base.yaml, helm/prod.yaml]
`);

describe("releases of the configuration", () => {
  const files = {
    "helm/base.yaml": `serviceAccount:\n  name: base\n  annotations:\n    eks.amazonaws.com/role-arn: ${ARN}\n`,
    "helm/prod.yaml": "serviceAccount:\n  name: prod\n",
  };

  it("are read with their values files, the last one winning", () => {
    const expanded = readDeployments(files, { releases });
    expect(namesOf(expanded)).toEqual([`kube-system/prod ${ARN}`]);
    const [account] = accountsIn(expanded);
    expect(account?.roleArn.at.file.path).toBe("helm/base.yaml");
    expect(account && textAt(account.namespace.at)).toBe("kube-system");
    expect(account && print(account.origin.cluster)).toBe("prod");
    expect(account?.origin.via[0]?.label).toBe("release dns of the configuration");
    expect(expanded.claimed).toEqual(["helm/base.yaml", "helm/prod.yaml"]);
  });

  it("know of files that are not there, and of those that may be meant", () => {
    const { facts } = readDeployments(
      { "helm/base.yaml": "a: 1\n", "helm/prd.yaml": "a: 1\n" },
      { releases },
    );
    const [release] = facts.filter((fact) => fact.kind === "release");
    expect(release?.valueFiles.map(({ path, state, nearby }) => [print(path), state, nearby])).toEqual([
      ["helm/base.yaml", "read", []],
      ["helm/prod.yaml", "missing", ["helm/base.yaml", "helm/prd.yaml"]],
    ]);
  });

  it("may be of a chart that lies here", () => {
    const [release] = releasesIn("releases: [{name: r, namespace: n, chart: ./charts/shop, values: []}]");
    expect(release?.directory).toBe("./charts/shop");
    const local = release === undefined ? [] : [{ ...release, directory: "charts/shop" }];
    const dependency =
      "{name: external-dns, version: 1.15.0, repository: https://kubernetes-sigs.github.io/external-dns/}";
    const text = `apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [${dependency}]\n`;
    expect(namesOf(readDeployments({ "charts/shop/Chart.yaml": text }, { releases: local }))).toEqual([
      "n/r-external-dns",
    ]);
  });
});

describe("an entry whose values files leave names open", () => {
  const worlds = (yaml: string, paths: readonly string[]) =>
    releasesIn(yaml).flatMap((release) =>
      releaseWorlds(release, paths).map(({ environment, release: { name, values } }) => [
        environment,
        isAbsent(name) ? undefined : print(name),
        values.map(({ path }) => path),
      ]),
    );

  it("is a release for each way to fill them, with the files that fit it", () => {
    const paths = ["common/eso.yaml", "envs/dev/eso.yaml", "envs/prod/eso.yaml", "envs/prod/other.yaml"];
    expect(
      worlds(
        'releases: [{name: "eso-{env}", chart: x, values: [common/eso.yaml, "envs/{env}/eso.yaml"]}]',
        paths,
      ),
    ).toEqual([
      ["dev", "eso-dev", ["common/eso.yaml", "envs/dev/eso.yaml"]],
      ["prod", "eso-prod", ["common/eso.yaml", "envs/prod/eso.yaml"]],
    ]);
  });

  it("takes files that fit where they are there", () => {
    const paths = ["prod/all.yaml", "prod/eu/eso.yaml", "dev/us/eso.yaml"];
    expect(worlds('releases: [{chart: x, values: ["*/all.yaml", "*/*/eso.yaml"]}]', paths)).toEqual([
      ["dev/us", undefined, ["dev/us/eso.yaml"]],
      ["prod/eu", undefined, ["prod/all.yaml", "prod/eu/eso.yaml"]],
    ]);
  });

  it("joins files that know one part of it each", () => {
    const paths = ["apps/api.yaml", "apps/web.yaml", "envs/prod.yaml"];
    expect(
      worlds('releases: [{name: "{app}", chart: x, values: ["apps/{app}.yaml", "envs/{env}.yaml"]}]', paths),
    ).toEqual([
      ["prod", "api", ["apps/api.yaml", "envs/prod.yaml"]],
      ["prod", "web", ["apps/web.yaml", "envs/prod.yaml"]],
    ]);
  });

  it("is one release without its file when there is none", () => {
    expect(
      worlds('releases: [{name: "a-{env}", chart: x, values: ["envs/{env}.yaml"]}]', ["a.yaml"]),
    ).toEqual([[null, "a-${env}", ["envs/{env}.yaml"]]]);
  });

  it("makes accounts in each environment, with places in the files and in the configuration", () => {
    const patterned = releasesIn(`releases:
  - name: external-secrets
    namespace: external-secrets
    chart: external-secrets
    repository: https://charts.external-secrets.io
    cluster: "{env}"
    values: ["envs/{env}/eso.yaml"]
`);
    const file = (role: string): string =>
      `serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/${role}\n`;
    const expanded = readDeployments(
      { "envs/dev/eso.yaml": file("eso-dev"), "envs/prod/eso.yaml": file("eso-prod") },
      { releases: patterned },
    );
    const accounts = accountsIn(expanded).filter(({ name }) => print(name) === "external-secrets");
    expect(
      accounts.map(({ origin, roleArn }) => [origin.environment, print(origin.cluster), print(roleArn)]),
    ).toEqual([
      ["dev", "dev", "arn:aws:iam::111122223333:role/eso-dev"],
      ["prod", "prod", "arn:aws:iam::111122223333:role/eso-prod"],
    ]);
    expect(accounts.map(({ roleArn }) => roleArn.at.file.path)).toEqual([
      "envs/dev/eso.yaml",
      "envs/prod/eso.yaml",
    ]);
  });
});

describe("an entry without a name or a namespace", () => {
  it("leaves them open", () => {
    const [release] = releasesIn("releases: [{chart: ./charts/shop, values: [prod.yaml]}]");
    const local = release === undefined ? [] : [{ ...release, directory: "charts/shop" }];
    const chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
    const { facts } = readDeployments(
      { "charts/shop/Chart.yaml": chart, "prod.yaml": "a: 1\n" },
      { releases: local },
    );
    const [fact] = facts.filter(({ kind }) => kind === "release");
    expect(fact?.kind === "release" && [print(fact.name), print(fact.namespace)]).toEqual([
      "${release name of chart ./charts/shop}",
      "${namespace of chart ./charts/shop}",
    ]);
  });
});

describe("an entry that uses a name of no path", () => {
  it("is a mistake, with its place", () => {
    const text =
      'releases:\n  - name: eso\n    chart: x\n    cluster: "{evn}"\n    values: ["envs/{env}.yaml"]\n';
    const read = readConfiguration({ path: ".irsa-lint.yaml", text }, []);
    expect(read.kind === "errors" && read.errors.map(({ at, message }) => [textAt(at), message])).toEqual([
      ['"{evn}"', 'releases[0].cluster: no path in "values" has {evn} in it; did you mean "env"?'],
    ]);
  });
});
