import { slug } from '../markdown/readDirective.ts';
import { exerciseTemplates, labTemplate, type Template } from '../scaffold/exercises.ts';
import type { Setting } from '../scaffold/setting.ts';
import type { Rows } from './row.ts';

/** Where the examples take place: in the network that `new network` writes. */
const setting: Setting = {
  network: 'starter',
  host: 'server',
  neighbour: 'visitor',
  address: '192.0.2.10',
  port: 22,
};

const example = ({ title, text }: Template): string => text(title, `#${slug(title)}`, setting).trimEnd();

/** A lab and each kind of exercise; the examples are what `new exercise` writes. */
export const labRows: Rows<'lab' | keyof typeof exerciseTemplates> = {
  lab: {
    means:
      'A place to try rules, without a task. Its packets say what happens with the rules it begins with.',
    example: example(labTemplate),
  },
  write: {
    means: 'The learner writes rules. Every packet has to end as you say.',
    example: example(exerciseTemplates.write),
  },
  fix: {
    means: 'The learner gets rules with a mistake and corrects them. Every packet has to end as you say.',
    example: example(exerciseTemplates.fix),
  },
  predict: {
    means: 'The rules are given. The learner says how each packet ends, and then sends it.',
    example: example(exerciseTemplates.predict),
  },
  find: {
    means: 'The learner runs commands at a terminal and answers questions about what they print.',
    example: example(exerciseTemplates.find),
  },
  parsons: {
    means:
      'The learner puts lines in order: those of the solution, shuffled, and some that are not needed. Any order counts in which every packet ends as you say.',
    example: example(exerciseTemplates.parsons),
  },
  fill: {
    means:
      'The solution with words missing: `__word__` is a blank. Any words count with which every packet ends as you say.',
    example: example(exerciseTemplates.fill),
  },
  trace: {
    means:
      'A dump and one packet. The learner chooses the rules that match it and the policies that decide, in order. You write no answer: the simulator has it.',
    example: example(exerciseTemplates.trace),
  },
  ladder: {
    means:
      'One solution in four steps, one after the other: trace a packet through its rules, put its lines in order, fill in its words, write it. You write it as a `write`; the steps are made of it.',
    example: example(exerciseTemplates.ladder),
  },
};

/** What the build computes, and boxes. */
export const showRows: Rows = {
  output: {
    means:
      'What a command prints on the lab’s host, after the lab’s start. Add `2>&1` if it prints an error on purpose.',
    example: '::output[`iptables -S INPUT`]{lab=a-ping-without-an-answer}',
  },
  way: {
    means: 'The way of one of the lab’s packets, table by table. Name the packet as the lab does.',
    example: '::way[visitor pings server]{lab=a-ping-without-an-answer}',
  },
  explain: {
    means:
      'A rule in plain words, then option by option. It needs no lab. A rule of a dump has no `-t`: `{table=nat}` after it says of which table it is.',
    example: '::explain[`-A INPUT -p tcp --dport 22 -j DROP`]',
  },
  hooks: {
    means: 'The picture of all hooks and tables.',
    example: '::hooks',
  },
  pair: {
    means: 'Two labs side by side. The box has four colons, because the labs in it have three.',
    example: '::::pair\n:::lab[With one rule]{#one}\n…\n:::\n:::lab[With another]{#another}\n…\n:::\n::::',
  },
  note: {
    means: 'A box beside the story: something that is good to know.',
    example: ':::note\nIPv6 has rules of its own.\n:::',
  },
  tip: { means: 'A box with advice.', example: ':::tip\nList the rules before you change them.\n:::' },
  caution: { means: 'A box with a warning.', example: ':::caution\nThis closes your own session.\n:::' },
  danger: {
    means: 'A box with a warning about something that cannot be undone.',
    example: ':::danger\nThis deletes every rule.\n:::',
  },
};

/** What may be in the braces of a lab or an exercise. */
export const attributeRows: Rows = {
  id: {
    means: 'Its name in addresses and in what the browser keeps. Leave it as it is when the title changes.',
    example: '{#close-the-port}',
  },
  network: {
    means: 'The network of this lab alone: a file in `content/networks`.',
    example: '{#close-the-port network=office}',
  },
  host: {
    means: 'The host whose rules are written, in this lab alone.',
    example: '{#close-the-port host=router}',
  },
  terminal: {
    means: 'The learner types at a terminal. Without it there is an editor.',
    example: '{#close-the-port terminal}',
  },
};

/** The pieces of code in a lab or an exercise. */
export const fenceRows: Rows = {
  start: {
    means: 'What the editor holds at first. ```` ```sh ```` has commands, ```` ```iptables-save ```` a dump.',
    example: '```sh start\niptables -P INPUT DROP\n```',
  },
  show: {
    means: 'Commands whose output is shown beside the editor, one on a line.',
    example: '```sh show\niptables -L INPUT -n -v\n```',
  },
  solution: {
    means: 'One right answer. `check` runs it, and every packet has to end as you say.',
    example: '```sh solution\niptables -A INPUT -p tcp --dport 22 -j DROP\n```',
  },
  extra: {
    means: 'Lines of a `parsons` or `ladder` that are not needed. Each has to do harm somewhere.',
    example: '```sh extra\niptables -P INPUT DROP\n```',
  },
  wrong: {
    means:
      'A wrong answer that people give, and a packet that shows it. It has to fail there, and a hint has to show.',
    example: '```sh wrong: visitor pings server\niptables -A INPUT -j DROP\n```',
  },
};

/** The items in the list of a lab or an exercise. */
export const itemRows: Rows = {
  packet: {
    means: 'A packet: its name, who sends what where, and how it ends. On the next line, why.',
    example: '- a friend opens the page: `friend tcp 192.0.2.10:80` connected\n  The policy accepts it.',
  },
  change: {
    means: 'Something that happens. Packets below it are sent afterwards. `wait 60` lets 60 seconds pass.',
    example: '- then `router# ip link set wan down`, `wait 60`: The cable is pulled.',
  },
  hint: {
    means:
      'What to try. Below a packet it shows while that packet is wrong; in the outer list, for any packet.',
    example: '- hint if timeout: Which rule drops the answer?',
  },
  trace: {
    means:
      'Which packet the first step of a `ladder` traces. Without it, it is the one that meets the most rules.',
    example: '- trace: a customer tries to log in',
  },
  run: {
    means: 'A command that has to be run, or one that shows at least as much.',
    example: '- run `iptables -L`\n  - hint: The option is -L.',
  },
  varies: {
    means:
      'Ports and addresses that each learner has others of. They are replaced in the exercise and in its network.',
    example: '- varies: `22`, `192.0.2.50`',
  },
  question: {
    means: 'A question, its right answers, and after `not` wrong ones that people give.',
    example: '- What is the policy of INPUT? `DROP`; not `ACCEPT`\n  - hint: It is in brackets.',
  },
};
