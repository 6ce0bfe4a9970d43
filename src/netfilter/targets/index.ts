import type { Target } from '../extension.ts';
import { AUDIT } from './AUDIT.ts';
import { CHECKSUM } from './CHECKSUM.ts';
import { CLASSIFY } from './CLASSIFY.ts';
import { CLUSTERIP } from './CLUSTERIP.ts';
import { CONNMARK } from './CONNMARK.ts';
import { CONNSECMARK } from './CONNSECMARK.ts';
import { CT } from './CT.ts';
import { DNAT } from './DNAT.ts';
import { DSCP } from './DSCP.ts';
import { ECN } from './ECN.ts';
import { HMARK } from './HMARK.ts';
import { IDLETIMER } from './IDLETIMER.ts';
import { LED } from './LED.ts';
import { LOG } from './LOG.ts';
import { MARK } from './MARK.ts';
import { MASQUERADE } from './MASQUERADE.ts';
import { NETMAP } from './NETMAP.ts';
import { NFLOG } from './NFLOG.ts';
import { NFQUEUE } from './NFQUEUE.ts';
import { NOTRACK } from './NOTRACK.ts';
import { RATEEST } from './RATEEST.ts';
import { REDIRECT } from './REDIRECT.ts';
import { REJECT } from './REJECT.ts';
import { SECMARK } from './SECMARK.ts';
import { SET } from './SET.ts';
import { SNAT } from './SNAT.ts';
import { SYNPROXY } from './SYNPROXY.ts';
import { TCPMSS } from './TCPMSS.ts';
import { TCPOPTSTRIP } from './TCPOPTSTRIP.ts';
import { TEE } from './TEE.ts';
import { TOS } from './TOS.ts';
import { TPROXY } from './TPROXY.ts';
import { TRACE } from './TRACE.ts';
import { TTL } from './TTL.ts';
import { ULOG } from './ULOG.ts';

/** Every target extension the engine has. */
export const targets: readonly Target[] = [
  AUDIT,
  CHECKSUM,
  CLASSIFY,
  CLUSTERIP,
  CONNMARK,
  CONNSECMARK,
  CT,
  DNAT,
  DSCP,
  ECN,
  HMARK,
  IDLETIMER,
  LED,
  LOG,
  MARK,
  MASQUERADE,
  NETMAP,
  NFLOG,
  NFQUEUE,
  NOTRACK,
  RATEEST,
  REDIRECT,
  REJECT,
  SECMARK,
  SET,
  SNAT,
  SYNPROXY,
  TCPMSS,
  TCPOPTSTRIP,
  TEE,
  TOS,
  TPROXY,
  TRACE,
  TTL,
  ULOG,
];
