/** Importing this loads every match and target, at once: for Node, builds and tests. */
import * as hints from './command/allRefusalHints.ts';
import { extensionHelp } from './command/extensionHelp.ts';
import { helpTexts } from './command/helpTexts.ts';
import { refusalHints } from './command/refusalHints.ts';
import { restore } from './command/restore.ts';
import { ruleReader } from './command/ruleReader.ts';
import { ah as ahMatch } from './matches/ah.ts';
import { bpf as bpfMatch } from './matches/bpf.ts';
import { cgroup as cgroupMatch } from './matches/cgroup.ts';
import { cluster as clusterMatch } from './matches/cluster.ts';
import { connbytes as connbytesMatch } from './matches/connbytes.ts';
import { connlabel as connlabelMatch } from './matches/connlabel.ts';
import { connlimit as connlimitMatch } from './matches/connlimit.ts';
import { connmark as connmarkMatch } from './matches/connmark.ts';
import { cpu as cpuMatch } from './matches/cpu.ts';
import { dccp as dccpMatch } from './matches/dccp.ts';
import { devgroup as devgroupMatch } from './matches/devgroup.ts';
import { dscp as dscpMatch } from './matches/dscp.ts';
import { ecn as ecnMatch } from './matches/ecn.ts';
import { esp as espMatch } from './matches/esp.ts';
import { hashlimit as hashlimitMatch } from './matches/hashlimit.ts';
import { helper as helperMatch } from './matches/helper.ts';
import { matches } from './matches/index.ts';
import { ipcomp as ipcompMatch } from './matches/ipcomp.ts';
import { iprange as iprangeMatch } from './matches/iprange.ts';
import { ipvs as ipvsMatch } from './matches/ipvs.ts';
import { length as lengthMatch } from './matches/length.ts';
import { mac as macMatch } from './matches/mac.ts';
import { nfacct as nfacctMatch } from './matches/nfacct.ts';
import { osf as osfMatch } from './matches/osf.ts';
import { owner as ownerMatch } from './matches/owner.ts';
import { physdev as physdevMatch } from './matches/physdev.ts';
import { pkttype as pkttypeMatch } from './matches/pkttype.ts';
import { policy as policyMatch } from './matches/policy.ts';
import { quota as quotaMatch } from './matches/quota.ts';
import { rateest as rateestMatch } from './matches/rateest.ts';
import { realm as realmMatch } from './matches/realm.ts';
import { recent as recentMatch } from './matches/recent.ts';
import { rpfilter as rpfilterMatch } from './matches/rpfilter.ts';
import { sctp as sctpMatch } from './matches/sctp.ts';
import { set as setMatch } from './matches/set.ts';
import { socket as socketMatch } from './matches/socket.ts';
import { statistic as statisticMatch } from './matches/statistic.ts';
import { string as stringMatch } from './matches/string.ts';
import { tcpmss as tcpmssMatch } from './matches/tcpmss.ts';
import { time as timeMatch } from './matches/time.ts';
import { tos as tosMatch } from './matches/tos.ts';
import { ttl as ttlMatch } from './matches/ttl.ts';
import { u32 as u32Match } from './matches/u32.ts';
import { restoreSets } from './sets/restoreSets.ts';
import { setReader } from './sets/setReader.ts';
import { AUDIT as AUDITTarget } from './targets/AUDIT.ts';
import { CHECKSUM as CHECKSUMTarget } from './targets/CHECKSUM.ts';
import { CLASSIFY as CLASSIFYTarget } from './targets/CLASSIFY.ts';
import { CLUSTERIP as CLUSTERIPTarget } from './targets/CLUSTERIP.ts';
import { CONNMARK as CONNMARKTarget } from './targets/CONNMARK.ts';
import { CONNSECMARK as CONNSECMARKTarget } from './targets/CONNSECMARK.ts';
import { CT as CTTarget } from './targets/CT.ts';
import { DSCP as DSCPTarget } from './targets/DSCP.ts';
import { ECN as ECNTarget } from './targets/ECN.ts';
import { HMARK as HMARKTarget } from './targets/HMARK.ts';
import { IDLETIMER as IDLETIMERTarget } from './targets/IDLETIMER.ts';
import { targets } from './targets/index.ts';
import { LED as LEDTarget } from './targets/LED.ts';
import { NETMAP as NETMAPTarget } from './targets/NETMAP.ts';
import { NFLOG as NFLOGTarget } from './targets/NFLOG.ts';
import { NFQUEUE as NFQUEUETarget } from './targets/NFQUEUE.ts';
import { NOTRACK as NOTRACKTarget } from './targets/NOTRACK.ts';
import { RATEEST as RATEESTTarget } from './targets/RATEEST.ts';
import { SECMARK as SECMARKTarget } from './targets/SECMARK.ts';
import { SET as SETTarget } from './targets/SET.ts';
import { SYNPROXY as SYNPROXYTarget } from './targets/SYNPROXY.ts';
import { TCPMSS as TCPMSSTarget } from './targets/TCPMSS.ts';
import { TCPOPTSTRIP as TCPOPTSTRIPTarget } from './targets/TCPOPTSTRIP.ts';
import { TEE as TEETarget } from './targets/TEE.ts';
import { TOS as TOSTarget } from './targets/TOS.ts';
import { TPROXY as TPROXYTarget } from './targets/TPROXY.ts';
import { TRACE as TRACETarget } from './targets/TRACE.ts';
import { TTL as TTLTarget } from './targets/TTL.ts';
import { ULOG as ULOGTarget } from './targets/ULOG.ts';

matches.add([
  ahMatch,
  bpfMatch,
  cgroupMatch,
  clusterMatch,
  connbytesMatch,
  connlabelMatch,
  connlimitMatch,
  connmarkMatch,
  cpuMatch,
  dccpMatch,
  devgroupMatch,
  dscpMatch,
  ecnMatch,
  espMatch,
  hashlimitMatch,
  helperMatch,
  ipcompMatch,
  iprangeMatch,
  ipvsMatch,
  lengthMatch,
  macMatch,
  nfacctMatch,
  osfMatch,
  ownerMatch,
  physdevMatch,
  pkttypeMatch,
  policyMatch,
  quotaMatch,
  rateestMatch,
  realmMatch,
  recentMatch,
  rpfilterMatch,
  sctpMatch,
  setMatch,
  socketMatch,
  statisticMatch,
  stringMatch,
  tcpmssMatch,
  timeMatch,
  tosMatch,
  ttlMatch,
  u32Match,
]);
targets.add([
  AUDITTarget,
  CHECKSUMTarget,
  CLASSIFYTarget,
  CLUSTERIPTarget,
  CONNMARKTarget,
  CONNSECMARKTarget,
  CTTarget,
  DSCPTarget,
  ECNTarget,
  HMARKTarget,
  IDLETIMERTarget,
  LEDTarget,
  NETMAPTarget,
  NFLOGTarget,
  NFQUEUETarget,
  NOTRACKTarget,
  RATEESTTarget,
  SECMARKTarget,
  SETTarget,
  SYNPROXYTarget,
  TCPMSSTarget,
  TCPOPTSTRIPTarget,
  TEETarget,
  TOSTarget,
  TPROXYTarget,
  TRACETarget,
  TTLTarget,
  ULOGTarget,
]);
helpTexts.add(extensionHelp);
setReader.add(restoreSets);
ruleReader.add(restore);
refusalHints.add(hints);
