/** A lesson without defects, with an exercise of each kind, for tests to break. */

import { parseMdx } from '../../../src/cli/parseMdx.ts';
import { checkLesson } from '../../../src/course/checkLesson.ts';
import type { Exercise } from '../../../src/course/kinds/index.ts';
import type { Network } from '../../../src/course/lesson.ts';
import { readLesson } from '../../../src/course/markdown/readLesson.ts';

export const network: Network = {
  title: 'A server and a visitor',
  hosts: {
    server: {
      interfaces: { eth0: { link: 'l', addresses: ['192.0.2.1/24'] } },
      listen: ['tcp/22', 'tcp/80'],
    },
    visitor: { interfaces: { eth0: { link: 'l', addresses: ['192.0.2.2/24'] } } },
  },
};

export const frontMatter = {
  title: 'A lesson',
  description: 'Short.',
  network: 'pair',
  host: 'server',
  show: ['iptables -S'],
};

export const text = `Prose, with an address such as 192.0.2.1:80 in it.

:::lab[Look]{#look}
- the web page: \`visitor tcp 192.0.2.1:80\` connected, reaches \`server:80\`, seen from \`192.0.2.2\`
  It has a reason.
- then \`server# ip address del 192.0.2.1/24 dev eth0\`, \`server# ip address add 192.0.2.9/24 dev eth0\`, \`visitor# ip neigh flush dev eth0\`: The
  server gets another address.
- the old address: \`visitor tcp 192.0.2.1:80\` unreachable
  It has a reason.
:::

:::write[Close ssh]{#close-ssh}
Drop connections to \`ssh\`, and nothing else.

\`\`\`sh solution
iptables -A INPUT -p tcp --dport 22 -j DROP
\`\`\`

\`\`\`sh wrong: the web page
iptables -A INPUT -p tcp -j DROP
\`\`\`

\`\`\`sh wrong: ssh
iptables -A INPUT -p tcp --dport 23 -j DROP
\`\`\`

- the web page: \`visitor tcp 192.0.2.1:80\` connected
  It has a reason.
  - hint if timeout: The web is closed too.
- ssh: \`visitor tcp 192.0.2.1:22\` timeout

  It has a reason.

  - true if decided by \`filter INPUT DROP\` and rules lack \`-p udp\`
  - hint if connected: ssh is open.
:::

:::fix[Close ssh, again]{#fix-ssh}
The port is off by one.

\`\`\`sh start
iptables -A INPUT -p tcp --dport 23 -j DROP
\`\`\`

\`\`\`sh solution
iptables -A INPUT -p tcp --dport 22 -j DROP
\`\`\`

- ssh: \`visitor tcp 192.0.2.1:22\` timeout
  It has a reason.
- hint if rules have \`--dport 23\`: That is telnet.
:::

:::predict[Guess]{#guess}
How does each packet end?

\`\`\`sh start
iptables -A INPUT -p tcp --dport 22 -j REJECT
\`\`\`

- the web page: \`visitor tcp 192.0.2.1:80\` connected
  It has a reason.
- ssh: \`visitor tcp 192.0.2.1:22 sport=5000\` refused
  It has a reason.
- hint: Read the rule.
:::

:::find[Which policy?]{#which-policy}
Find the policy of INPUT.

\`\`\`sh solution
iptables -L INPUT
\`\`\`

- run \`iptables -L INPUT\`
  - hint: List the chain.
- What is the policy of INPUT? \`ACCEPT\`, \`policy ACCEPT\`; not \`DROP\`
  - hint: It is in brackets.
:::

::output[\`iptables -S\`]{lab=look}

::way[the old address]{lab=look}

::explain[\`-A INPUT -j DROP\`]
`;

/** The defects of a lesson as lines: `title: what is wrong`, `4:1: what is wrong`. */
export const defectsOf = async (
  source: string,
  fields: unknown = frontMatter,
): Promise<readonly string[]> => {
  const parsed = await parseMdx(source);
  const defects = parsed.ok
    ? checkLesson(fields, parsed.tree, source, { pair: network, broken: null })
    : { fields: [], text: [parsed.defect] };
  return [
    ...defects.fields.map((d) => `${d.path.join('.')}: ${d.message}`),
    ...defects.text.map((d) => `${d.line}:${d.column}: ${d.message}`),
  ];
};

/** The text with a part of it replaced, in the last of its places. Throws if it does not have that part. */
export const edited = (from: string, to: string): string => {
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`the lesson does not say ${from}`);
  return text.slice(0, at) + to + text.slice(at + from.length);
};

/** What is read of the lesson. */
export const written = async () => {
  const parsed = await parseMdx(text);
  if (!parsed.ok) throw new Error(parsed.defect.message);
  return readLesson(parsed.tree, text, frontMatter);
};

const lesson = await written();
const only = <K extends Exercise['kind']>(kind: K) =>
  lesson.exercises.find((e): e is Extract<Exercise, { readonly kind: K }> => e.kind === kind)!;

/** Its exercises by their kind. */
export const exercises = {
  write: only('write'),
  fix: only('fix'),
  predict: only('predict'),
  find: only('find'),
};

/** A copy of a value with another value at a path; undefined takes it away. */
export const editedValue = (value: unknown, path: string, to: unknown): unknown => {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  const keys = path.split('.');
  const owner = keys
    .slice(0, -1)
    .reduce<Record<string, unknown>>((o, k) => o[k] as Record<string, unknown>, copy as never);
  if (to === undefined) delete owner[keys.at(-1)!];
  else owner[keys.at(-1)!] = to;
  return copy;
};
