import type { ClientDirective } from 'astro';

/** `client:linked`: an island that comes where the address names a lab, or a lab of this page was opened by a link before. */
const linked: ClientDirective = (load, _options, island) => {
  const wanted = () => location.hash.startsWith('#lab=');
  const before = () => {
    try {
      return localStorage.getItem(`four-tables/linked${location.pathname}`) !== null;
    } catch {
      return false;
    }
  };
  const open = async () => (await load())();
  if (wanted() || before()) void open();
  else island.remove();
  // A link to the page that is open already loads nothing by itself.
  addEventListener('hashchange', () => wanted() && location.reload());
};

export default linked;
