import { yamlText } from './lesson.ts';

/** Two hosts on one link, with a little to listen on: for its author to write over. */
export const networkText = (
  title: string,
  schema: string = '../../public/schemas/network.json',
): string => `# yaml-language-server: $schema=${schema}
title: ${yamlText(title)}
hosts:
  server:
    interfaces:
      eth0: { link: office, addresses: [192.0.2.10/24] }
    listen: [tcp/22, tcp/80]
  visitor:
    interfaces:
      eth0: { link: office, addresses: [192.0.2.99/24] }
`;
