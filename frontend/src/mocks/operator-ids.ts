export const idOf = (place: number) => `01990000-0b5e-7000-8000-${String(place).padStart(12, '0')}`;

/** Subscriptions in the states that operators meet. */
export const subscriptionIds = { live: idOf(1), ending: idOf(2), unregistered: idOf(3), ended: idOf(4) };
