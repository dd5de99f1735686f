const untouched = 'Your subscription is untouched and nothing was charged.';

/** One page per reason that the landing can give; the slugs are those of openapi.yaml. */
export const problem = {
  untouched,
  wait: 'Wait a minute, then open AWS Marketplace and click <b>Set up your Account</b> again. It works as often as you need.',
  subscribe: 'Open <b>Guance Commercial Plan</b> in AWS Marketplace and subscribe again',
  reasons: {
    'token-missing': {
      kicker: 'No purchase in this link',
      title: 'AWS did not tell us what you bought',
      lead: 'The link came without the token that AWS Marketplace adds. A bookmark or a copied address does that.',
    },
    'token-invalid': {
      kicker: 'Link not valid',
      title: 'AWS does not know this link',
      lead: 'AWS Marketplace refused the token of this link. It may have been cut off or changed on the way.',
    },
    'token-expired': {
      kicker: 'Link expired',
      title: 'This link from AWS has expired',
      lead: 'AWS gives each link a few hours. Fetch a new one and you are back in a minute.',
    },
    'foreign-product': {
      kicker: 'Another product',
      title: 'This purchase is of another product',
      lead: 'The link belongs to a listing that is not set up here. Choose Guance Commercial Plan among your subscriptions.',
    },
    'aws-not-answering': {
      kicker: 'AWS is not answering',
      title: 'We could not ask AWS who bought',
      lead: 'AWS Marketplace is not answering at the moment. You need not subscribe again.',
    },
    'subscription-ended': {
      kicker: 'Subscription ended',
      title: 'This subscription has ended',
      lead: 'AWS says that this subscription is over, so nothing can be set up with it. Nothing is charged by it any more.',
    },
    'too-many-requests': {
      kicker: 'Too many tries',
      title: 'Too many tries in a short time',
      lead: 'To protect purchases, we slow down after many tries from one place.',
    },
    'try-again': {
      kicker: 'Our mistake',
      title: 'Something went wrong on our side',
      lead: 'We could not finish what AWS Marketplace started. It was not your doing.',
    },
    unknown: {
      kicker: 'Not finished',
      title: 'The set-up could not start',
      lead: 'Something stopped us from reading your purchase.',
    },
  },
} as const;
