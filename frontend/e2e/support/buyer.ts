import { randomInt } from 'node:crypto';

/** Somebody who buys, unlike anybody of another test. */
export type Buyer = {
  awsAccount: string;
  username: string;
  email: string;
  password: string;
  company: string;
  workspace: string;
};

export function newBuyer(names: Partial<Buyer> = {}): Buyer {
  const number = randomInt(1e9, 1e10);
  const username = `buyer-${number}`;
  return {
    awsAccount: `${randomInt(10, 100)}${number}`,
    username,
    email: `${username}@example.com`,
    password: `seven quiet otters ${randomInt(1000, 10_000)}`,
    company: 'Meridian Freight',
    workspace: `Meridian ${number}`,
    ...names,
  };
}

/** How a page may show an AWS account. */
export const masked = ({ awsAccount }: Buyer): string => `····${awsAccount.slice(-4)}`;
