import { describe, expect, it } from "vitest";
import { expand, type Expanded } from "../../../src/expand/expand.ts";
import { argocd } from "../../../src/loaders/argocd/index.ts";
import { helm } from "../../../src/loaders/helm/index.ts";
import type { Loader } from "../../../src/loaders/loader.ts";
import { kubernetes } from "../../../src/loaders/kubernetes/index.ts";
import { terraform } from "../../../src/loaders/terraform/index.ts";
import type { Workload } from "../../../src/model/entities.ts";
import { textAt } from "../../../src/model/location.ts";
import { isAbsent, print, type Absent, type Text } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { plain } from "../../support/plain.ts";
import { covers, factsOf, noSettings } from "../../support/terraform-repository.ts";

const read = (files: Readonly<Record<string, string>>): Expanded =>
  expand([terraform, argocd, kubernetes, helm], memoryWorkspace(files), noSettings);

const show = (text: Text | Absent): string => (isAbsent(text) ? "-" : print(text));

/** The objects themselves, as any loader gets to see them. */
function objectsOf(files: Readonly<Record<string, string>>): readonly unknown[] {
  const seen = new Map<string, unknown>();
  const probe: Loader = {
    name: "probe",
    order: 90,
    handles: () => false,
    markers: [],
    seeds: () => [],
    expanders: [],
    read: ({ object }) => {
      const value = plain(object);
      seen.set(JSON.stringify(value), value);
      return [];
    },
  };
  expand([terraform, probe], memoryWorkspace(files), noSettings);
  return [...seen.values()];
}

/** Service accounts as `namespace/name role existence`. */
const accounts = (files: Readonly<Record<string, string>>): readonly string[] =>
  factsOf(read(files), "service-account").map(
    ({ namespace, name, roleArn, existence }) =>
      `${print(namespace)}/${print(name)} ${show(roleArn)} ${existence}`,
  );

const POD = `
        service_account_name = kubernetes_service_account.app.metadata[0].name
        init_container {
          name = "wait"
        }
        container {
          name    = "app"
          image   = "app:1"
          command = ["run"]
          env {
            name  = "AWS_REGION"
            value = "eu-west-1"
          }
          env {
            name = "AWS_ACCESS_KEY_ID"
            value_from {
              secret_key_ref {
                name = "keys"
                key  = "id"
              }
            }
          }
          env_from {
            config_map_ref {
              name = "settings"
            }
          }
        }
        volume {
          name = "token"
          projected {
            sources {
              service_account_token {
                path     = "token"
                audience = "vault"
              }
            }
          }
        }`;

const ACCOUNT = `
resource "kubernetes_service_account" "app" {
  metadata {
    name      = "app-account"
    namespace = "apps"
  }
}
`;

const METADATA = `metadata {
    name      = "app"
    namespace = "apps"
  }`;

const template = (pod: string): string => `template {
      metadata {
        annotations = { "eks.amazonaws.com/skip-containers" = "wait" }
      }
      spec {${pod}
      }
    }`;

const withTemplate = (type: string): readonly [string, string, string] => [
  type,
  `resource "${type}" "app" {\n  ${METADATA}\n  spec {\n    ${template(POD)}\n  }\n}`,
  "eks.amazonaws.com/skip-containers",
];

