import { gzipSync } from 'node:zlib';
import { containerBundle } from '../../site/container-bundle.ts';

/** The one file behind the full terminal's commands. The build says how large it is. */
export const GET = async (): Promise<Response> => {
  const text = await containerBundle();
  console.log(
    `  The full terminal's commands: ${Math.round(text.length / 1000)} kB, ${Math.round(gzipSync(text).length / 1000)} kB compressed`,
  );
  return new Response(text);
};
