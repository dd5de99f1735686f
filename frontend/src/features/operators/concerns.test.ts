import { describe, expect, it } from 'vitest';
import { concerns } from './concerns';

const purchase = { licenseArn: 'arn:aws:license-manager::1:license:l-7c21', agreementId: 'agmt-5d' };

describe('a notification concerns a purchase', () => {
  it.each([
    '{"agreement": {"id": "agmt-5d"}}',
    'broken, but agmt-5d',
    '{"license": {"arn": "arn:aws:license-manager::1:license:l-7c21"}}',
  ])('that it names: %s', (payload) => {
    expect(concerns({ payload }, purchase)).toBe(true);
  });

  it.each(['', '{}', '{"agreement": {"id": "agmt-5d77"}}', '{"id": "x-agmt-5d"}'])('and no other: %s', (payload) => {
    expect(concerns({ payload }, purchase)).toBe(false);
  });

  it('by the customer, where there is no licence', () => {
    const payload = '{"customer-identifier": "ifAPi5AcF3"}';
    expect(concerns({ payload }, { customerIdentifier: 'ifAPi5AcF3' })).toBe(true);
    expect(concerns({ payload }, {})).toBe(false);
  });
});
