/** What Vite is given; its own type would tie this file to one version of Vite. */
interface Plugin {
  readonly name: string;
  readonly enforce: 'pre';
  /** Which modules it changes: Vite hands it these alone, without asking it about each. */
  readonly transform: { readonly filter: { readonly id: RegExp }; handler(code: string): string };
}

/** Starlight's rule for the space below what ends a list item, up to its declarations. */
const theirs =
  /\.sl-markdown-content\s+:is\(ol, ul\):has\(> li > [^{]*?:not\(script\):has\(~ script:last-child\):not\(:has\(~ :not\(script\)\)\)\s*\)\s*\{/;

const ours = `.sl-markdown-content
  li > :last-child:not(a, strong, em, del, span, input, code, br, script, ol, ul, :where(.not-content *)) {`;

/**
 * Gives list items that end in a block the space that Starlight gives them, without asking `:has()` of every list:
 * the lists of a lab change with every key, and the browser spent 7 of the 30 ms of a key on that rule alone. Only
 * items beside one that ends in a block lose their space. A Starlight that is written another way fails the build.
 */
export const starlightLists = (): Plugin => ({
  name: 'starlight-lists',
  enforce: 'pre',
  transform: {
    filter: { id: /starlight.*\/style\/markdown\.css/ },
    handler(code) {
      if (!theirs.test(code))
        throw new Error('Starlight’s markdown.css has changed: see src/site/starlight-lists.ts');
      return code.replace(theirs, ours);
    },
  },
});
