import { children, nameOf, rewritten, statementsOf } from './syntax-tree.ts';
import type { Change, Node } from './syntax-tree.ts';

/** The names that a statement at the top gives; empty where it gives none, and so does something. */
function given(statement: Node): string[] {
  if (statement.type === 'VariableDeclaration') return children(statement).map(({ id }) => nameOf(id));
  return /^(Function|Class)Declaration$/.test(statement.type) ? [nameOf(statement['id'])] : [];
}

/** Whether a method is there for others to write: called, it does nothing but throw. */
function onlyThrows({ value }: Node): boolean {
  const [body] = children({ value }).flatMap(children).slice(-1);
  return body?.type === 'BlockStatement' && children(body).every(({ type }) => type === 'ThrowStatement') && children(body).length > 0;
}

/** The property that a statement at the top gives to a class, as `.name`; undefined where it does anything else. */
function setProperty(statement: Node): string | undefined {
  const [assigned] = statement.type === 'ExpressionStatement' ? children(statement) : [];
  const [target] = assigned?.type === 'AssignmentExpression' ? children({ target: assigned['left'] }) : [];
  return target?.type === 'MemberExpression' && target['computed'] === false ? `.${nameOf(target['property'])}` : undefined;
}

/**
 * A module without the methods and static properties of its classes that nobody asks for, going by their names, and without methods that
 * only throw. A bundler leaves out such a function, but never a method, because any object might be asked for it.
 * @param asked what its importer uses: names it exports, and `.method`s
 */
export function withoutUncalledMethods(code: string, asked: readonly string[]): string {
  const named = new Set(asked);
  const methods: Node[] = [];
  const noted = new Set<Node>();

  function note(node: Node): void {
    if (node.type === 'MethodDefinition' && node['kind'] === 'method') {
      methods.push(node);
      return;
    }
    const member = node.type === 'MemberExpression' && node['computed'] === false ? node['property'] : undefined;
    // What every object can do is asked of texts here.
    if (member !== undefined && nameOf(member) !== 'toString') named.add(`.${nameOf(member)}`);
    if (node.type === 'Identifier') named.add(nameOf(node));
    for (const child of children(node)) if (child !== member) note(child);
  }

  const statements = statementsOf(code).filter(({ type }) => !/^(Import|Export)/.test(type));
  for (let before = -1; before < noted.size;) {
    before = noted.size;
    const reached = statements.filter((statement) => {
      const property = setProperty(statement);
      return property === undefined ? given(statement).every((name) => named.has(name)) : named.has(property);
    });
    const called = methods.filter(
      (method) => method['computed'] === false && named.has(`.${nameOf(method['key'])}`) && !onlyThrows(method),
    );
    for (const node of [...reached, ...called].filter((one) => !noted.has(one))) {
      noted.add(node);
      for (const child of children(node)) note(child);
    }
  }
  const needless = [...methods, ...statements.filter((statement) => setProperty(statement) !== undefined)];
  return rewritten(
    code,
    needless.filter((one) => !noted.has(one)).map(({ start, end }) => ({ start, end, text: '' })),
  );
}

/** Whether a statement does nothing but call a function of that name. */
function isCallOf(node: Node, name: string): boolean {
  const [call] = node.type === 'ExpressionStatement' ? children(node) : [];
  return call?.type === 'CallExpression' && nameOf(call['callee']) === name;
}

/**
 * A module whose errors say nothing, for whoever catches them all and reads none.
 * @param judge a function that only says that its caller gave it something else than it should
 */
export function withoutErrorTexts(code: string, judge?: string): string {
  const changes: Change[] = [];
  const look = (node: Node): void => {
    if (judge !== undefined && isCallOf(node, judge)) {
      changes.push({ start: node.start, end: node.end, text: '' });
      return;
    }
    const [text] = node.type === 'NewExpression' && /Error$/.test(nameOf(node['callee'])) ? children({ given: node['arguments'] }) : [];
    if (text) changes.push({ start: text.start, end: text.end, text: '' });
    else for (const child of children(node)) look(child);
  };
  for (const statement of statementsOf(code)) look(statement);
  return rewritten(code, changes);
}

/** What the lab's browser asks of its cookie jar (`actors/browser/cookies.ts`). */
const ASKED = ['CookieJar', 'getPublicSuffix', '.setCookie', '.getCookies', '.cookieString', '.expiryTime'];

/**
 * The two long patterns by which an IPv6 address is told from a name, and one that is enough for a URL's host:
 * a name has no colon. WHATWG URL §3.1
 */
const IP_V6 = [/^var IP_V6_REGEX = `$[^`]*^`.*;$/m, /^var IP_REGEX_LOWERCASE = .*;$/m] as const;
const SHORT_IP_V6 = [
  "var IP_V6_REGEX = '\\\\[?[\\\\w.%]*:[\\\\w.%:]*\\\\]?';",
  'var IP_REGEX_LOWERCASE = /:|^\\d+(?:\\.\\d+){3}$/;',
] as const;

/** A code in which one line stands for another. @throws {Error} where that is not there any more */
function replaced(code: string, pattern: RegExp, text: string): string {
  if (!pattern.test(code)) throw new Error(`${pattern.source} is not in the library any more. See src/site/build/cookie-jar-only.ts.`);
  return code.replace(pattern, () => text);
}

/** Where MSW makes a jar of its own in a browser. Without one, as it is in Node, it leaves cookies to whoever calls. */
const MSW_JAR = /^const cookieStore = isNodeProcess\(\) \? null : new CookieStore\(\);$/m;

/**
 * Leaves out of tough-cookie what is never asked of it here: the other forms of each call, how a jar is stored, and why a
 * cookie is not taken, since a browser drops it and says nothing.
 * MSW has no use for a second jar: the cookies of a lab are those of the lab's browser, and come with each message.
 * @throws {Error} where a library has another form than it had
 */
export function cookieJarOnly() {
  return {
    name: 'cookie-jar-only',
    transform(code: string, id: string) {
      if (/[\\/]tough-cookie[\\/]/.test(id))
        return IP_V6.reduce(
          (rest, pattern, at) => replaced(rest, pattern, SHORT_IP_V6[at] ?? ''),
          withoutErrorTexts(withoutUncalledMethods(code, ASKED), 'validate'),
        );
      if (!/[\\/]msw[\\/]/.test(id) || !code.includes('tough-cookie')) return undefined;
      return replaced(code, MSW_JAR, 'const cookieStore = null;');
    },
  };
}
