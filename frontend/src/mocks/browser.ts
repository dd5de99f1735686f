export function startMocks(): void {}
