import { getResponse } from 'msw';
import { handlers } from './handlers';

/** Answers the client from the handlers, without a service worker; everything else goes its usual way. */
export function startMocks(): void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    return (await getResponse(handlers, request.clone())) ?? real(request);
  };
}
