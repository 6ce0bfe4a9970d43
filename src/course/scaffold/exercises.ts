/** A new lab and a new exercise of each kind, as text that passes `check`: each is about one host's INPUT chain. */
import type { Exercise } from '../kinds/index.ts';
import type { Setting } from './setting.ts';

/** The text of one directive. `attributes` begins with its id: `#close-the-port network=home`. */
export interface Template {
  readonly title: string;
  text(title: string, attributes: string, setting: Setting): string;
}

/** What is written after the colons of a lab that is no exercise. */
export const labTemplate: Template = {
  title: 'A ping without an answer',
  text: (title, attributes, s) => `:::lab[${title}]{${attributes}}
\`\`\`sh start
iptables -A INPUT -p icmp -j DROP
\`\`\`

- ${s.neighbour} pings ${s.host}: \`${s.neighbour} ping ${s.address}\` timeout
  The rule drops it.
  - true if decided by \`filter INPUT 1\`
:::
`,
};

/** The two packets of an exercise in which one port is dropped and nothing else. */
const packets = (s: Setting): string => `- ${s.neighbour} opens port ${s.port}: \`${s.neighbour} tcp ${
  s.address
}:${s.port}\` timeout
  A rule in INPUT drops it.
  - true if decided by \`filter INPUT DROP\`
  - hint if connected: The packet still arrives. Which chain do packets to ${s.host} itself go through?
- ${s.neighbour} pings ${s.host}: \`${s.neighbour} ping ${s.address}\` replied
  No rule matches a ping.
  - true if decided by \`filter INPUT policy\`
  - hint if timeout: Now ping is dropped too. Name the protocol and the port in your rule.
`;

const solution = (s: Setting): string => `\`\`\`sh solution
iptables -A INPUT -p tcp --dport ${s.port} -j DROP
\`\`\`

\`\`\`sh wrong: ${s.neighbour} opens port ${s.port}
iptables -A OUTPUT -p tcp --dport ${s.port} -j DROP
\`\`\`

\`\`\`sh wrong: ${s.neighbour} pings ${s.host}
iptables -A INPUT -j DROP
\`\`\`
`;

/** Lines whose order counts, and the two packets that show it. */
const ordered = (s: Setting): string => `\`\`\`sh solution
iptables -A INPUT -p icmp -j ACCEPT
iptables -A INPUT -j DROP
\`\`\`

\`\`\`sh extra
iptables -A INPUT -p tcp --dport ${s.port} -j ACCEPT
\`\`\`

- ${s.neighbour} pings ${s.host}: \`${s.neighbour} ping ${s.address}\` replied
  The rule for icmp comes before the one that drops everything.
  - true if decided by \`filter INPUT ACCEPT\`
  - hint if timeout: A packet that is dropped meets no rule after that. Which line has to come first?
- ${s.neighbour} opens port ${s.port}: \`${s.neighbour} tcp ${s.address}:${s.port}\` timeout
  The last rule drops it.
  - true if decided by \`filter INPUT DROP\`
  - hint: This packet is not dropped. Which line drops it, and which line lets it in?
`;

/** A template for each kind of exercise. */
export const exerciseTemplates: Readonly<Record<Exercise['kind'], Template>> = {
  predict: {
    title: 'What gets through?',
    text: (title, attributes, s) => `:::predict[${title}]{${attributes}}
This is the firewall of ${s.host}. How does each packet end?

\`\`\`sh start
iptables -A INPUT -p tcp --dport ${s.port} -j REJECT
\`\`\`

- ${s.neighbour} opens port ${s.port}: \`${s.neighbour} tcp ${s.address}:${s.port}\` refused
  The rule rejects it.
  - true if decided by \`filter INPUT 1\`
  - hint if refused: Read the target of the rule. Does the sender get an answer?
- ${s.neighbour} pings ${s.host}: \`${s.neighbour} ping ${s.address}\` replied
  The rule is about tcp. The policy accepts the ping.
  - true if decided by \`filter INPUT policy\`
:::
`,
  },
  write: {
    title: 'Close the port',
    text: (title, attributes, s) => `:::write[${title}]{${attributes}}
Drop connections to tcp port ${s.port} of ${s.host}. A ping still gets its answer.

${solution(s)}
${packets(s)}:::
`,
  },
  fix: {
    title: 'A rule in the wrong chain',
    text: (title, attributes, s) => `:::fix[${title}]{${attributes}}
This rule is meant to drop connections to tcp port ${s.port} of ${s.host}. They still arrive. Find out why, and fix it.

\`\`\`sh start
iptables -A FORWARD -p tcp --dport ${s.port} -j DROP
\`\`\`

${solution(s)}
${packets(s)}:::
`,
  },
  find: {
    title: 'Read the firewall',
    text: (title, attributes, s) => `:::find[${title}]{${attributes}}
List the rules of ${s.host}, and answer the question.

\`\`\`sh start
iptables -A INPUT -p tcp --dport ${s.port} -j REJECT
iptables -P FORWARD DROP
\`\`\`

\`\`\`sh solution
iptables -L
\`\`\`

- run \`iptables -L\`
  - hint: The option is -L. Without the name of a chain it lists all of them.
- What is the policy of FORWARD? \`DROP\`; not \`ACCEPT\`
  - hint: It is in brackets, beside the name of the chain.
:::
`,
  },
  parsons: {
    title: 'Which line comes first?',
    text: (title, attributes, s) => `:::parsons[${title}]{${attributes}}
${s.host} answers a ping, and drops everything else that arrives. Put the lines in order. You may not need all of them.

${ordered(s)}:::
`,
  },
  ladder: {
    title: 'A ping and nothing else',
    text: (title, attributes, s) => `:::ladder[${title}]{${attributes}}
${s.host} answers a ping, and drops everything else that arrives.

${ordered(s)}:::
`,
  },
  fill: {
    title: 'Two words are missing',
    text: (title, attributes, s) => `:::fill[${title}]{${attributes}}
Complete the rule, so that it drops connections to tcp port ${s.port} of ${s.host}.

\`\`\`sh solution
iptables -A __INPUT__ -p tcp --dport ${s.port} -j __DROP__
\`\`\`

\`\`\`sh wrong: ${s.neighbour} opens port ${s.port}
iptables -A OUTPUT -p tcp --dport ${s.port} -j DROP
\`\`\`

- ${s.neighbour} opens port ${s.port}: \`${s.neighbour} tcp ${s.address}:${s.port}\` timeout
  The rule drops it in INPUT.
  - true if decided by \`filter INPUT DROP\`
  - hint if connected: The packet still arrives. Which chain do packets to ${s.host} itself go through?
:::
`,
  },
  trace: {
    title: 'Rule by rule',
    text: (title, attributes, s) => `:::trace[${title}]{${attributes}}
Choose each rule on ${s.host} that matches the packet, and each policy that decides, in order.

\`\`\`iptables-save start
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:services - [0:0]
-A INPUT -p icmp -j ACCEPT
-A INPUT -p tcp -j services
-A services -p tcp -m tcp --dport ${s.port} -j DROP
COMMIT
\`\`\`

- ${s.neighbour} opens port ${s.port}: \`${s.neighbour} tcp ${s.address}:${s.port}\` timeout
  INPUT sends it to the chain services, and the rule there drops it.
  - true if decided by \`filter services DROP\`
  - hint: The rule for icmp is not for this packet. Where does the next one send it?
:::
`,
  },
};
