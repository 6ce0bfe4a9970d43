/**
 * Importing this loads every command: for Node, builds and tests, and for pages that run all of them. The rare
 * ones are named here once more, so that a bundler puts them into one file with the rest.
 */
import './conntrack/conntrack.ts';
import './cp.ts';
import './curl.ts';
import './cut.ts';
import './date.ts';
import './grep.ts';
import './ip/ip.ts';
import './ipset.ts';
import './mkdir.ts';
import './nc.ts';
import './ping.ts';
import './printf.ts';
import './rm.ts';
import './rmdir.ts';
import './sed.ts';
import './seq.ts';
import './sort.ts';
import './ss.ts';
import './sysctl.ts';
import './tcpdump/tcpdump.ts';
import './touch.ts';
import './tr.ts';
import './uniq.ts';
import './wc.ts';
import './yes.ts';
import { loadAllCommands } from './index.ts';

await loadAllCommands();
