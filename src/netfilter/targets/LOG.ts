import { firstBytes } from '../../text/bytes.ts';
import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { logLine } from '../print/logLine.ts';
import { quote } from '../values/quoted.ts';
import { parseUint } from '../values/uint.ts';

const levels = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];
/** One of them is printed in another form than it is read. */
const printed = levels.map((name) => (name === 'warning' ? 'warn' : name));

const level: Value<number> = {
  form: 'level',
  suggestions: ['notice', 'info', 'warning'],
  parse(text) {
    const number = Number(parseUint(text, 0, 7) ?? (text === 'panic' ? 0 : levels.indexOf(text)));
    return number >= 0
      ? parsed(number)
      : refused(
          `log level "${text}" unknown\n`,
          `Levels are ${levels.join(', ')}, in lower case, or 0 to 7.`,
        );
  },
};

const prefix: Value<string> = {
  form: 'text',
  parse: (text) =>
    text === ''
      ? refused(
          'Argument must have a minimum length of 1 characters\n',
          'Write some text after --log-prefix, or leave the option out.',
        )
      : parsed(firstBytes(text, 29)),
};

/**
 * Writes a line to the kernel's log and goes on. Reference: net/netfilter/xt_LOG.c, extensions/libxt_LOG.c
 */
export const LOG = defineTarget({
  name: 'LOG',
  summary: 'Writes a line about the packet to the kernel log, and goes on to the next rule.',
  tables: null,
  hooks: null,
  options: {
    level: {
      names: ['--log-level'],
      takes: level,
      help: 'The priority of the line; warning if you leave it out.',
      means: (v: number) => `The line’s priority is ${printed[v]}.`,
    },
    prefix: {
      names: ['--log-prefix'],
      takes: prefix,
      help: 'Text in front of the line; its first 29 characters are kept.',
      means: (v: string) => `The line begins with “${v}”.`,
    },
    sequence: { names: ['--log-tcp-sequence'], takes: null, help: 'Logs TCP sequence numbers too.' },
    tcpOptions: { names: ['--log-tcp-options'], takes: null, help: 'Logs TCP options too.' },
    ipOptions: { names: ['--log-ip-options'], takes: null, help: 'Logs IP options too.' },
    uid: { names: ['--log-uid'], takes: null, help: 'Logs the user ID of the program that sent the packet.' },
    mac: { names: ['--log-macdecode'], takes: null, help: 'Writes Ethernet addresses in full.' },
  },
  parse: (g) =>
    parsed({
      level: g.level?.value ?? 4,
      prefix: g.prefix?.value ?? '',
      flags: {
        'tcp-sequence': !!g.sequence,
        'tcp-options': !!g.tcpOptions,
        'ip-options': !!g.ipOptions,
        uid: !!g.uid,
        macdecode: !!g.mac,
      },
    }),
  save(d) {
    const flags = Object.entries(d.flags)
      .map(([name, on]) => (on ? ` --log-${name}` : ''))
      .join('');
    return `${d.prefix === '' ? '' : ` --log-prefix ${quote(d.prefix)}`}${d.level === 4 ? '' : ` --log-level ${d.level}`}${flags}`;
  },
  list(d, { numeric }) {
    const end = d.prefix === '' ? '' : ` prefix "${d.prefix}"`;
    const bits = { 'tcp-sequence': 1, 'tcp-options': 2, 'ip-options': 4, uid: 8, macdecode: 32 };
    const on = Object.entries(d.flags)
      .filter(([, set]) => set)
      .map(([name]) => name as keyof typeof bits);
    return numeric
      ? `LOG flags ${on.reduce((n, f) => n | bits[f], 0)} level ${d.level}${end}`
      : `LOG level ${printed[d.level]}${on.map((f) => ` ${f}`).join('')}${end}`;
  },
  deed: () => ({ does: 'Log …', goesOn: true }),
  apply(d, skb, environment) {
    const own = skb.input === null ? null : (environment.hardwareAddress(skb.input) ?? null);
    return { kind: 'continue', skb, effects: [{ kind: 'log', text: logLine(d.prefix, skb, d.flags, own) }] };
  },
});