const workloads: readonly (readonly [string, string, string])[] = [
  ...[
    "kubernetes_deployment",
    "kubernetes_deployment_v1",
    "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1",
    "kubernetes_daemonset",
    "kubernetes_daemon_set_v1",
    "kubernetes_job",
    "kubernetes_job_v1",
    "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ].map(withTemplate),
  ...["kubernetes_pod", "kubernetes_pod_v1"].map(
    (type) => [type, `resource "${type}" "app" {\n  ${METADATA}\n  spec {${POD}\n  }\n}`, ""] as const,
  ),
  ...["kubernetes_cron_job", "kubernetes_cron_job_v1"].map(
    (type) =>
      [
        type,
        `resource "${type}" "app" {\n  ${METADATA}\n  spec {\n    schedule = "@daily"\n    job_template {\n      metadata {}\n      spec {\n        ${template(POD)}\n      }\n    }\n  }\n}`,
        "eks.amazonaws.com/skip-containers",
      ] as const,
  ),
];

function onlyWorkload(files: Readonly<Record<string, string>>): Workload {
  const [workload, ...rest] = factsOf(read(files), "workload");
  if (workload === undefined || rest.length > 0) throw new Error("not one workload");
  return workload;
}

describe("a workload in Terraform", () => {
  it.each(workloads)("of %s has its account, its containers and its tokens", (_, text, annotation) => {
    const workload = onlyWorkload({ "main.tf": text + ACCOUNT });
    expect([print(workload.namespace), print(workload.name), show(workload.serviceAccountName)]).toEqual([
      "apps",
      "app",
      "app-account",
    ]);
    const [wait, app] = workload.containers;
    expect([show(wait?.name ?? workload.name), show(app?.image ?? workload.name)]).toEqual(["wait", "app:1"]);
    expect(app?.command.map(print)).toEqual(["run"]);
    expect(app?.env.map(({ name, value, from }) => [print(name), show(value), from?.kind])).toEqual([
      ["AWS_REGION", "eu-west-1", undefined],
      ["AWS_ACCESS_KEY_ID", "-", "secret"],
    ]);
    expect(app?.envFrom.map(({ kind, name }) => [kind, show(name)])).toEqual([["config-map", "settings"]]);
    expect(workload.tokenVolumes.map(({ audience }) => show(audience))).toEqual(["vault"]);
    expect(workload.annotations.map(({ key }) => print(key))).toEqual(annotation === "" ? [] : [annotation]);
  });

  it("has its values where they are written", () => {
    const text = withTemplate("kubernetes_deployment")[1].replace(
      "kubernetes_service_account.app.metadata[0].name",
      '"reader"',
    );
    const { serviceAccountName, containers } = onlyWorkload({ "main.tf": text });
    expect(covers(serviceAccountName)).toBe("reader");
    expect(containers[1]?.env.map(({ value }) => covers(value))[0]).toBe("eu-west-1");
  });

  it("may have further variables when a dynamic block's elements are not known", () => {
    const dynamic = `
        container {
          name = "app"
          env {
            name  = "A"
            value = "a"
          }
          dynamic "env" {
            for_each = var.env
            content {
              name  = env.key
              value = env.value
            }
          }
        }`;
    const { containers } = onlyWorkload({
      "main.tf": `variable "env" {}\nresource "kubernetes_pod" "app" {\n  ${METADATA}\n  spec {${dynamic}\n  }\n}`,
    });
    expect(containers[0]?.env.map(({ name }) => print(name))).toEqual(["A", "${var.env}"]);
  });
});

describe("an object in Terraform", () => {
  it.each(["kubernetes_default_service_account", "kubernetes_default_service_account_v1"])(
    "of %s is the account that its namespace always has",
    (type) => {
      const text = `resource "${type}" "x" {
        metadata {
          namespace   = "apps"
          annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/app" }
        }
      }`;
      expect(accounts({ "main.tf": text })).toEqual([
        "apps/default arn:aws:iam::111122223333:role/app created",
      ]);
    },
  );

  it.each(["kubernetes_namespace", "kubernetes_namespace_v1"])("of %s is a namespace", (type) => {
    const found = factsOf(
      read({
        "main.tf": `resource "${type}" "x" {
          metadata {
            name        = "apps"
            annotations = { "eks.amazonaws.com/role-arn" = "r", other = "o" }
          }
        }`,
      }),
      "namespace",
    );
    expect(
      found.map(({ name, annotations }) => [print(name), annotations.map(({ key }) => print(key))]),
    ).toEqual([["apps", ["eks.amazonaws.com/role-arn"]]]);
  });

  it("that holds data keeps its keys, and a secret nothing else", () => {
    const body = `{
        metadata {
          name      = "keys"
          namespace = "apps"
        }
        data = {
          AWS_ACCESS_KEY_ID = "AKIA"
          name              = "prod"
        }
      }`;
    const found = factsOf(
      read({
        "main.tf": `resource "kubernetes_secret_v1" "x" ${body}\nresource "kubernetes_config_map_v1" "x" ${body}`,
      }),
      "configuration-source",
    );
    expect(
      found.map(({ objectKind, name, entries }) => [
        objectKind,
        print(name),
        entries.map(({ key, value }) => `${print(key)}=${show(value)}`),
      ]),
    ).toEqual([
      ["Secret", "keys", ["AWS_ACCESS_KEY_ID=-", "name=-"]],
      ["ConfigMap", "keys", ["AWS_ACCESS_KEY_ID=AKIA", "name=prod"]],
    ]);
  });

  it("may hold more than is known when its data is not known", () => {
    const [found] = factsOf(
      read({
        "main.tf": `variable "data" {}
        resource "kubernetes_secret" "x" {
          metadata {
            name = "keys"
          }
          data = var.data
        }`,
      }),
      "configuration-source",
    );
    expect(found?.moreEntries?.name).toBe("var.data");
  });

  it("of kubectl_manifest goes where override_namespace says", () => {
    const text = `resource "kubectl_manifest" "x" {
      override_namespace = "other"
      yaml_body          = <<-YAML
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: app
          namespace: apps
      YAML
    }`;
    expect(accounts({ "main.tf": text })).toEqual(["other/app - created"]);
  });

  it("whose YAML does not parse is a problem at the place where it breaks", () => {
    const { problems } = read({
      "main.tf": 'resource "kubectl_manifest" "x" {\n  yaml_body = <<-YAML\n    a: [\n    b: c\n  YAML\n}',
    });
    expect(problems.map(({ code, at }) => [code, at.file.path])).toEqual([["input/unparseable", "main.tf"]]);
  });

  it("whose YAML does not parse because part of it is not known is a gap", () => {
    const { problems, facts } = read({
      "main.tf":
        'variable "more" {}\nresource "kubectl_manifest" "x" {\n  yaml_body = "a: b\\n${var.more}\\nc: [}"\n}',
    });
    expect(problems).toEqual([]);
    expect(facts.flatMap((fact) => (fact.kind === "gap" ? [fact.what] : []))).toEqual(["kubectl_manifest.x"]);
  });
});

const SA = (name: string, namespace = "apps"): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;

describe("a file whose YAML Terraform applies", () => {
  it.each([
    ["file() in kubectl_manifest", 'resource "kubectl_manifest" "x" {\n yaml_body = file("k8s/sa.yaml")\n}'],
    [
      "templatefile() in kubectl_manifest",
      'resource "kubectl_manifest" "x" {\n yaml_body = templatefile("k8s/sa.yaml", { name = "app" })\n}',
    ],
    [
      "yamldecode(file()) in kubernetes_manifest",
      'resource "kubernetes_manifest" "x" {\n manifest = yamldecode(file("${path.module}/k8s/sa.yaml"))\n}',
    ],
    [
      "yamlencode(yamldecode(file())) in kubectl_manifest",
      'resource "kubectl_manifest" "x" {\n yaml_body = yamlencode(yamldecode(file("k8s/sa.yaml")))\n}',
    ],
  ])("by %s is not judged as it stands too", (what, text) => {
    const name = what.startsWith("templatefile") ? "${name}" : "app";
    const files = {
      "infra/main.tf": text,
      "infra/k8s/sa.yaml": SA(name),
      "infra/k8s/other.yaml": SA("other"),
    };
    expect([...accounts(files)].sort()).toEqual(["apps/app - created", "apps/other - created"]);
  });

  it("has its findings in it", () => {
    const [account] = factsOf(
      read({
        "infra/main.tf": 'resource "kubectl_manifest" "x" {\n yaml_body = templatefile("sa.yaml", {})\n}',
        "infra/sa.yaml": SA("reader"),
      }),
      "service-account",
    );
    expect(account && textAt(account.name.at)).toBe("reader");
    expect(account?.name.at.file.path).toBe("infra/sa.yaml");
  });

  it("is judged as it stands when Terraform only takes a word of it", () => {
    const files = {
      "main.tf": `resource "kubernetes_manifest" "x" {
        manifest = {
          apiVersion = "v1"
          kind       = "ServiceAccount"
          metadata   = { name = yamldecode(file("sa.yaml")).metadata.name, namespace = "copies" }
        }
      }`,
      "sa.yaml": SA("app"),
    };
    expect([...accounts(files)].sort()).toEqual(["apps/app - created", "copies/app - created"]);
  });
});

describe("Argo CD's provider", () => {
  it("makes Applications, whose charts are expanded as any other's", () => {
    const text = `resource "argocd_application" "dns" {
      metadata {
        name = "external-dns"
      }
      spec {
        project = "default"
        destination {
          server    = "https://kubernetes.default.svc"
          namespace = "network"
        }
        source {
          repo_url        = "https://kubernetes-sigs.github.io/external-dns"
          chart           = "external-dns"
          target_revision = "1.14.3"
          helm {
            release_name = "dns"
            parameter {
              name  = "serviceAccount.name"
              value = "dns-account"
            }
            values = yamlencode({
              serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/dns" } }
            })
          }
        }
      }
    }`;
    expect(accounts({ "main.tf": text })).toEqual([
      "network/dns-account arn:aws:iam::111122223333:role/dns created",
    ]);
  });

  it("takes several sources, one lending its values to another", () => {
    const text = `resource "argocd_application" "dns" {
      metadata {
        name      = "external-dns"
        namespace = "argocd"
      }
      spec {
        destination {
          name      = "in-cluster"
          namespace = "network"
        }
        source {
          repo_url        = "https://kubernetes-sigs.github.io/external-dns"
          chart           = "external-dns"
          target_revision = "1.14.3"
          helm {
            value_files = ["$here/values/dns.yaml"]
          }
        }
        source {
          repo_url = "https://example.com/gitops.git"
          ref      = "here"
        }
      }
    }`;
    const files = {
      "main.tf": text,
      "values/dns.yaml":
        "serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/dns\n",
    };
    expect(accounts(files)).toEqual(["network/external-dns arn:aws:iam::111122223333:role/dns created"]);
  });

  it("makes ApplicationSets with the generators that are written", () => {
    const text = `resource "argocd_application_set" "dns" {
      metadata {
        name = "dns"
      }
      spec {
        generator {
          list {
            elements = [{ cluster = "prod" }]
          }
        }
        generator {
          matrix {
            generator {
              clusters {}
            }
            generator {
              git {
                repo_url = "https://example.com/gitops.git"
                file {
                  path = "clusters/*.json"
                }
              }
            }
          }
        }
        template {
          metadata {
            name = "{{cluster}}-dns"
          }
          spec {
            destination {
              server    = "https://kubernetes.default.svc"
              namespace = "network"
            }
            source {
              repo_url = "https://example.com/gitops.git"
              path     = "dns"
            }
          }
        }
      }
    }`;
    expect(objectsOf({ "main.tf": text })).toEqual([
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "ApplicationSet",
        metadata: { name: "dns", namespace: "argocd" },
        spec: {
          generators: [
            { list: { elements: [{ cluster: "prod" }] } },
            {
              matrix: {
                generators: [
                  { clusters: {} },
                  {
                    git: { repoURL: "https://example.com/gitops.git", files: [{ path: "clusters/*.json" }] },
                  },
                ],
              },
            },
          ],
          template: {
            metadata: { name: "{{cluster}}-dns" },
            spec: {
              destination: { server: "https://kubernetes.default.svc", namespace: "network" },
              sources: [{ repoURL: "https://example.com/gitops.git", path: "dns" }],
            },
          },
        },
      },
    ]);
  });

  it("makes the Secrets of clusters, with the labels that generators choose by", () => {
    const text = `resource "argocd_cluster" "prod" {
      server = "https://prod.example.com"
      metadata {
        labels      = { env = "prod" }
        annotations = { role = "arn:aws:iam::111122223333:role/dns" }
      }
    }`;
    expect(objectsOf({ "main.tf": text })).toEqual([
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "${argocd_cluster.prod.secret name}",
          namespace: "argocd",
          annotations: { role: "arn:aws:iam::111122223333:role/dns" },
          labels: { env: "prod", "argocd.argoproj.io/secret-type": "cluster" },
        },
        stringData: { name: "https://prod.example.com", server: "https://prod.example.com" },
      },
    ]);
  });
});
