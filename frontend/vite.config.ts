import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const portal = `http://localhost:${process.env.PORTAL_PORT ?? '8080'}`;

export default defineConfig({
  plugins: [react()],
  build: {
    manifest: true,
    target: 'es2023',
    // Fonts and pictures are files of their own: the policy of the pages allows no font from a data: URL.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What nearly every page shows travels in one file instead of a dozen tiny ones.
          groups: [
            {
              name: 'shared',
              test: /src\/(ui\/(?!form\/|datakit|badge|steps|dialog|payer-change|shell\/operator)|api\/(?!charges|settlement|cloud-accounts|workspaces|operators))/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': portal,
      '/openapi.yaml': portal,
      '/q': portal,
      '/marketplace/landing': {
        target: portal,
        // Only the form post of AWS Marketplace belongs to the portal; the page of the same path is ours.
        bypass: (request) => (request.method === 'POST' ? undefined : '/index.html'),
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/mocks/test-setup.ts'],
    css: false,
    testTimeout: 20_000, // a busy machine takes its time; what is waited for comes by itself
  },
});
