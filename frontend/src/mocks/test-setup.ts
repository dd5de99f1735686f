import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

// What is waited for comes by itself; only a busy machine takes longer than the usual second.
configure({ asyncUtilTimeout: 5_000 });

// jsdom has no media to ask about.
window.matchMedia ??= (query) => Object.assign(new EventTarget(), { matches: false, media: query }) as MediaQueryList;
