/** Services by name, from Debian 12's /etc/services: those that stand in rules. */
const table: readonly (readonly [string, number])[] = [
  ['ftp-data', 20], ['ftp', 21], ['ssh', 22], ['telnet', 23], ['smtp', 25], ['time', 37], ['whois', 43], ['domain', 53],
  ['bootps', 67], ['bootpc', 68], ['tftp', 69], ['finger', 79], ['http', 80], ['kerberos', 88], ['pop3', 110],
  ['sunrpc', 111], ['auth', 113], ['nntp', 119], ['ntp', 123], ['epmap', 135], ['netbios-ns', 137],
  ['netbios-dgm', 138], ['netbios-ssn', 139], ['imap2', 143], ['snmp', 161], ['snmp-trap', 162], ['bgp', 179],
  ['ldap', 389], ['https', 443], ['microsoft-ds', 445], ['submissions', 465], ['isakmp', 500], ['syslog', 514],
  ['printer', 515], ['submission', 587], ['ipp', 631], ['ldaps', 636], ['rsync', 873], ['imaps', 993], ['pop3s', 995],
  ['socks', 1080], ['openvpn', 1194], ['ms-sql-s', 1433], ['radius', 1812], ['nfs', 2049], ['mysql', 3306],
  ['ms-wbt-server', 3389], ['svn', 3690], ['ipsec-nat-t', 4500], ['sip', 5060], ['sip-tls', 5061], ['mdns', 5353],
  ['postgresql', 5432], ['amqp', 5672], ['x11', 6000], ['redis', 6379], ['git', 9418], ['http-alt', 8080],
];
const aliases: Readonly<Record<string, number>> = {
  www: 80, mail: 25, imap: 143, portmapper: 111, sunrpc: 111, ssmtp: 465, smtps: 465,
  snmptrap: 162, krb5: 88, 'kerberos-sec': 88, x11: 6000, webcache: 8080,
};
const ports = new Map([...Object.entries(aliases), ...table]);
/** Ports that have another name in TCP than in UDP. */
const tcpOnly = new Map([[514, 'shell']]);
const udpOnly = new Map([[21, 'fsp']]);
const names = new Map(table.map(([name, port]) => [port, name]));

/** The port of a service, null where nobody knows the name. */
export const servicePort = (name: string): number | null => ports.get(name) ?? null;

/** The name `iptables -L` prints for a port without `-n`, null where there is none. */
export const serviceName = (port: number, protocol: 'tcp' | 'udp' = 'tcp'): string | null =>
  (protocol === 'tcp' ? tcpOnly.get(port) : udpOnly.get(port)) ?? names.get(port) ?? null;

/** Names that completion offers. */
export const serviceNames: readonly string[] = ['ssh', 'domain', 'http', 'https', 'smtp', 'ntp'];
