/**
 * Mistakes of authors: a piece of the lesson of lesson.ts, what is written in its place, and what its author is told,
 * with line and column in the lesson's text. `check`, the dev server and the build are asked for each. It is one
 * long table, a row for each mistake.
 */
import { expect } from 'vitest';

const packetForm = '`- a name: `host tcp 192.0.2.80:80` connected`';
const changeForm = '`- then `host# command`: what happens`';
const hintForm = '`- hint if timeout: what to try`';
const variesForm = '`- varies: `8080`, `192.168.1.40``';

export const mistakes: readonly (readonly [from: string, to: string, defects: readonly string[]])[] = [
  // The frame of a directive
  [
    ':::lab[Look]{#look}',
    ':::lab Look {#look}',
    [
      '3:1: write the title in brackets and the rest in braces: :::lab[Title]{#id network=home}',
      '3:1: give it a title: :::lab[What it is called]{#its-id}',
      '3:1: give it an id that stays when its title changes: {#its-id}',
    ],
  ],
  [
    '{#close-ssh}',
    '{#close-ssh',
    [
      '12:1: write the title in brackets and the rest in braces: :::write[Title]{#id network=home}',
      '12:1: give it an id that stays when its title changes: {#close-ssh}',
    ],
  ],
  [
    '{#guess}\nHow does each packet end?\n',
    '{#guess}\nHow does each packet end?\n\n```sh show\niptables -Sx\n```\n',
    [expect.stringContaining('57:1: `iptables -Sx` fails: iptables') as never],
  ],
  [
    ':::find[',
    'INPUT has the policy `ACCEPT`.\n\n:::find[',
    [
      '79:1: the prose above this question says its answer, "ACCEPT": ask for something else, or say it below',
    ],
  ],
  [
    ':::predict[Guess]{#guess}\nHow does each packet end?\n\n```sh start\niptables -A INPUT -p tcp --dport 22 -j REJECT\n```\n',
    ':::predict[Guess]{#guess}\nHow does each packet end?\n',
    [
      '54:1: the lab look shows how a packet of this prediction ends: change its rules or its packets',
      '59:1: "ssh" should end refused, but ends connected',
    ],
  ],
  // Numbers of the learner's own
  [
    '- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    '- varies: `http`\n- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    ['30:1: `http` cannot vary: name a port, or an IPv4 address without its length'],
  ],
  [
    '- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    '- varies: `8443`\n- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    ['30:1: `8443` is written nowhere in this exercise, nor in its network'],
  ],
  [
    '- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    '- varies: `80`\n- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    [
      '30:1: the solution has nothing of what varies, so all learners write the same: name something that is in it',
    ],
  ],
  [
    '- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    '- varies: `22` or `80`\n- ssh: `visitor tcp 192.0.2.1:22` timeout\n\n',
    ['30:15: name what varies in backquotes: varies: `8080`, `192.168.1.40`'],
  ],
  [
    'iptables -A INPUT -p tcp --dport 22 -j DROP\n```\n\n- ssh',
    'iptables -A INPUT -p tcp --dport 20:22 -j DROP\n```\n\n- varies: `22`\n- the page: `visitor tcp 192.0.2.1:80` connected\n  It has a reason.\n- ssh',
    ['49:1: with other numbers, 18016 for 22: with the solution, "the page" ends timeout, seen from nowhere'],
  ],
  [
    '- the web page: `visitor tcp 192.0.2.1:80` connected, reaches',
    '- varies: `80`\n- the web page: `visitor tcp 192.0.2.1:80` connected, reaches',
    [
      '4:1: this has no numbers that vary; it has `- a name: `host tcp 192.0.2.80:80` connected` or `- then `host# command`: what happens`',
    ],
  ],
  [':::fix[', ':::fxi[', ['38:1: there is no :::fxi; did you mean :::fix?']],
  ['{#guess}', '', ['54:1: give it an id that stays when its title changes: {#guess}']],
  ['{#guess}', '{#guess netwrok=x}', ['54:1: there is no attribute netwrok; did you mean network?']],
  ['::output[', '::ouput[', ['81:1: there is no ::ouput; did you mean ::output?']],
  [
    '::output[`iptables -S`]',
    '::output[`iptables -S | grep [`]',
    [
      '81:1: this line is not read as ::output: look at its brackets, and put what has brackets in backquotes',
      '81:33: braces are code in MDX: put `{lab=look}` in backquotes',
    ],
  ],
  // Code
  [
    'sh solution\niptables -A INPUT',
    'sh soluton\niptables -A INPUT',
    [
      '15:1: say after ```sh what this code is: solution (a write has start, show, solution, wrong: a packet’s name)',
      '12:1: give a solution: ```sh solution',
    ],
  ],
  [
    '```sh wrong: ssh',
    '```bash wrong: ssh',
    ['23:1: begin it with ```sh for commands or ```iptables-save for a dump'],
  ],
  [
    '```sh wrong: ssh',
    '```sh wrong',
    ['23:1: name the packet that shows it is wrong: ```sh wrong: the page'],
  ],
  [
    '```sh wrong: ssh',
    '```iptables-save wrong: ssh',
    ['23:1: all answers of one exercise are of one kind: write ```sh'],
  ],
  [
    '```sh start\niptables -A INPUT -p tcp --dport 22 -j REJECT',
    '```sh solution\niptables -A INPUT -p tcp --dport 22 -j REJECT',
    ['57:1: say after ```sh what this code is: start, show (a predict has start, show)'],
  ],
  // Packets
  [
    'timeout\n\n  It has a reason.',
    'lost\n\n  It has a reason.',
    [
      '30:34: "lost" means nothing here: write connected, replied, refused, unreachable, timeout, reaches `…`, seen from `…` or stopped in `…`',
      '30:8: say how "ssh" ends: connected, replied, refused, unreachable or timeout',
    ],
  ],
  [
    'seen from `192.0.2.2`',
    'sen from `192.0.2.2`',
    ['4:74: "sen from" means nothing here; did you mean "seen from"?'],
  ],
  [
    'seen from `192.0.2.2`',
    'seen from 192.0.2.2',
    [expect.stringContaining('"seen from 192.0.2.2" means nothing here') as never],
  ],
  [
    '`visitor tcp 192.0.2.1:80` connected, reaches',
    '`visitor web 192.0.2.1:80` connected, reaches',
    ['4:17: write who sends what where: `phone tcp 203.0.113.80:80`, `phone ping 203.0.113.80`'],
  ],
  ['sport=5000', 'sprot=5000', ['63:8: there is no sprot in a packet; did you mean sport=…?']],
  ['sport=5000', 'sport=x', ['63:1: sport is a string. It has to be a whole number']],
  [
    '- the old address: `visitor',
    '- the old address `visitor',
    [`8:1: this item is none that has a meaning here: write ${packetForm} or ${changeForm}`],
  ],
  [
    '\n  It has a reason.\n  - hint if timeout',
    '\n  - hint if timeout',
    ['27:17: say why "the web page" ends so, on the next line'],
  ],
  [
    'decided by `filter',
    'decided `filter',
    [expect.stringContaining('34:5: "decided" means nothing here: write reaches') as never],
  ],
  // Hints, changes, questions
  ['hint if timeout:', 'hint if time out:', ['29:5: "time out" means nothing here; did you mean "timeout"?']],
  [
    'hint: Read',
    'hnt: Read',
    [expect.stringContaining('65:1: this item is none that has a meaning here') as never],
  ],
  [
    '- hint: Read the rule.',
    '- hint if timeout Read the rule',
    [expect.anything(), '65:3: say what to try after a colon: `hint if timeout: …`'] as never,
  ],
  [
    '`server# ip address del 192.0.2.1/24 dev eth0`',
    '`ip address del 192.0.2.1/24 dev eth0`',
    ['6:8: write `host# command`, or `wait 60` for seconds that pass'],
  ],
  ['  - hint: List the chain.\n', '', ['75:1: write a hint below this item: `  - hint: what to try`']],
  [
    '- hint: Read the rule.',
    '- run `iptables -L`\n  - hint: x',
    [
      `65:1: this has no questions or commands to run; it has ${packetForm} or ${changeForm} or ${hintForm} or ${variesForm}`,
    ],
  ],
  [
    'hint if timeout: The web',
    'hint if connected: The web',
    [
      '19:1: no hint applies to this wrong answer: write one for it',
      '29:3: this hint never shows: "the web page" ends connected when it is right',
    ],
  ],
  [
    '  - hint if connected: ssh is open.\n',
    '  - hint if connected: ssh is open.\n  - hint if connected and rules have `DROP`: Not this one.\n',
    ['36:3: this hint never shows: one above it shows whenever this one could ("ssh is open.")'],
  ],
  // What would be lost
  [
    '  - hint: List the chain.',
    '  - hint: List the chain.\n\n    And more.',
    ['78:5: nothing goes below this item: put these words into it, without an empty line'],
  ],
  [
    '- hint: Read the rule.',
    '- hint: Read the rule.\n\n  And the other.',
    ['67:3: this item is one paragraph: put these words above, without an empty line'],
  ],
  [
    'run `iptables -L INPUT`\n',
    'run `iptables -L INPUT` twice\n',
    ['75:26: write the command alone: run `iptables -L`'],
  ],
  [
    '`policy ACCEPT`; not `DROP`',
    '`policy ACCEPT` is right; not `DROP`',
    ['77:57: after the question write its answers in backquotes, then `not` and wrong ones'],
  ],
  [
    'dev eth0`, `server# ip address add',
    'dev eth0` soon, `server# ip address add',
    ['6:54: put these words after the colon'],
  ],
  [
    'decided by `filter INPUT DROP` and rules lack `-p udp`\n',
    'decided by `filter INPUT DROP`\n    - rules lack `-p udp`\n',
    ['35:5: nothing goes below this item: put these words into it, without an empty line'],
  ],
  // Words
  [
    'Drop connections to `ssh`',
    'Drop {connections} to *ssh*',
    [
      '13:6: braces are code in MDX: put `{connections}` in backquotes',
      '13:23: only code is marked up here: take the asterisks away, or put what they belong to in backquotes',
    ],
  ],
  ['Prose,', 'Ports {80,443},', ['1:7: braces are code in MDX: put `{80,443}` in backquotes']],
  ['Prose,', '{/* a comment */}Prose,', []],
  ['Prose,', '<!-- a comment --> Prose,', ['1:1: write a comment as {/* … */}: <!-- … --> is not MDX']],
  [
    'Prose,',
    'If a<b, prose,',
    ['1:5: put what has < in it in backquotes, or write a link as [text](address)'],
  ],
  ['Prose,', 'A set {a, b', ['1:7: put what has { in it in backquotes: in MDX, braces are code']],
  [
    ':::lab[Look]',
    'Write:\n\n    iptables -L\n\n:::lab[Look]',
    ['5:5: an indented line is no code in MDX: put ``` before and after it'],
  ],
  [
    'Find the policy of INPUT.\n',
    'Find the policy of INPUT.\n\n## Now\n',
    ['71:1: a find has words, code and one list in it; put anything else above or below it'],
  ],
  [
    'Find the policy of INPUT.\n',
    '',
    ['68:1: say what there is to do, in a sentence or two below the title'],
  ],
  // Ids, networks, hosts and addresses
  ['{#close-ssh}', '{#look}', ['12:1: the id look is used twice in this lesson']],
  ['{#guess}', '{#guess network=pari}', ['54:1: there is no network pari; did you mean pair?']],
  ['{#guess}', '{#guess network=broken}', ['54:1: the network broken has mistakes: correct them first']],
  ['{#guess}', '{#guess host=sever}', ['54:1: the network pair has no host sever; did you mean server?']],
  [
    '`visitor tcp 192.0.2.1:80` conn',
    '`nas tcp 192.0.2.1:80` conn',
    ['4:1: there is no host nas. The hosts are server, visitor'],
  ],
  [
    '192.0.2.1:80` connected, r',
    '192.0.2.1` connected, r',
    ['4:1: 192.0.2.1 has no port that can be used. Write address:port, such as 192.0.2.80:80'],
  ],
  [
    '`server# ip address del',
    '`sever# ip address del',
    ['6:1: the network pair has no host sever; did you mean server?'],
  ],
  [
    'add 192.0.2.9/24',
    'add 192.0.2.900/24',
    [
      expect.stringContaining(
        '6:1: this command fails: Error: any valid prefix is expected rather than "192.0.2.900/24".',
      ) as never,
    ],
  ],
  [
    '- the old address:',
    '- the web page:',
    ['3:1: two packets have the name "the web page": give each its own', '83:1: there is no lab x'].slice(
      0,
      1,
    ),
  ],
  ['{lab=look}', '{lab=loook}', ['81:1: there is no lab loook; did you mean look?']],
  [
    '::way[the old address]',
    '::way[the old adress]',
    ['83:1: the lab look has no packet "the old adress"; did you mean the old address?'],
  ],
  [
    '::output[`iptables -S`]',
    '::output[`iptables -S NONE`]',
    [
      '81:1: this command prints an error: iptables: No chain/target/match by that name.; if that is meant, add 2>&1 to it',
    ],
  ],
  [
    '-A INPUT -j DROP`]',
    '-A INPUT --dprot 22 -j DROP`]',
    [expect.stringContaining('85:1: this rule is refused: iptables') as never],
  ],
  // Other labs are listed all the same
  ['{#guess}', '{#guess host=sever}', ['54:1: the network pair has no host sever; did you mean server?']],
  // What a lab promises
  ['connected, reaches', 'timeout, reaches', ['4:1: "the web page" should end timeout, but ends connected']],
  ['`server:80`', '`server:81`', ['4:1: "the web page" should reach server:81, but reaches server:80']],
  [
    'seen from `192.0.2.2`',
    'seen from `192.0.2.7`',
    ['4:1: "the web page" should be seen from 192.0.2.7, but is seen from 192.0.2.2'],
  ],
  [
    'seen from `192.0.2.2`',
    'stopped in `raw PREROUTING`',
    ['4:1: "the web page" should be stopped in raw PREROUTING, but it is stopped in no table'],
  ],
  ['unreachable\n', 'connected\n', ['8:1: "the old address" should end connected, but ends unreachable']],
  // What an exercise promises, kind by kind
  [
    'decided by `filter INPUT DROP`',
    'decided by `filter INPUT policy`',
    [
      '15:1: with the solution, the claim about "ssh" does not hold: Rule 1 of INPUT in filter decided: -A INPUT -p tcp -m tcp --dport 22 -j DROP',
    ],
  ],
  [
    '```sh solution\niptables -A INPUT -p tcp --dport 22 -j DROP',
    '```sh start\niptables -A INPUT -p tcp --dport 22 -j DROP\n```\n\n```sh solution\niptables -A INPUT -p tcp --dport 22 -j DROP',
    ['15:1: the start already passes: leave something for the learner to do'],
  ],
  [
    '--dport 22 -j DROP\n```\n\n```sh wrong: the',
    '--dport 22 -j DROPP\n```\n\n```sh wrong: the',
    [
      expect.stringContaining('15:1: the solution has a mistake: iptables') as never,
      '15:1: with the solution, "ssh" ends connected, seen from 192.0.2.2',
    ],
  ],
  [
    'wrong: the web page',
    'wrong: the webpage',
    ['19:1: there is no packet "the webpage"; the packets are "the web page", "ssh"'],
  ],
  ['wrong: the web page', 'wrong: ssh', ['19:1: this answer does not fail "ssh"; it fails "the web page"']],
  [
    '-p tcp --dport 23 -j DROP\n```\n\n- the',
    '-p tcp --dport 22 -j DROP\n```\n\n- the',
    ['23:1: this answer does not fail "ssh"; it passes'],
  ],
  [
    '  - hint if connected: ssh is open.\n',
    '',
    ['23:1: no hint applies to this wrong answer: write one for it'],
  ],
  [
    '`visitor tcp 192.0.2.1:22 sport=5000` refused',
    '`visitor tcp 192.0.2.1:22 sport=5000` timeout',
    ['63:1: "ssh" should end timeout, but ends refused'],
  ],
  [
    '```sh solution\niptables -L INPUT',
    '```sh start\niptables -L INPUT\n```\n\n```sh solution\niptables -L INPUT',
    ['71:1: the start already runs every command: leave something for the learner to do'],
  ],
  [
    '```sh solution\niptables -L INPUT',
    '```sh solution\necho policy ACCEPT',
    ['75:1: the solution does not run iptables -L INPUT, or it fails there'],
  ],
  ['`ACCEPT`, ', '`REJECT`, ', ['77:1: the solution does not print the answer REJECT']],
  ['not `DROP`', 'not ` Accept`', ['77:1:  Accept is among the right answers too']],
];
