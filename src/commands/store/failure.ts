/** What was asked for cannot be done, and why, for the operator's eyes: exit code 1. */
export class Failure extends Error {}
