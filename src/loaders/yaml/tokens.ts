import type { CST } from "yaml";

/** What a look at the syntax tokens tells before anything is composed of them. */
export interface TokenFacts {
  readonly comments: readonly { readonly start: number; readonly text: string }[];
  /** How deep collections are nested. */
  readonly depth: number;
}

type Token = CST.Token;
type Level = readonly [token: Token, depth: number];

/** Walks the tokens without recursion: nesting is the user's. */
export function inspectTokens(tokens: readonly Token[]): TokenFacts {
  const comments: { start: number; text: string }[] = [];
  let depth = 0;
  const pending: Level[] = tokens.map((token) => [token, 0] as const);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [token, level] = next;
    depth = Math.max(depth, level);
    if (token.type === "comment") comments.push({ start: token.offset, text: token.source });
    for (const child of childrenOf(token, level)) pending.push(child);
  }
  comments.sort((a, b) => a.start - b.start);
  return { comments, depth };
}

function childrenOf(token: Token, depth: number): readonly Level[] {
  const children: Level[] = [];
  const add = (list: readonly (Token | null | undefined)[] | undefined, level: number): void => {
    for (const child of list ?? []) if (child) children.push([child, level]);
  };
  if ("items" in token) {
    for (const item of token.items) {
      add(item.start, depth);
      add(item.sep, depth);
      add([item.key, item.value], depth + 1);
    }
  }
  if (token.type === "document") {
    add(token.start, depth);
    add([token.value], depth);
  }
  if (token.type === "block-scalar") add(token.props, depth);
  if ("end" in token) add(token.end, depth);
  return children;
}
