import { siteUrl } from '../lab/siteUrl.ts';
import { course } from '../site/course.ts';

const icon = (file: string, sizes: string, purpose = 'any') => ({
  src: siteUrl(`/icons/${file}`),
  sizes,
  type: 'image/png',
  purpose,
});

/** What a browser shows of the course when it is installed as an application. */
export const GET = (): Response =>
  Response.json({
    name: course.title,
    short_name: course.title,
    description: course.description,
    lang: course.language,
    id: siteUrl('/'),
    start_url: siteUrl('/'),
    scope: siteUrl('/'),
    display: 'standalone',
    // Those of the light theme: a manifest has one of each.
    background_color: course.colours?.light?.paper ?? '#f7f7f3',
    theme_color: course.colours?.light?.paper ?? '#f7f7f3',
    icons: [
      icon('192.png', '192x192'),
      icon('512.png', '512x512'),
      icon('maskable-512.png', '512x512', 'maskable'),
    ],
  });
