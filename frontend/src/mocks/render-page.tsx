import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';

/**
 * Renders a part of a page with all that stands around it: theme, queries, and a router with this one page, at an address
 * of its own where it reads one.
 */
export function renderPage(Page: () => ReactNode, { path, at = '/' }: { path?: string; at?: string } = {}) {
  const root = createRootRoute({ component: path ? Outlet : Page });
  const router = createRouter({
    routeTree: path ? root.addChildren([createRoute({ getParentRoute: () => root, path, component: Page })]) : root,
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        {/* biome-ignore lint/suspicious/noExplicitAny: its routes are not those of the pages */}
        <RouterProvider router={router as any} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}
