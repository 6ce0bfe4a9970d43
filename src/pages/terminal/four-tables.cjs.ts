import { gzipSync } from 'node:zlib';
import { containerBundle } from '../../site/container-bundle.ts';

/** The one file that all commands of the full terminal run. The build says how large it is. */
export const GET = async (): Promise<Response> => {
  const text = await containerBundle();
  console.log(
    `  The full terminal's commands: ${Math.round(text.length / 1000)} kB, ${Math.round(gzipSync(text).length / 1000)} kB compressed`,
  );
  return new Response(text);
};
