import type { GraphData } from "../report/graph-json.ts";
import { chainsOf, found, type Chain, type Filter, type Node } from "./chains.ts";
import { draw, element, placeLink } from "./drawing.ts";

/** The height of a row of the list, as page.css has it. */
const ROW = 48;
/** More chains than this are not drawn at once. */
const DRAWN = 40;

const filters: readonly Filter[] = ["denied", "unknown", "allowed", "none"];
const filterNames: Readonly<Record<Filter, string>> = {
  denied: "denied",
  unknown: "unknown",
  allowed: "allowed",
  none: "no role",
};

function part<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no #${id}`);
  return found;
}

const data = JSON.parse(part("data", HTMLScriptElement).textContent) as GraphData;
const chains = chainsOf(data);
const search = part("search", HTMLInputElement);
const cluster = part("cluster", HTMLSelectElement);
const buttons = part("verdicts", HTMLDivElement);
const list = part("list", HTMLDivElement);
const count = part("count", HTMLElement);
const picture = part("picture", HTMLDivElement);
const facts = part("facts", HTMLDivElement);
const base = part("base", HTMLInputElement);

const on = new Set<Filter>(filters);
let shown: readonly Chain[] = chains;
let chosen: Chain | undefined;

/** Where a link to a line goes: the form with `{file}` and `{line}`, which the person may change. */
function linkTo(file: string, line: number): string {
  const path = file.split("/").map(encodeURIComponent).join("/");
  return base.value.replaceAll("{file}", path).replaceAll("{line}", String(line));
}

function remembered(): string | null {
  try {
    return localStorage.getItem("irsa-lint-links");
  } catch {
    // A page from a file may have no storage; the form is then the default each time.
    return null;
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem("irsa-lint-links", value);
  } catch {
    // As above.
  }
}

function linkRow(verdict: string, words: readonly (HTMLElement | string | undefined)[]): HTMLElement {
  const row = element("p", `fact ${verdict}`);
  for (const word of words) if (word !== undefined) row.append(word, " ");
  return row;
}

function tellChain({ account, links }: Chain): readonly HTMLElement[] {
  const rows = links.map(({ edge, role }) =>
    linkRow(edge.verdict ?? "", [
      element("strong", "", edge.verdict ?? ""),
      `${edge.label === "" ? "" : `${edge.label}: `}${role.name}`,
      placeLink(edge, { linkTo }),
      placeLink(role, { linkTo }),
      edge.reason === null ? undefined : element("span", "reason", edge.reason),
    ]),
  );
  const none =
    links.length === 0 ? [linkRow("none", ["It asks for no role: its pods fall back to the node's."])] : [];
  return [
    linkRow("", [element("strong", "", account.name), account.detail, placeLink(account, { linkTo })]),
    ...rows,
    ...none,
  ];
}

function tellNode(node: Node): void {
  const users = chains.filter((chain) => chain.nodes.includes(node));
  const own = users.find((chain) => chain.account === node);
  if (own !== undefined) {
    choose(own);
    return;
  }
  const names = users.slice(0, 20).map((chain) => {
    const button = element("button", "user", chain.account.name);
    button.type = "button";
    button.addEventListener("click", () => {
      choose(chain);
    });
    return button;
  });
  facts.replaceChildren(
    linkRow("", [
      `${node.kind}:`,
      element("strong", "", node.name),
      node.detail,
      placeLink(node, { linkTo }),
    ]),
    linkRow("", [`${users.length} service account${users.length === 1 ? "" : "s"}:`, ...names]),
  );
}

function choose(chain: Chain | undefined): void {
  chosen = chain;
  history.replaceState(null, "", chain === undefined ? "#" : `#${chain.account.id}`);
  render();
}

function rowOf(chain: Chain, index: number): HTMLElement {
  const row = element("button", `row ${chain.verdict}`);
  row.type = "button";
  row.style.top = `${index * ROW}px`;
  row.setAttribute("aria-pressed", String(chain === chosen));
  const roles = chain.links.map(({ role }) => role.name).join(", ");
  row.append(
    element("span", "name", chain.account.name),
    element("span", "detail", roles === "" ? "no role" : `→ ${roles}`),
  );
  row.addEventListener("click", () => {
    choose(chain === chosen ? undefined : chain);
  });
  return row;
}

/** Only the rows that can be seen are in the page, so that thousands of accounts scroll like ten. */
function renderList(): void {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
  const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 5);
  const all = element("div", "rows");
  all.style.height = `${shown.length * ROW}px`;
  all.append(...shown.slice(first, last).map((chain, index) => rowOf(chain, first + index)));
  list.replaceChildren(all);
}

function renderPicture(): void {
  const drawn = chosen === undefined ? shown.slice(0, DRAWN) : [chosen];
  draw(picture, drawn, { choose: tellNode, linkTo });
  if (chosen !== undefined) {
    facts.replaceChildren(...tellChain(chosen));
    return;
  }
  const more =
    shown.length > drawn.length
      ? ` The first ${drawn.length} are drawn: choose one, or narrow the search.`
      : "";
  facts.replaceChildren(linkRow("", [`${shown.length} of ${chains.length} service accounts.${more}`]));
}

function render(): void {
  shown = found(chains, search.value, on, cluster.value);
  if (chosen !== undefined && !shown.includes(chosen)) chosen = undefined;
  count.textContent = `${shown.length} of ${chains.length}`;
  renderList();
  renderPicture();
}

function setUpFilters(): void {
  for (const filter of filters) {
    const number = chains.filter(({ verdict }) => verdict === filter).length;
    const button = element("button", `filter ${filter}`, `${filterNames[filter]} ${number}`);
    button.type = "button";
    button.dataset["verdict"] = filter;
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      if (on.has(filter)) on.delete(filter);
      else on.add(filter);
      button.setAttribute("aria-pressed", String(on.has(filter)));
      list.scrollTop = 0;
      render();
    });
    buttons.append(button);
  }
}

function setUpClusters(): void {
  const names = [...new Set(chains.map((chain) => chain.cluster))].sort();
  cluster.append(new Option("every cluster", ""), ...names.map((name) => new Option(name, name)));
  cluster.hidden = names.length < 2;
  cluster.addEventListener("change", render);
}

function setUp(): void {
  setUpFilters();
  setUpClusters();
  base.value = remembered() ?? base.value;
  base.addEventListener("change", () => {
    remember(base.value);
    render();
  });
  search.addEventListener("input", () => {
    list.scrollTop = 0;
    render();
  });
  list.addEventListener("scroll", renderList, { passive: true });
  addEventListener("resize", renderList);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement?.tagName !== "INPUT") {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape") choose(undefined);
  });
  chosen = chains.find(({ account }) => `#${account.id}` === location.hash);
  render();
}

setUp();
