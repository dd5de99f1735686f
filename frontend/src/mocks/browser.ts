import { getResponse } from 'msw';
import { handlers } from './handlers';
import { operatorHandlers } from './operators';

/** Answers the client from the handlers, without a service worker; everything else goes its usual way. */
export function startMocks(): void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    return (await getResponse([...handlers, ...operatorHandlers], request.clone())) ?? real(request);
  };
}
