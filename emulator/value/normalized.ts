/** A value in the form in which appcmd prints and stores it, or the native reason why IIS refuses it. */
export type Normalized = { readonly value: string } | { readonly reason: string };
